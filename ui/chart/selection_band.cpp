// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/selection_band.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "ui/chart/figures_text.h"

namespace interleave::ui {
namespace {

constexpr double kGrip_px = 4.0;  // how near to an edge takes hold of it
constexpr double kLabelHeight = 18.0;
constexpr double kLabelPad = 7.0;

}  // namespace

std::optional<SelectionPlace> selectionPlace(const TimelineLayout& layout, const TimeRange& range) {
  const double left = layout.xAt(static_cast<double>(range.begin_ns));
  const double right = layout.xAt(static_cast<double>(range.end_ns));
  if (right < layout.plot.left() || left >= layout.plot.right()) {
    return std::nullopt;
  }
  SelectionPlace place;
  place.band = QRectF(QPointF(std::max(left, layout.plot.left()), layout.plot.top()),
                      QPointF(std::min(right, layout.plot.right()), layout.plot.bottom()));
  if (left >= layout.plot.left()) {
    place.begin_x = left;
  }
  if (right < layout.plot.right()) {
    place.end_x = right;
  }
  place.text = QString::fromStdString(durationText(static_cast<double>(range.length_ns()) / 1e9));
  // Below the first head in sight, whose texts it must not cover.
  const auto panel =
      std::find_if(layout.panels.begin(), layout.panels.end(), [](const PanelLayout& p) { return !p.head.isEmpty(); });
  const double body_top = panel != layout.panels.end() ? panel->head.bottom() : layout.plot.top();
  place.text_top = std::max(layout.plot.top(), body_top - kLabelHeight / 2.0);
  return place;
}

std::optional<SelectionEdge> edgeAt(const SelectionPlace& place, const QPointF& point) {
  if (point.y() < place.band.top() || point.y() >= place.band.bottom()) {
    return std::nullopt;
  }
  const double to_begin = place.begin_x ? std::abs(point.x() - *place.begin_x) : INFINITY;
  const double to_end = place.end_x ? std::abs(point.x() - *place.end_x) : INFINITY;
  if (std::min(to_begin, to_end) > kGrip_px) {
    return std::nullopt;
  }
  return to_begin < to_end ? SelectionEdge::Begin : SelectionEdge::End;
}

SelectionBand::SelectionBand(QCustomPlot* plot) : OverlayPart(plot) {}

bool SelectionBand::setPlace(const std::optional<SelectionPlace>& place) {
  if (place == m_place) {
    return false;
  }
  m_place = place;
  return true;
}

QRegion SelectionBand::inked() const {
  if (!m_place) {
    return {};
  }
  // An edge at the right may lie a pixel beyond.
  return QRegion(m_place->band.toAlignedRect().adjusted(-1, 0, 1, 0)) +
         labelRect().toAlignedRect().adjusted(-1, -1, 1, 1);
}

void SelectionBand::draw(QCPPainter* painter) {
  if (!m_place) {
    return;
  }
  QColor ground = m_style.theme.accent;
  ground.setAlphaF(m_style.theme.name == ThemeName::Dark ? 0.16F : 0.12F);
  painter->fillRect(m_place->band, ground);
  for (const std::optional<double>& x : {m_place->begin_x, m_place->end_x}) {
    if (x) {
      painter->fillRect(QRectF(std::round(*x), m_place->band.top(), 1.0, m_place->band.height()), m_style.theme.accent);
    }
  }
  drawLength(*painter);
}

QRectF SelectionBand::labelRect() const {
  const double width = std::ceil(figuresWidth(labelFont(), m_place->text)) + 2.0 * kLabelPad;
  const double room = mParentPlot->viewport().width() - width - 2.0;
  const double left = std::clamp(m_place->band.center().x() - width / 2.0, 2.0, std::max(2.0, room));
  return QRectF(std::round(left), std::round(m_place->text_top), width, kLabelHeight);
}

QFont SelectionBand::labelFont() const {
  return chartFont(m_style.family, 12, Weight::Medium);
}

void SelectionBand::drawLength(QPainter& painter) const {
  const QFont font = labelFont();
  const QFontMetricsF metrics(font);
  const QRectF label = labelRect();
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(m_style.theme.accent);
  painter.drawRoundedRect(label, 4.0, 4.0);
  painter.setFont(font);
  painter.setPen(m_style.theme.on_accent);
  drawFigures(painter, QPointF(label.left() + kLabelPad, std::round(label.center().y() + metrics.capHeight() / 2.0)),
              m_place->text);
  painter.restore();
}

}  // namespace interleave::ui
