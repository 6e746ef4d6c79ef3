// SPDX-License-Identifier: GPL-3.0-or-later
// The processes of the person who uses this window, for one to be chosen: the newest first.
#pragma once

#include <sys/types.h>

#include <QAbstractTableModel>
#include <vector>

namespace interleave::ui {

struct RunningProcess {
  pid_t pid = 0;
  QString name;
  QString command;  // as it was started; empty where that can't be read
  int threads = 0;
};

/// Looks through /proc: any thread, some milliseconds. Leaves out this program.
std::vector<RunningProcess> ownProcesses();

class ProcessModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { kPid, kName, kThreads, kCommand, kColumns };

  using QAbstractTableModel::QAbstractTableModel;
  void setProcesses(std::vector<RunningProcess> processes);
  /// REQUIRES: a valid index.
  const RunningProcess& process(const QModelIndex& index) const {
    return m_processes[static_cast<std::size_t>(index.row())];
  }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<RunningProcess> m_processes;
};

}  // namespace interleave::ui
