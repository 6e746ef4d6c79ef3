// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_shelf.h"

#include <algorithm>

#include "core/experiment/catalogue.h"
#include "core/base/number_text.h"
#include "ui/window/figures_text.h"

namespace interleave::ui {
namespace {

bool isSameWork(const Experiment& a, const Experiment& b) {
  return a.workload == b.workload && a.parameters == b.parameters && a.jobs == b.jobs && a.runtime == b.runtime;
}

/// "live-tracker · n 10,000,000 · 4 jobs": what the title leaves out, most telling first.
QString workText(const Experiment& experiment) {
  QString text = QString::fromStdString(experiment.workload);
  if (const auto info = workloadNamed(experiment.workload); info && !(*info)->parameters.empty()) {
    const std::string& key = (*info)->parameters.front().key;
    if (const auto found = experiment.parameters.find(key); found != experiment.parameters.end()) {
      const auto* whole = std::get_if<std::int64_t>(&found->second);
      const std::string value = whole != nullptr ? groupedDigits(*whole) : toText(found->second);
      text += QString(" · %1 %2").arg(QString::fromStdString(key), QString::fromStdString(value));
    }
  }
  return text + QString(" · %1 job%2").arg(experiment.jobs).arg(experiment.jobs == 1 ? "" : "s");
}

QString endText(const ShelfRun& run) {
  if (run.is_live) {
    return "running";
  }
  const OutcomeKind kind = run.record->outcome.kind;
  return kind == OutcomeKind::Finished ? QString() : outcomeText(kind);
}

}  // namespace

bool ShelfRun::hasFailed() const {
  return !is_live && record && record->outcome.kind != OutcomeKind::Finished &&
         record->outcome.kind != OutcomeKind::Cancelled;
}

RunId RunShelf::add(const Experiment& experiment) {
  if (m_runs.size() >= kMostRuns) {
    for (std::size_t at = m_runs.size(); at-- > 0;) {
      if (!m_runs[at].is_live && m_runs[at].id != m_shown) {
        removeAt(at);
        break;
      }
    }
  }
  const RunId id{m_next++};
  beginInsertRows({}, 0, 0);
  m_runs.insert(m_runs.begin(), ShelfRun{id, experiment, nullptr, true});
  endInsertRows();
  return id;
}

void RunShelf::setRecord(RunId id, RecordPtr record, bool is_live) {
  for (ShelfRun& run : m_runs) {
    if (run.id == id) {
      std::swap(run.record, record);
      run.is_live = is_live;
      changed(id);
    }
  }
  if (record) {
    emit discarded(record);
  }
}

void RunShelf::remove(RunId id) {
  const QModelIndex index = indexOf(id);
  if (index.isValid() && !m_runs[static_cast<std::size_t>(index.row())].is_live) {
    removeAt(static_cast<std::size_t>(index.row()));
  }
}

void RunShelf::removeAt(std::size_t at) {
  const int row = static_cast<int>(at);
  beginRemoveRows({}, row, row);
  const RecordPtr record = m_runs[at].record;
  if (m_shown == m_runs[at].id) {
    m_shown.reset();
  }
  m_runs.erase(m_runs.begin() + row);
  endRemoveRows();
  emit discarded(record);
}

void RunShelf::setShown(std::optional<RunId> id) {
  const auto before = std::exchange(m_shown, id);
  for (const auto& which : {before, id}) {
    if (which) {
      changed(*which);
    }
  }
}

void RunShelf::changed(RunId id) {
  const QModelIndex index = indexOf(id);
  emit dataChanged(index, index);
}

const ShelfRun* RunShelf::run(RunId id) const {
  const QModelIndex index = indexOf(id);
  return index.isValid() ? &m_runs[static_cast<std::size_t>(index.row())] : nullptr;
}

std::optional<RunId> RunShelf::newest() const {
  return m_runs.empty() ? std::nullopt : std::optional(m_runs.front().id);
}

QModelIndex RunShelf::indexOf(RunId id) const {
  const auto found = std::find_if(m_runs.begin(), m_runs.end(), [id](const ShelfRun& run) { return run.id == id; });
  return found == m_runs.end() ? QModelIndex() : createIndex(static_cast<int>(found - m_runs.begin()), 0);
}

RunId RunShelf::idAt(const QModelIndex& index) { return RunId{index.data(IdRole).toInt()}; }

std::optional<double> RunShelf::speedUp(const ShelfRun& run) const {
  if (run.is_live || !run.record || run.record->outcome.kind != OutcomeKind::Finished ||
      run.experiment.model == Model::Serial || run.record->figures.elapsed_ns <= 0) {
    return std::nullopt;
  }
  for (const ShelfRun& other : m_runs) {
    if (other.experiment.model == Model::Serial && !other.is_live && other.record &&
        other.record->outcome.kind == OutcomeKind::Finished && isSameWork(run.experiment, other.experiment)) {
      return static_cast<double>(other.record->figures.elapsed_ns) / static_cast<double>(run.record->figures.elapsed_ns);
    }
  }
  return std::nullopt;
}

int RunShelf::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_runs.size()); }

QVariant RunShelf::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) {
    return {};
  }
  const ShelfRun& run = m_runs[static_cast<std::size_t>(index.row())];
  const QString elapsed = run.record ? elapsedText(run.record->figures.elapsed_ns) : QString();
  const QString end = endText(run);
  switch (role) {
    case Qt::DisplayRole:
      return QString::fromStdString(title(run.experiment));
    case Qt::ToolTipRole:
      return QString::fromStdString(describe(run.experiment));
    case Qt::AccessibleTextRole:
      return QStringList{QString::fromStdString(title(run.experiment)), workText(run.experiment), elapsed, end}.join(", ");
    case IdRole:
      return static_cast<int>(run.id);
    case SettingsRole:
      return end.isEmpty() ? workText(run.experiment) : end + " · " + workText(run.experiment);
    case ElapsedRole:
      return elapsed;
    case ShownRole:
      return m_shown == run.id;
    case FailedRole:
      return run.hasFailed();
    default:
      return {};
  }
}

}  // namespace interleave::ui
