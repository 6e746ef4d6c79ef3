// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/jobs_model.h"

#include "core/base/clock.h"
#include "ui/window/figures_text.h"

namespace interleave::ui {
namespace {

QString stateText(JobState state) {
  switch (state) {
    case JobState::Waiting:
      return "not begun";
    case JobState::Running:
      return "running";
    case JobState::Done:
      return "done";
    case JobState::Failed:
      break;
  }
  return "failed";
}

}  // namespace

void JobsModel::setSnapshot(SnapshotPtr snapshot) {
  const auto count = [](const SnapshotPtr& of) { return of ? of->jobs.size() : 0; };
  if (count(snapshot) != count(m_snapshot)) {
    beginResetModel();
    m_snapshot = std::move(snapshot);
    endResetModel();
    return;
  }
  m_snapshot = std::move(snapshot);
  if (rowCount() > 0) {
    emit dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
  }
}

int JobsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() || !m_snapshot ? 0 : static_cast<int>(m_snapshot->jobs.size());
}

int JobsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant JobsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) {
    return {};
  }
  if (role == Qt::TextAlignmentRole) {
    const bool is_words = index.column() == kState || index.column() == kError;
    return QVariant::fromValue((is_words ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  }
  if (role == Qt::DisplayRole || role == Qt::ToolTipRole) {
    return text(m_snapshot->jobs.at(JobId{static_cast<std::uint32_t>(index.row())}), index.row(), index.column());
  }
  return {};
}

QString JobsModel::text(const JobRecord& job, int row, int column) const {
  const QString nothing = QString::fromUtf16(kNothing);
  switch (column) {
    case kJob:
      return QString::number(row);
    case kState:
      return stateText(job.state);
    case kWorker:
      return job.begin_ns ? QString::number(number(job.worker)) : nothing;
    case kBegin:
      return job.begin_ns ? QString::number(seconds(*job.begin_ns), 'f', 6) + " s" : nothing;
    case kLength:
      return job.begin_ns ? lengthText(seconds(job.end_ns.value_or(m_snapshot->now_ns) - *job.begin_ns)) : nothing;
    case kTicks:
      return job.state == JobState::Done ? countText(job.ticks) : nothing;
    case kResult:
      return job.result ? QString::number(*job.result) : nothing;
    default:
      return QString::fromStdString(job.error);
  }
}

QVariant JobsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  static const char* const names[kColumns] = {"Job", "State", "Worker", "Begin", "Length", "Ticks", "Result", "Error"};
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) {
    return {};
  }
  if (role == Qt::TextAlignmentRole) {
    return data(index(0, section), role);
  }
  return role == Qt::DisplayRole ? QVariant(names[section]) : QVariant();
}

}  // namespace interleave::ui
