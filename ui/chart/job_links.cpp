// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/job_links.h"

#include <algorithm>

namespace interleave::ui {
namespace {

constexpr float kVeil = 0.5F;
constexpr double kLine_px = 2.0;

// One row's lane, in pieces from left to right.
void addRow(LinkPlaces& places, const TimelineLayout& layout, const RowLayout& row, JobId job, bool& has_other) {
  const QRectF& body = layout.panels[row.panel].body;
  const QRectF lane = row.lane & QRectF(row.lane.left(), body.top(), row.lane.width(), body.height());
  if (lane.isEmpty()) {
    return;
  }
  const auto piece = [&](double left, double right) { return QRectF(left, lane.top(), right - left, lane.height()); };
  double veiled_from = lane.left();
  double line_end = -1.0;
  for (const Mark& mark : row.marks) {
    if (mark.job != job) {
      has_other = has_other || mark.job != kNoJob || mark.share > 0.0;
      continue;
    }
    const double left = layout.columnX(mark.begin);
    const double right = layout.columnX(mark.end);
    if (left > veiled_from) {
      places.veiled.push_back(piece(veiled_from, left));
    }
    veiled_from = right;
    if (mark.share <= 0.0) {
      continue;
    }
    if (line_end == left) {
      places.lined.back().setRight(right);  // neighbours share one
    } else {
      places.lined.push_back(piece(left, right));
    }
    line_end = right;
  }
  if (lane.right() > veiled_from) {
    places.veiled.push_back(piece(veiled_from, lane.right()));
  }
}

}  // namespace

LinkPlaces linkPlaces(const TimelineLayout& layout, std::span<const PanelInput> panels, std::size_t p, JobId job) {
  LinkPlaces places;
  bool has_other = false;
  for (const RowLayout& row : layout.rows) {
    if (panels[row.panel].snapshot == panels[p].snapshot) {
      addRow(places, layout, row, job, has_other);
    }
  }
  return job == kNoJob || !has_other ? LinkPlaces{} : places;
}

JobLinks::JobLinks(QCustomPlot* plot) : OverlayPart(plot) {}

bool JobLinks::setPlaces(LinkPlaces places) {
  if (places == m_places) {
    return false;
  }
  m_places = std::move(places);
  return true;
}

// One rectangle: there may be thousands of pieces.
QRegion JobLinks::inked() const {
  QRectF all;
  for (const std::vector<QRectF>* rects : {&m_places.veiled, &m_places.lined}) {
    for (const QRectF& rect : *rects) {
      all |= QRectF(rect.topLeft(), QSizeF(std::max(1.0, rect.width()), std::max(kLine_px, rect.height())));
    }
  }
  return all.isEmpty() ? QRegion() : QRegion(all.toAlignedRect());
}

void JobLinks::draw(QCPPainter* painter) {
  QColor veil = m_style.theme.lane;
  veil.setAlphaF(kVeil);
  for (const QRectF& rect : m_places.veiled) {
    painter->fillRect(rect, veil);
  }
  for (const QRectF& rect : m_places.lined) {
    painter->fillRect(QRectF(rect.left(), rect.bottom() - kLine_px, std::max(1.0, rect.width()), kLine_px),
                      m_style.theme.ink);
  }
}

}  // namespace interleave::ui
