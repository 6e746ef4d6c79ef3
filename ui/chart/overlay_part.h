// SPDX-License-Identifier: GPL-3.0-or-later
// What lies over the timeline and follows the mouse: a part of a plot's buffered layer "overlay", which is drawn anew
// without the rest. Threading: the GUI thread. Ownership: the QCustomPlot owns it.
#pragma once

#include <qcustomplot.h>

#include <QRegion>

namespace interleave::ui {

class OverlayPart : public QCPLayerable {
  Q_OBJECT
 public:
  /// REQUIRES: the plot has a buffered layer "overlay", as every QCustomPlot has.
  explicit OverlayPart(QCustomPlot* plot) : QCPLayerable(plot, QStringLiteral("overlay")) {}

  /// Where it would draw now, px of the plot; it draws nothing outside. Few rectangles: each is copied by itself.
  virtual QRegion inked() const = 0;

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(false); }
};

}  // namespace interleave::ui
