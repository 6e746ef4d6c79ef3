// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/process_model.h"

#include <sys/stat.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <algorithm>
#include <string>

#include "core/sched/proc_reader.h"
#include "ui/window/figures_text.h"

namespace interleave::ui {
namespace {

QString commandOf(pid_t pid) {
  QFile file(QString("/proc/%1/cmdline").arg(pid));
  if (!file.open(QIODevice::ReadOnly)) {
    return {};
  }
  return QString::fromUtf8(file.read(4096).replace('\0', ' ')).simplified();
}

}  // namespace

std::vector<RunningProcess> ownProcesses() {
  std::vector<RunningProcess> found;
  for (const QString& name : QDir("/proc").entryList(QDir::Dirs)) {
    bool is_pid = false;
    const pid_t pid = name.toInt(&is_pid);
    struct stat owner {};
    if (!is_pid || pid == getpid() || ::stat(("/proc/" + std::to_string(pid)).c_str(), &owner) != 0 ||
        owner.st_uid != getuid()) {
      continue;
    }
    const auto stat = readThreadStat(pid, pid);
    QString command = commandOf(pid);
    if (stat && stat->state != 'Z' && !command.isEmpty()) {  // the kernel's own threads have no command
      found.push_back(
          {pid, QString::fromStdString(stat->name), std::move(command), static_cast<int>(threadsOf(pid).size())});
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.pid > b.pid; });
  return found;
}

void ProcessModel::setProcesses(std::vector<RunningProcess> processes) {
  beginResetModel();
  m_processes = std::move(processes);
  endResetModel();
}

int ProcessModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_processes.size());
}

int ProcessModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QVariant ProcessModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) {
    return {};
  }
  const RunningProcess& shown = process(index);
  if (role == Qt::TextAlignmentRole) {
    const bool is_number = index.column() == kPid || index.column() == kThreads;
    return static_cast<int>((is_number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  }
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) {
    return {};
  }
  switch (index.column()) {
    case kPid:
      return QString::number(shown.pid);
    case kName:
      return shown.name;
    case kThreads:
      return countText(static_cast<std::uint64_t>(shown.threads));
    default:
      return shown.command;
  }
}

QVariant ProcessModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section >= kColumns) {
    return {};
  }
  if (role == Qt::TextAlignmentRole) {
    return static_cast<int>((section == kPid || section == kThreads ? Qt::AlignRight : Qt::AlignLeft) |
                            Qt::AlignVCenter);
  }
  return role == Qt::DisplayRole ? QVariant(QStringList{"Number", "Name", "Threads", "Command"}[section]) : QVariant();
}

}  // namespace interleave::ui
