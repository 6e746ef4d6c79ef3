// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/trace_controller.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QMimeData>
#include <QUrl>
#include <memory>

#include "core/trace_file/read_ahead.h"
#include "core/trace_file/trace_file.h"
#include "ui/window/banner.h"
#include "ui/window/picture_name.h"
#include "ui/window/shown_runs.h"
#include "ui/window/task_strip.h"
#include "ui/window/top_bar.h"
#include "ui/window/window_actions.h"
#include "ui/window/window_settings.h"

namespace interleave::ui {
namespace {

constexpr int kLook_ms = 500;
constexpr char kOpenFilter[] = "Traces (*.json *.json.gz *.iltrace *.gz *.trace);;All files (*)";
constexpr char kSaveFilters[] =
    "Chrome trace, packed (*.json.gz);;Chrome trace (*.json);;Interleave trace, for large runs (*.iltrace)";

QString nameOf(const QString& path) {
  return QFileInfo(path).fileName();
}

Result<FindingsPtr> read(const QString& path, std::stop_token stop, const BackgroundTasks::Progress& progress) {
  ImportOptions options;
  options.stop = std::move(stop);
  options.progress = progress;
  return readFileRecord(path.toStdString(), options).map([](FileRecord record) {
    return FindingsPtr(std::make_shared<const RunFindings>(findingsOf(std::move(record))));
  });
}

}  // namespace

TraceController::TraceController(Parts parts) : m_parts(parts), m_tasks(parts.strip) {
  connect(m_parts.actions.openTrace(), &QAction::triggered, this, &TraceController::askToOpen);
  connect(m_parts.actions.saveTrace(), &QAction::triggered, this, &TraceController::askToSave);
  m_look.setInterval(kLook_ms);
  connect(&m_look, &QTimer::timeout, this, &TraceController::lookForFaults);
}

// What can't be read of a file turns out when it is drawn or counted, on whatever thread.
void TraceController::lookForFaults() {
  std::erase_if(m_watched, [](const Watched& one) { return one.faults.expired(); });
  for (Watched& one : m_watched) {
    const auto faults = one.faults.lock();
    if (faults && faults->count() > one.told) {
      one.told = faults->count();
      m_parts.banner.showMessage(QString::fromStdString(faults->text()) + '.');
    }
  }
  if (m_watched.empty()) {
    m_look.stop();
  }
}

void TraceController::open(const QStringList& paths) {
  m_parts.banner.showMessage({});
  for (const QString& path : paths) {
    const bool is_beside = &path != &paths.front();
    m_tasks.add("Reading " + nameOf(path),
                [this, path, is_beside](std::stop_token stop, const BackgroundTasks::Progress& progress) {
                  auto findings = read(path, std::move(stop), progress);
                  return [this, path, is_beside, findings = std::move(findings)] { take(path, is_beside, findings); };
                });
  }
}

void TraceController::take(const QString& path, bool is_beside, Result<FindingsPtr> findings) {
  if (!findings) {
    if (findings.error().code == ErrorCode::Cancelled) {
      m_parts.bar.setStatus("reading cancelled");
    } else {
      m_parts.banner.showMessage(asSentence(QString::fromStdString(findings.error().message)));
    }
    return;
  }
  m_parts.settings.setTraceFolder(QFileInfo(path).absolutePath());
  const QString problem = (*findings)->problem;
  if (const SnapshotPtr& snapshot = (*findings)->snapshot; snapshot->faults) {
    m_watched.push_back({snapshot->faults, problem.isEmpty() ? 0 : snapshot->faults->count()});
    m_look.start();
    if (!(*findings)->figures.median_slice_ms) {  // nothing was counted yet
      readOn(path, snapshot);
    }
  }
  const RunId id = m_parts.shelf.add(RunSubject(OpenedFile{path, (*findings)->file->remark}));
  m_parts.shelf.setFindings(id, std::move(*findings), Moment::End);
  if (is_beside && m_parts.shelf.shown().size() < RunShelf::kMostCompared) {
    m_parts.shown.add(id);
  } else {
    m_parts.shown.showAlone(id);
  }
  m_parts.bar.setStatus(nameOf(path) + " opened");
  if (!problem.isEmpty()) {
    m_parts.banner.showMessage(problem);
  }
  emit opened();
}

// The first frames of a long trace are there at once; those after them needn't wait for the file.
void TraceController::readOn(const QString& path, std::weak_ptr<const TraceSnapshot> wish) {
  m_tasks.add("Reading " + nameOf(path), [wish](std::stop_token stop, const BackgroundTasks::Progress& progress) {
    if (const SnapshotPtr snapshot = wish.lock()) {  // not closed meanwhile
      readAhead(*snapshot, stop, progress);
    }
    return [] {};
  });
}

QStringList TraceController::filesOf(const QMimeData& data) {
  QStringList files;
  for (const QUrl& url : data.urls()) {
    if (url.isLocalFile()) {
      files << url.toLocalFile();
    }
  }
  return files;
}

void TraceController::shownChanged(const ShelfRun* run) {
  m_parts.actions.saveTrace()->setEnabled(run != nullptr && !run->is_live && run->findings &&
                                          !run->findings->snapshot->tracks.empty());
}

void TraceController::askToOpen() {
  auto* dialog = new QFileDialog(&m_parts.window, "Open traces", m_parts.settings.traceFolder(), kOpenFilter);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFiles);
  connect(dialog, &QFileDialog::filesSelected, this, &TraceController::open);
  dialog->open();
}

void TraceController::askToSave() {
  const ShelfRun* run = m_parts.shown.run();
  if (run == nullptr || !run->findings) {
    return;
  }
  auto* dialog = new QFileDialog(&m_parts.window, "Save trace", m_parts.settings.traceFolder(), kSaveFilters);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  const auto setEnding = [dialog](const QString& filter) {
    dialog->setDefaultSuffix(filter.contains("iltrace") ? "iltrace" : filter.contains("gz") ? "json.gz" : "json");
  };
  setEnding(dialog->selectedNameFilter());
  connect(dialog, &QFileDialog::filterSelected, dialog, setEnding);
  QString title = run->subject.pictureTitle();
  for (const char* ending : {".gz", ".json", ".iltrace"}) {
    title = title.endsWith(ending) ? title.chopped(qsizetype(qstrlen(ending))) : title;
  }
  const QString picture = pictureName(title);
  dialog->selectFile(picture.left(picture.lastIndexOf('.')) + ".json.gz");
  // What is saved is what was shown when it was asked for.
  connect(dialog, &QFileDialog::fileSelected, this, [this, kept = *run](const QString& path) { save(kept, path); });
  dialog->open();
}

void TraceController::save(const ShelfRun& run, const QString& path) {
  m_parts.settings.setTraceFolder(QFileInfo(path).absolutePath());
  m_tasks.add("Writing " + nameOf(path), [this, path, findings = run.findings, title = run.subject.title()](
                                             std::stop_token stop, const BackgroundTasks::Progress& progress) {
    ExportOptions options;
    options.stop = std::move(stop);
    options.progress = progress;
    options.counters = countersOf(findings->loads);
    options.process_name = title.toStdString();
    const Status status = writeTraceFile(*findings->snapshot, path.toStdString(), options);
    return [this, path, status] {
      if (status) {
        m_parts.bar.setStatus("saved " + QDir::toNativeSeparators(path));
      } else if (status.error().code == ErrorCode::Cancelled) {
        m_parts.bar.setStatus("writing cancelled");
      } else {
        m_parts.banner.showMessage(asSentence(QString::fromStdString(status.error().message)) +
                                   " Choose another folder.");
      }
    };
  });
}

}  // namespace interleave::ui
