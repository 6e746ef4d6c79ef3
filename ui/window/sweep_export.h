// SPDX-License-Identifier: GPL-3.0-or-later
// Saves a sweep as a picture, CSV or JSON: asks where, writes off the GUI's thread, tells what became of it.
// Threading: the GUI thread.
#pragma once

#include <QObject>
#include <functional>

#include "core/analysis/scaling_plot.h"
#include "core/session/sweep.h"
#include "ui/window/sweep_results.h"
#include "ui/window/window_settings.h"

namespace interleave::ui {

class SweepExport : public QObject {
  Q_OBJECT
 public:
  /// REQUIRES: both outlive this.
  SweepExport(QWidget& window, WindowSettings& settings) : m_window(window), m_settings(settings) {}

  /// Asks for the file, then save()s. The sweep may change meanwhile: what is saved is what it was when asked.
  void ask(const Sweep& sweep, ScalingQuantity quantity, SweepResults::Export what);
  void save(const Sweep& sweep, ScalingQuantity quantity, SweepResults::Export what, const QString& path);

 signals:
  /// "Saved …", or why not.
  void told(const QString& text);

 private:
  void write(const QString& path, std::function<Status()> writing);

  QWidget& m_window;
  WindowSettings& m_settings;
};

}  // namespace interleave::ui
