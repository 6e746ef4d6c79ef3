// SPDX-License-Identifier: GPL-3.0-or-later
// A picture that stands alone on a slide: title, panels with their sentence of figures, axes with units, legend, and
// one small line with experiment, machine, clock, view and losses. Drawn with the same geometry as the window's
// timeline. Threading: the thread of the QApplication (QCustomPlot is a widget); no window is shown.
#pragma once

#include <QImage>
#include <QSize>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "ui/chart/chart_input.h"
#include "ui/chart/theme.h"

namespace interleave::ui {

enum class PanelOrder { Stacked, SideBySide };  // side by side: one x range for both, as in the articles

struct Figure {
  QString title;
  std::vector<PanelInput> panels;  // 1 to 4
  QString footnote;
  Rows rows = Rows::Worker;
  MarkStyle style = MarkStyle::Live;
  bool connectors = true;  // hand-overs and moves between cores, where they can be told apart
  bool gil_points = true;  // drop requests and forced switches of the emulated GIL, likewise
  PanelOrder order = PanelOrder::Stacked;
  ThemeName theme = ThemeName::Light;
  PaletteName palette = PaletteName::Default;
  bool transparent = false;
  QSize size{1920, 1080};            // pixels of the result
  double scale = 1.0;                // how much larger type and lines are drawn: 2 for a slide seen from afar
  std::optional<Viewport> viewport;  // the part to draw; nothing: all of it
};

inline constexpr int kSmallestFigure_px = 320;
inline constexpr int kLargestFigure_px = 16'384;

/// The same picture with the pixels of another size, for a preview. REQUIRES: the same proportions.
Figure resized(Figure figure, QSize size);

/// Fails when the size is outside the limits above or there is nothing to draw.
Result<QImage> renderFigure(const Figure& figure);
/// Packs and writes; the file is complete or not there at all. Any thread: a large picture takes longer than a frame.
Status savePng(const QImage& image, const std::string& path);
/// Renders and writes; the file is complete or not there at all. The error names the path and the reason.
Status writePng(const Figure& figure, const std::string& path);

}  // namespace interleave::ui
