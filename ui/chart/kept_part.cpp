// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/kept_part.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "core/trace/kept_words.h"
#include "ui/chart/palette.h"

namespace interleave::ui {

QString shownSentence(const PanelInput& panel) {
  const std::string words = panel.snapshot ? keptWords(*panel.snapshot) : std::string();
  if (words.empty()) {
    return panel.sentence;
  }
  const QString kept = QString::fromStdString(words);
  return panel.sentence.isEmpty() ? kept : kept + QStringLiteral(" · ") + panel.sentence;
}

double keptLeft(const TimelineLayout& layout, const PanelInput& panel) {
  if (!panel.snapshot || panel.snapshot->kept_from_ns <= 0 || layout.style != MarkStyle::Live) {
    return layout.plot.left();
  }
  const int column = std::clamp(layout.grid.nearestEdge(panel.snapshot->kept_from_ns), 0, layout.grid.columns);
  return layout.columnX(column);
}

void cutBefore(RowLayout& row, int column) {
  std::erase_if(row.marks, [&](const Mark& mark) { return mark.end <= column; });
  for (Mark& mark : row.marks) {
    mark.begin = std::max(mark.begin, column);
  }
}

void paintDropped(QPainter& painter, const TimelineLayout& layout, std::size_t panel, const ChartStyle& style) {
  const PanelLayout& of = layout.panels[panel];
  if (of.dropped.isEmpty()) {
    return;
  }
  const Fill fill{style.theme.panel, Texture::Slash, style.theme.line, style.theme.line};
  const QBrush brush = brushFor(fill, painter.deviceTransform().m11());
  for (const RowLayout& row : layout.rows) {
    if (row.panel == panel) {
      painter.fillRect(QRectF(row.lane.topLeft(), QPointF(of.dropped.right(), row.lane.bottom())), brush);
    }
  }
  // In the first lane in sight.
  const auto first =
      std::find_if(layout.rows.begin(), layout.rows.end(), [&](const RowLayout& row) { return row.panel == panel; });
  constexpr double kPad = 10.0;
  const QFont font = chartFont(style.family, 12);
  const QFontMetricsF metrics(font);
  const QString words = QStringLiteral("dropped");
  const QSizeF size(metrics.horizontalAdvance(words) + 2.0 * kPad, metrics.height());
  if (first == layout.rows.end() || size.width() > of.dropped.width() || size.height() > first->lane.height()) {
    return;
  }
  const QPointF centre(of.dropped.center().x(), first->lane.center().y());
  const QRectF place(centre - QPointF(size.width(), size.height()) / 2.0, size);
  painter.fillRect(place, style.theme.panel);
  painter.setFont(font);
  painter.setPen(style.theme.quiet);
  painter.drawText(place, Qt::AlignCenter, words);
}

}  // namespace interleave::ui
