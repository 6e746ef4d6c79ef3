// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/empty_picture.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/chart/palette.h"

namespace interleave::ui {
namespace {

constexpr int kLanes = 4;
// Who runs in each of the picture's turns: four threads that pass one lock around.
constexpr std::array<int, 28> kTurns = {0, 1, 2, 0, 3, 1, 0, 2, 1, 3, 0, 2, 3, 1,
                                        0, 1, 2, 3, 0, 2, 1, 3, 2, 0, 1, 3, 0, 2};

}  // namespace

void paintEmptyPicture(QPainter& painter, const QRectF& rect, const QString& text, const ChartStyle& style) {
  const double width = std::min(760.0, rect.width() - 64.0);
  const double lane = std::clamp(rect.height() / 16.0, 16.0, 34.0);
  const double pitch = lane * 1.3;
  const double top = std::round(rect.center().y() - pitch * kLanes / 2.0 + 20.0);
  const double left = std::round(rect.center().x() - width / 2.0);
  const double turn = std::floor(width / kTurns.size());
  painter.save();
  painter.setOpacity(0.30);
  const QBrush waiting = brushFor(stateFill(State::GilWait, style.theme), painter.deviceTransform().m11());
  for (int l = 0; l < kLanes; ++l) {
    const double y = std::round(top + l * pitch);
    painter.fillRect(QRectF(left, y, turn * kTurns.size(), std::round(lane)), style.theme.lane);
    for (std::size_t t = 0; t < kTurns.size(); ++t) {
      const double x = left + static_cast<double>(t) * turn;
      if (kTurns[t] == l) {
        const Fill fill = jobFill(JobId{static_cast<std::uint32_t>(l)}, style.palette, MarkStyle::Live, style.theme);
        painter.fillRect(QRectF(x, y + 3.0, turn, std::round(lane) - 6.0), fill.ground);
      } else {
        painter.fillRect(QRectF(x, y + std::round(lane / 3.0), turn, std::round(lane / 3.0)), waiting);
      }
    }
  }
  painter.restore();
  painter.setFont(chartFont(style.family, 15, Weight::Medium));
  painter.setPen(style.theme.ink);
  painter.drawText(QRectF(rect.left() + 24.0, top - 72.0, rect.width() - 48.0, 48.0),
                   Qt::AlignHCenter | Qt::AlignVCenter | Qt::TextWordWrap, text);
}

}  // namespace interleave::ui
