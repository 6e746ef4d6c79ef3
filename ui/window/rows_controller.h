// SPDX-License-Identifier: GPL-3.0-or-later
// How the timeline's rows are chosen: what is wished is remembered, and what the shown run does not have is shown by
// worker until another run has it again. Hand-overs likewise. Threading: the GUI thread.
#pragma once

#include <QObject>
#include <array>
#include <span>
#include <vector>

#include "ui/chart/chart_input.h"

namespace interleave::ui {

class TimelineView;
class WindowActions;
class WindowSettings;

/// Whether a run has such rows. `why_not` is for a person.
struct RowsAvailable {
  bool is_available = true;
  QString why_not;
};
RowsAvailable rowsAvailable(const TraceSnapshot* snapshot, Rows rows);
/// Whether any of them has.
RowsAvailable rowsAvailable(std::span<const SnapshotPtr> snapshots, Rows rows);

class RowsController : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    const WindowActions& actions;
    TimelineView& timeline;
    WindowSettings& settings;
  };

  /// REQUIRES: the parts outlive this.
  explicit RowsController(Parts parts);
  /// Of the runs that are shown. Rows that any of them has can be chosen.
  void setShown(const std::vector<SnapshotPtr>& snapshots);
  /// As they are remembered.
  void restore();
  /// What is drawn.
  Rows rows() const;

 private:
  void apply();

  Parts m_parts;
  std::array<bool, 3> m_available{true, true, true};
  std::array<QString, 3> m_tips;
};

}  // namespace interleave::ui
