// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_row_painter.h"

#include <QPainter>

#include "ui/window/run_shelf.h"
#include "ui/window/tabular_label.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

constexpr int kRow_px = 42;
constexpr int kBox_px = 13;
constexpr int kRight_px = 4;

}  // namespace

QSize RunRowPainter::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
  return {120, kRow_px};
}

void RunRowPainter::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const QRect row = option.rect;
  const bool is_shown = index.data(RunShelf::ShownRole).toBool();
  const bool is_chosen = index.data(RunShelf::ChosenRole).toBool();
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  if (option.state & (QStyle::State_MouseOver | QStyle::State_Selected)) {
    painter->fillRect(row.adjusted(0, 0, 0, -1), m_theme.background);
  }
  painter->fillRect(row.left(), row.bottom(), row.width(), 1, m_theme.line);
  const QRect text = row.adjusted(kCheck_px, 5, -kRight_px, -5);
  const QRectF box(row.left() + 1.5, text.top() + 1.5, kBox_px, kBox_px);
  const QColor full = index.data(RunShelf::FailedRole).toBool() ? m_theme.warning : m_theme.accent;
  painter->setPen(is_shown ? full : mixed(m_theme.quiet, m_theme.panel, 0.4));
  painter->setBrush(is_shown ? QBrush(full) : QBrush(Qt::NoBrush));
  painter->drawRoundedRect(box, 3, 3);
  if (is_shown) {
    painter->setPen(QPen(m_theme.on_accent, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF tick[] = {box.topLeft() + QPointF(3.2, 6.8), box.topLeft() + QPointF(5.6, 9.2),
                            box.topLeft() + QPointF(9.8, 4.2)};
    painter->drawPolyline(tick, 3);
  }
  const QString elapsed = index.data(RunShelf::ElapsedRole).toString();
  const QFont plain = is_chosen ? boldFont() : option.font;
  const int elapsed_px = qRound(tabularWidth(QFontMetricsF(option.font), elapsed)) + 2;
  painter->setFont(option.font);
  painter->setPen(m_theme.ink);
  drawTabular(*painter, QRectF(text.left(), text.top(), text.width(), 16), elapsed, Qt::AlignRight);
  painter->setFont(plain);
  const QRect title(text.left(), text.top(), text.width() - elapsed_px - 8, 16);
  painter->drawText(title, Qt::AlignLeft | Qt::AlignVCenter,
                    painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, title.width()));
  painter->setFont(smallFont());
  painter->setPen(index.data(RunShelf::FailedRole).toBool() ? m_theme.warning : m_theme.quiet);
  const QRect below(text.left(), text.top() + 17, text.width(), 15);
  painter->drawText(
      below, Qt::AlignLeft | Qt::AlignVCenter,
      painter->fontMetrics().elidedText(index.data(RunShelf::SettingsRole).toString(), Qt::ElideRight, below.width()));
  if (option.state & QStyle::State_HasFocus) {
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(m_theme.accent, 1.5));
    painter->drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -2), 4, 4);
  }
  painter->restore();
}

}  // namespace interleave::ui
