// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_shelf.h"

#include <algorithm>
#include <utility>

#include "ui/window/comparison.h"
#include "ui/window/figures_text.h"

namespace interleave::ui {
namespace {

QString endText(const ShelfRun& run) {
  if (run.is_live) {
    return "running";
  }
  return run.findings->ending == RunEnding::Finished ? QString() : run.findings->end_words;
}

}  // namespace

bool ShelfRun::hasFailed() const {
  return !is_live && findings && findings->ending == RunEnding::Failed;
}

bool ShelfRun::hasFinished() const {
  return !is_live && findings && findings->ending == RunEnding::Finished;
}

RunId RunShelf::add(RunSubject subject, std::shared_ptr<ProgramOutput> output) {
  if (m_runs.size() >= kMostRuns) {
    for (std::size_t at = m_runs.size(); at-- > 0;) {
      if (!m_runs[at].is_live && !isShown(m_runs[at].id)) {
        removeAt(at);
        break;
      }
    }
  }
  const RunId id{m_next++};
  beginInsertRows({}, 0, 0);
  m_runs.insert(m_runs.begin(), ShelfRun{id, std::move(subject), std::move(output), nullptr, true});
  endInsertRows();
  return id;
}

void RunShelf::setFindings(RunId id, FindingsPtr findings, Moment moment) {
  for (ShelfRun& run : m_runs) {
    if (run.id == id) {
      std::swap(run.findings, findings);
      run.is_live = moment == Moment::Live;
      changed(id);
    }
  }
  if (findings) {
    emit discarded(findings);
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
  const ShelfRun gone = std::move(m_runs[at]);
  std::erase(m_shown, gone.id);
  if (m_chosen == gone.id) {
    m_chosen = m_shown.empty() ? std::nullopt : std::optional(m_shown.front());
  }
  m_runs.erase(m_runs.begin() + row);
  endRemoveRows();
  emit discarded(gone.findings);
  if (gone.output) {
    emit discarded(gone.output);
  }
}

void RunShelf::setShown(std::vector<RunId> shown, std::optional<RunId> chosen) {
  std::swap(m_shown, shown);
  m_chosen = chosen;
  for (const std::vector<RunId>* runs : {&shown, &m_shown}) {
    for (const RunId id : *runs) {
      changed(id);
    }
  }
}

bool RunShelf::isShown(RunId id) const {
  return std::find(m_shown.begin(), m_shown.end(), id) != m_shown.end();
}

std::optional<RunId> RunShelf::partnerOf(RunId id) const {
  const ShelfRun* of = run(id);
  if (of == nullptr) {
    return std::nullopt;
  }
  // The newest come first, so those before it are those below it.
  const auto at = static_cast<std::size_t>(indexOf(id).row());
  for (const bool needs_same_work : {true, false}) {
    for (std::size_t step = 1; step < m_runs.size(); ++step) {
      const ShelfRun& other = m_runs[at + step < m_runs.size() ? at + step : m_runs.size() - 1 - step];
      if (!needs_same_work || isSameWork(of->subject, other.subject)) {
        return other.id;
      }
    }
  }
  return std::nullopt;
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

RunId RunShelf::idAt(const QModelIndex& index) {
  return RunId{index.data(IdRole).toInt()};
}

std::optional<double> RunShelf::speedUp(const ShelfRun& run) const {
  const Experiment* experiment = run.subject.experiment();
  if (experiment == nullptr || experiment->model == Model::Serial) {
    return std::nullopt;
  }
  for (const ShelfRun& other : m_runs) {
    const Experiment* serial = other.subject.experiment();
    if (serial != nullptr && other.hasFinished() && isSerialFormOf(*serial, *experiment)) {
      return interleave::speedUp(timeOf(run), timeOf(other));
    }
  }
  return std::nullopt;
}

Qt::ItemFlags RunShelf::flags(const QModelIndex& index) const {
  return QAbstractListModel::flags(index) | (index.isValid() ? Qt::ItemIsUserCheckable : Qt::NoItemFlags);
}

int RunShelf::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

QVariant RunShelf::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) {
    return {};
  }
  const ShelfRun& run = m_runs[static_cast<std::size_t>(index.row())];
  const QString elapsed = run.findings ? elapsedText(run.findings->figures.elapsed_ns) : QString();
  const QString end = endText(run);
  switch (role) {
    case Qt::DisplayRole:
      return run.subject.title();
    case Qt::ToolTipRole:
      return run.subject.settings();
    case Qt::AccessibleTextRole:
      return QStringList{run.subject.title(), run.subject.work(), elapsed, end}.join(", ");
    case IdRole:
      return static_cast<int>(run.id);
    case SettingsRole:
      return end.isEmpty() ? run.subject.work() : end + " · " + run.subject.work();
    case ElapsedRole:
      return elapsed;
    case Qt::CheckStateRole:
      return isShown(run.id) ? Qt::Checked : Qt::Unchecked;
    case ShownRole:
      return isShown(run.id);
    case ChosenRole:
      return m_chosen == run.id;
    case FailedRole:
      return run.hasFailed();
    default:
      return {};
  }
}

}  // namespace interleave::ui
