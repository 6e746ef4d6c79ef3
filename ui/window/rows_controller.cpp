// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/rows_controller.h"

#include <QAction>

#include "ui/chart/timeline_view.h"
#include "ui/window/window_actions.h"
#include "ui/window/window_settings.h"

namespace interleave::ui {

RowsAvailable rowsAvailable(const TraceSnapshot* snapshot, Rows rows) {
  if (snapshot == nullptr || (snapshot->is_live && snapshot->tracks.empty())) {
    return {};  // not known yet
  }
  if (rows == Rows::Core && snapshot->cores.empty()) {
    return {false, "There is no kernel's view of this run, which alone knows what ran on each core"};
  }
  if (rows == Rows::Job && snapshot->is_watched) {
    return {false, "A watched program has threads and processes, but no jobs that are known here"};
  }
  if (rows == Rows::Job && snapshot->names) {
    return {false, "In a trace from a file a job is everything of one name, on any thread: it has no row of its own"};
  }
  return {};
}

RowsAvailable rowsAvailable(std::span<const SnapshotPtr> snapshots, Rows rows) {
  RowsAvailable found;
  for (const SnapshotPtr& snapshot : snapshots) {
    found = rowsAvailable(snapshot.get(), rows);
    if (found.is_available) {
      break;
    }
  }
  return found;
}

RowsController::RowsController(Parts parts) : m_parts(parts) {
  const auto& actions = m_parts.actions.rows();
  for (std::size_t i = 0; i < actions.size(); ++i) {
    m_tips[i] = actions[i]->toolTip();
    connect(actions[i], &QAction::triggered, this, [this, i] {
      m_parts.settings.setRows(static_cast<Rows>(i));
      apply();
    });
  }
  connect(m_parts.actions.showConnectors(), &QAction::toggled, this, [this](bool are_shown) {
    m_parts.settings.setConnectorsShown(are_shown);
    m_parts.timeline.setConnectorsShown(are_shown);
  });
  connect(m_parts.actions.showGilPoints(), &QAction::toggled, this, [this](bool are_shown) {
    m_parts.settings.setGilPointsShown(are_shown);
    m_parts.timeline.setGilPointsShown(are_shown);
  });
}

void RowsController::setShown(const std::vector<SnapshotPtr>& snapshots) {
  const auto& actions = m_parts.actions.rows();
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const RowsAvailable available = rowsAvailable(snapshots, static_cast<Rows>(i));
    m_available[i] = available.is_available;
    actions[i]->setEnabled(available.is_available);
    actions[i]->setToolTip(available.is_available ? m_tips[i] : available.why_not);
  }
  apply();
}

void RowsController::restore() {
  m_parts.actions.showConnectors()->setChecked(m_parts.settings.areConnectorsShown());
  m_parts.timeline.setConnectorsShown(m_parts.settings.areConnectorsShown());
  m_parts.actions.showGilPoints()->setChecked(m_parts.settings.areGilPointsShown());
  m_parts.timeline.setGilPointsShown(m_parts.settings.areGilPointsShown());
  apply();
}

Rows RowsController::rows() const {
  const Rows wished = m_parts.settings.rows();
  return m_available[static_cast<std::size_t>(wished)] ? wished : Rows::Worker;
}

void RowsController::apply() {
  m_parts.actions.rows()[static_cast<std::size_t>(rows())]->setChecked(true);
  m_parts.timeline.setRows(rows());
}

}  // namespace interleave::ui
