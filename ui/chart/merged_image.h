// SPDX-License-Identifier: GPL-3.0-or-later
// Merged columns as an image, one pixel of the device a column: a fill and a texture for each of thousands of columns
// cost a painter some 10 ms a frame, writing the pixels less than 2.
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
  /// Writes rows [top, bottom) of one column of an image whose corner is the device's pixel (x, y).
  void paintColumn(QRgb* pixels, std::ptrdiff_t stride, int x, int y, int top, int bottom) const;

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

/// The inks of the columns' jobs and states.
class InkSource {
 public:
  virtual ~InkSource() = default;
  virtual const Ink& jobInk(JobId job) = 0;
  virtual const Ink& stateInk(State state) = 0;
};

/// What ran from below, what most of the rest was in the room above it. REQUIRES: `marks` are merged and not empty,
/// height > 0. `x` and `y` are the device's pixel of the image's corner, for the textures.
QImage mergedImage(std::span<const Mark> marks, int height, int x, int y, InkSource& inks);

}  // namespace interleave::ui
