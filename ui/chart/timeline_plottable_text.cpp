// SPDX-License-Identifier: GPL-3.0-or-later
// What stands around the lanes: heads, labels, notes.
#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "ui/chart/figures_text.h"
#include "ui/chart/text_width.h"
#include "ui/chart/timeline_plottable.h"

namespace interleave::ui {
namespace {

constexpr double kPad = 12.0;         // of texts from the chart's edge
constexpr double kGroupLine = 15.0;   // a process's name over its first thread's
constexpr double kMostOfGroup = 0.6;  // of a label, where both stand in one line

}  // namespace

void TimelinePlottable::drawHead(QPainter& painter, const PanelLayout& panel) const {
  const QFont title_font = chartFont(m_style.family, 14, Weight::SemiBold);
  const QFont text_font = chartFont(m_style.family, 12);
  const double left = kPad;
  const double right = panel.head.right();
  const double base = std::round(panel.head.top() + 24.0);
  const double loss_width = panel.loss.isEmpty() ? 0.0 : figuresWidth(text_font, panel.loss) + 10.0;

  const double title_room = panel.is_sentence_below ? right - left : (right - left) * 0.6;
  const QString title = elidedText(title_font, panel.title, title_room);
  painter.setFont(title_font);
  painter.setPen(m_style.theme.ink);
  painter.drawText(QPointF(left, base), title);

  const double taken = panel.is_sentence_below ? 0.0 : textWidth(title_font, title) + 24.0;
  const double room = std::max(0.0, right - left - taken - loss_width);
  const QString sentence = elidedFigures(text_font, panel.sentence, room);
  const double width = figuresWidth(text_font, sentence);
  const double text_base = panel.is_sentence_below ? base + 19.0 : base;
  const double text_left = panel.is_sentence_below ? left : right - width - loss_width;
  painter.setFont(text_font);
  painter.setPen(m_style.theme.quiet);
  drawFigures(painter, QPointF(text_left, text_base), sentence);
  if (!panel.loss.isEmpty()) {
    painter.setPen(m_style.theme.warning);
    drawFigures(painter, QPointF(text_left + width + (sentence.isEmpty() ? 0.0 : 10.0), text_base), panel.loss);
  }
}

void TimelinePlottable::drawNote(QPainter& painter, const PanelLayout& panel) const {
  if (panel.note.isEmpty()) {
    return;
  }
  painter.setFont(chartFont(m_style.family, 13));
  painter.setPen(m_style.theme.quiet);
  painter.drawText(panel.body, Qt::AlignCenter, panel.note);
}

void TimelinePlottable::drawLabel(QPainter& painter, const RowLayout& row) const {
  const double px = std::clamp(m_layout.row_height - 4.0, 10.0, 13.0);
  const auto every = static_cast<std::size_t>(std::ceil((px + 2.0) / m_layout.row_height));
  if (row.row % every != 0) {
    return;
  }
  const double room = row.lane.left() - kPad - 6.0;
  double base = row.lane.center().y();
  double left = kPad;
  const auto put = [&](const QString& text, double right, double size_px, Weight weight, const QColor& colour) {
    const QFont font = chartFont(m_style.family, size_px, weight);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    painter.setPen(colour);
    const QString shown = elidedText(font, text, right - left);
    painter.drawText(QPointF(left, std::round(base + metrics.capHeight() / 2.0)), shown);
    return textWidth(font, shown);
  };
  if (row.begins_group) {
    // Over the thread's name where there is room for two lines, else before it.
    painter.fillRect(QRectF(kPad, row.lane.top() - 1.0, row.lane.right() - kPad, 1.0), m_style.theme.line);
    const bool has_two_lines = m_layout.row_height >= 2.0 * kGroupLine;
    base -= has_two_lines ? kGroupLine / 2.0 : 0.0;
    const double width = put(row.group, has_two_lines ? kPad + room : kPad + room * kMostOfGroup, std::min(px, 12.0),
                             Weight::SemiBold, m_style.theme.ink);
    if (has_two_lines) {
      base += kGroupLine;
    } else {
      left += width + 8.0;
    }
  }
  if (left < room) {
    put(row.label, kPad + room, px, Weight::Regular, row.has_error ? m_style.theme.warning : m_style.theme.quiet);
  }
}

}  // namespace interleave::ui
