// SPDX-License-Identifier: GPL-3.0-or-later
// A QCustomPlot whose picture costs less to put together: the plot is painted on its own opaque ground and copied as it
// is, and of the layer "overlay" only the inked places are cleared and laid over it. (QCustomPlot by itself keeps two
// transparent pictures, clears both and blends both over a ground: at 1600x900 a quarter of a frame.)
//
// Threading: the GUI thread. Ownership: as QCustomPlot. What is on the layer "overlay" has to be an OverlayPart.
#pragma once

#include <qcustomplot.h>

namespace interleave::ui {

class LayeredPlot : public QCustomPlot {
  Q_OBJECT
 public:
  explicit LayeredPlot(QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QRegion inked() const;
};

}  // namespace interleave::ui
