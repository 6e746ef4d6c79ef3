// SPDX-License-Identifier: GPL-3.0-or-later
// Merged columns and narrow slices as an image, one pixel of the device a column: a fill and a texture for each of
// thousands of them cost a painter some 10 ms a frame, writing the pixels row by row less than 1.
#pragma once

#include <QBrush>
#include <QImage>
#include <span>

#include "ui/chart/row_marks.h"

namespace interleave::ui {

/// A brush as pixels.
class Ink {
 public:
  explicit Ink(const QBrush& brush);
  /// Its rows return after so many; 1: it is solid.
  int period() const { return m_tile.isNull() ? 1 : m_tile.height(); }
  /// Writes `rows` of `count` pixels, `stride` apart, of which the first is the device's pixel (x, y); premultiplied.
  /// REQUIRES: x, y >= 0.
  void write(QRgb* pixels, int stride, int count, int rows, int x, int y) const;

 private:
  QRgb m_solid = 0;
  QImage m_tile;  // null for a solid one
};

/// Where in `height` pixels a state of a merged column is drawn, given how many at the bottom are filled by what ran.
struct Band {
  int top = 0;
  int height = 0;
};
Band waitingBand(State state, int height, int filled);
/// The same for a slice by itself: in the middle, of at least two of the chart's pixels.
Band sliceBand(State state, int height, double device_scale);

/// The inks of the columns' jobs and states. Textures all have tiles of one size.
class InkSource {
 public:
  virtual ~InkSource() = default;
  virtual const Ink& jobInk(JobId job) = 0;
  virtual const Ink& stateInk(State state) = 0;
};

/// Of a merged column what ran from below, what most of the rest was in the room above it; a slice's fill without an
/// edge; nothing between marks. REQUIRES: `marks` are in order and not empty, height > 0; slices are no losses. `x` and
/// `y` are the device's pixel of the image's corner, for the textures.
QImage mergedImage(std::span<const Mark> marks, int height, int x, int y, double device_scale, InkSource& inks);

}  // namespace interleave::ui
