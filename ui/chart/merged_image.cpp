// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/merged_image.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "ui/chart/palette.h"

namespace interleave::ui {
namespace {

/// What each column of an image is from top to bottom, a list a property: so a row of pixels is one loop that the
/// compiler makes vectors of.
class Columns {
 public:
  Columns(int width, int height)
      : m_width(static_cast<std::size_t>(width)),
        m_filled_from(m_width, height),
        m_band_from(m_width),
        m_band_to(m_width) {}

  void place(int column, int filled_from, const Band& band) {
    const auto c = static_cast<std::size_t>(column);
    m_filled_from[c] = filled_from;
    m_band_from[c] = band.top;
    m_band_to[c] = band.top + band.height;
  }
  void write(QRgb* pixels, std::int32_t row, const QRgb* job_pixels, const QRgb* state_pixels) const {
    const std::int32_t* filled_from = m_filled_from.data();
    const std::int32_t* band_from = m_band_from.data();
    const std::int32_t* band_to = m_band_to.data();
    for (std::size_t c = 0; c < m_width; ++c) {  // masks instead of branches, which nobody could foretell
      const QRgb filled = 0u - static_cast<QRgb>(row >= filled_from[c]);
      const QRgb waiting = 0u - static_cast<QRgb>((row >= band_from[c]) & (row < band_to[c]));
      pixels[c] = (job_pixels[c] & filled) | (state_pixels[c] & waiting & ~filled);
    }
  }

 private:
  std::size_t m_width;
  std::vector<std::int32_t> m_filled_from;  // down to the bottom it is the job's
  std::vector<std::int32_t> m_band_from;
  std::vector<std::int32_t> m_band_to;
};

/// The pixels that an ink would give to each column, in as many rows as it takes until they return.
class InkRows {
 public:
  explicit InkRows(int width) : m_width(width) {}

  void put(const Ink& ink, int begin, int end) {
    m_period = std::max(m_period, ink.period());
    if (!m_parts.empty() && m_parts.back().ink == &ink && m_parts.back().end == begin) {
      m_parts.back().end = end;
    } else {
      m_parts.push_back({&ink, begin, end});
    }
  }
  void draw(int x, int y) {
    m_pixels.resize(static_cast<std::size_t>(m_width) * static_cast<std::size_t>(m_period));
    for (const Part& part : m_parts) {
      part.ink->write(m_pixels.data() + part.begin, m_width, part.end - part.begin, m_period, x + part.begin, y);
    }
  }
  const QRgb* row(int row) const { return m_pixels.data() + row % m_period * m_width; }

 private:
  struct Part {
    const Ink* ink;
    int begin;
    int end;
  };
  int m_width;
  int m_period = 1;
  std::vector<Part> m_parts;
  std::vector<QRgb> m_pixels;
};

Band bandAbove(int own, int height, int filled) {
  Band band{(height - own) / 2, own};
  const int room = height - filled;
  if (band.top + band.height > room) {
    band.height = std::min(band.height, room);
    band.top = room - band.height;
  }
  return band;
}

int waitingHeight(State state, int height) {
  return std::max(1, static_cast<int>(std::lround(height * heightRatio(state))));
}

}  // namespace

Ink::Ink(const QBrush& brush) {
  if (brush.style() == Qt::TexturePattern) {
    m_tile = brush.textureImage().convertToFormat(QImage::Format_ARGB32_Premultiplied);
  } else {
    m_solid = qPremultiply(brush.color().rgba());
  }
}

void Ink::write(QRgb* pixels, int stride, int count, int rows, int x, int y) const {
  if (m_tile.isNull()) {
    for (int row = 0; row < rows; ++row, pixels += stride) {
      std::fill_n(pixels, count, m_solid);
    }
    return;
  }
  const int width = m_tile.width();
  const int height = m_tile.height();
  const auto* tile = reinterpret_cast<const QRgb*>(m_tile.constBits());
  const auto tile_stride = static_cast<int>(m_tile.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb)));
  const int first_x = x % width;
  int tile_y = y % height;
  for (int row = 0; row < rows; ++row, pixels += stride) {
    for (int i = 0, tile_x = first_x; i < count; ++i) {
      pixels[i] = tile[tile_y * tile_stride + tile_x];
      tile_x = tile_x + 1 < width ? tile_x + 1 : 0;
    }
    tile_y = tile_y + 1 < height ? tile_y + 1 : 0;
  }
}

Band waitingBand(State state, int height, int filled) {
  return bandAbove(waitingHeight(state, height), height, filled);
}

Band sliceBand(State state, int height, double device_scale) {
  const double least = 2.0 * device_scale;
  const int own = static_cast<int>(std::lround(std::max(least, height * heightRatio(state))));
  return {std::max(0, height - own) / 2, std::min(height, own)};
}

QImage mergedImage(std::span<const Mark> marks, int height, int x, int y, double device_scale, InkSource& inks) {
  const int first = marks.front().begin;
  const int width = marks.back().end - first;
  Columns columns(width, height);
  InkRows jobs(width);
  InkRows states(width);
  std::array<int, kStateCount> waiting_heights;
  for (std::size_t s = 0; s < kStateCount; ++s) {
    waiting_heights[s] = waitingHeight(static_cast<State>(s), height);
  }
  for (const Mark& mark : marks) {
    const int begin = mark.begin - first;
    const int end = mark.end - first;
    if (!mark.is_merged && mark.state != State::Running) {
      const Band band = sliceBand(mark.state, height, device_scale);
      states.put(inks.stateInk(mark.state), begin, end);
      for (int column = begin; column < end; ++column) {
        columns.place(column, height, band);
      }
      continue;
    }
    // Something that ran is never invisible.
    const int filled = mark.share > 0.0 ? std::clamp(static_cast<int>(height * mark.share + 0.5), 1, height) : 0;
    const bool waits = filled < height && mark.state != State::Idle && mark.state != State::Lost;
    const Band band = waits ? bandAbove(waiting_heights[index(mark.state)], height, filled) : Band{};
    if (filled > 0) {
      jobs.put(inks.jobInk(mark.job), begin, end);
    }
    if (waits) {
      states.put(inks.stateInk(mark.state), begin, end);
    }
    for (int column = begin; column < end; ++column) {
      columns.place(column, height - filled, band);
    }
  }
  jobs.draw(x, y);
  states.draw(x, y);
  QImage image(width, height, QImage::Format_ARGB32_Premultiplied);
  for (int row = 0; row < height; ++row) {
    columns.write(reinterpret_cast<QRgb*>(image.scanLine(row)), row, jobs.row(row), states.row(row));
  }
  return image;
}

}  // namespace interleave::ui
