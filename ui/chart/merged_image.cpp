// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/merged_image.h"

#include <algorithm>
#include <cmath>

#include "ui/chart/palette.h"

namespace interleave::ui {

Ink::Ink(const QBrush& brush) {
  if (brush.style() == Qt::TexturePattern) {
    m_tile = brush.textureImage().convertToFormat(QImage::Format_ARGB32_Premultiplied);
  } else {
    m_solid = qPremultiply(brush.color().rgba());
  }
}

void Ink::paintColumn(QRgb* pixels, std::ptrdiff_t stride, int x, int y, int top, int bottom) const {
  QRgb* pixel = pixels + top * stride;
  if (m_tile.isNull()) {
    for (int row = top; row < bottom; ++row, pixel += stride) {
      *pixel = m_solid;
    }
    return;
  }
  const auto* tile = reinterpret_cast<const QRgb*>(m_tile.constBits()) + x % m_tile.width();
  const std::ptrdiff_t tile_stride = m_tile.bytesPerLine() / static_cast<std::ptrdiff_t>(sizeof(QRgb));
  int tile_row = (y + top) % m_tile.height();
  for (int row = top; row < bottom; ++row, pixel += stride) {
    *pixel = tile[tile_row * tile_stride];
    tile_row = tile_row + 1 < m_tile.height() ? tile_row + 1 : 0;
  }
}

Band waitingBand(State state, int height, int filled) {
  const int own = std::max(1, static_cast<int>(std::lround(height * heightRatio(state))));
  Band band{(height - own) / 2, own};
  const int room = height - filled;
  if (band.top + band.height > room) {
    band.height = std::min(band.height, room);
    band.top = room - band.height;
  }
  return band;
}

QImage mergedImage(std::span<const Mark> marks, int height, int x, int y, InkSource& inks) {
  const int first = marks.front().begin;
  QImage image(marks.back().end - first, height, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  auto* pixels = reinterpret_cast<QRgb*>(image.bits());
  const std::ptrdiff_t stride = image.bytesPerLine() / static_cast<std::ptrdiff_t>(sizeof(QRgb));
  for (const Mark& mark : marks) {
    // Something that ran is never invisible.
    const int filled = mark.share > 0.0 ? std::clamp(static_cast<int>(std::lround(height * mark.share)), 1, height) : 0;
    const bool waits = mark.state != State::Idle && mark.state != State::Lost && filled < height;
    const Band band = waits ? waitingBand(mark.state, height, filled) : Band{};
    for (int column = mark.begin - first; column < mark.end - first; ++column) {
      if (filled > 0) {
        inks.jobInk(mark.job).paintColumn(pixels + column, stride, x + column, y, height - filled, height);
      }
      if (waits) {
        inks.stateInk(mark.state).paintColumn(pixels + column, stride, x + column, y, band.top, band.top + band.height);
      }
    }
  }
  return image;
}

}  // namespace interleave::ui
