// SPDX-License-Identifier: GPL-3.0-or-later
// The sweep's place beside the timeline: what to sweep, how far it is, the plot, the table. Threading: the GUI thread.
#pragma once

#include <QWidget>

#include "core/session/sweep.h"
#include "ui/chart/scaling_view.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace interleave::ui {

class ElidedLabel;
class SweepForm;
class SweepModel;

class SweepPage : public QWidget {
  Q_OBJECT
 public:
  explicit SweepPage(QWidget* parent = nullptr);

  SweepForm& form() const { return *m_form; }
  ScalingQuantity quantity() const;
  void setTheme(const Theme& theme);
  /// Another sweep, or none. REQUIRES: as SweepModel::setSweep().
  void setSweep(const Sweep* sweep);
  /// Of the sweep that is shown: a point's line, and the plot.
  void pointChanged(const SweepStep& step);
  void refresh();
  /// `done` of `all` runs; the bar shows while `all` is not 0.
  void setProgress(std::size_t done, std::size_t all);
  enum class Tone { Quiet, Problem };
  void say(const QString& text, Tone tone = Tone::Quiet);
  QString said() const;
  /// The selected lines, or all, as text with tabs, to the clipboard.
  void copyTable() const;

 signals:
  /// A point's run is to be shown.
  void runWanted(std::size_t series, std::size_t point);

 private:
  QWidget* lines();
  void showPointed(std::optional<ScalingPlace> place);
  void showQuantity();

  const Sweep* m_sweep = nullptr;
  SweepForm* m_form = nullptr;
  ScalingView* m_plot = nullptr;
  SweepModel* m_model = nullptr;
  QSortFilterProxyModel* m_sorted = nullptr;
  QTableView* m_table = nullptr;
  QProgressBar* m_progress = nullptr;
  ElidedLabel* m_message = nullptr;
  ElidedLabel* m_pointed = nullptr;
  QPushButton* m_speed_up = nullptr;
  QPushButton* m_elapsed = nullptr;
};

}  // namespace interleave::ui
