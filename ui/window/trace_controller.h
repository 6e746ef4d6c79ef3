// SPDX-License-Identifier: GPL-3.0-or-later
// From a trace file to a run on the shelf, and from a run to a trace file. Reading and writing go on in the background,
// one after the other. Threading: the GUI thread.
#pragma once

#include <QObject>
#include <QStringList>
#include <QTimer>
#include <memory>
#include <vector>

#include "core/base/result.h"
#include "ui/window/background_tasks.h"
#include "ui/window/run_shelf.h"

class QMimeData;

namespace interleave::ui {

class Banner;
class ShownRuns;
class TopBar;
class WindowActions;
class WindowSettings;

class TraceController : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    QWidget& window;
    const WindowActions& actions;
    WindowSettings& settings;
    RunShelf& shelf;
    ShownRuns& shown;
    Banner& banner;
    TopBar& bar;
    TaskStrip& strip;
  };

  /// REQUIRES: the parts outlive this.
  explicit TraceController(Parts parts);

  /// Each is shown once it is read; several opened at once are put beside each other.
  void open(const QStringList& paths);
  /// Files that are dragged over the window, as far as they are on this machine.
  static QStringList filesOf(const QMimeData& data);
  /// The run that is shown has changed: whether there is something to save.
  void shownChanged(const ShelfRun* run);

 signals:
  /// A trace has been read and is shown.
  void opened();

 private:
  void askToOpen();
  void askToSave();
  void save(const ShelfRun& run, const QString& path);
  void take(const QString& path, bool is_beside, Result<FindingsPtr> findings);
  void readOn(const QString& path, std::weak_ptr<const TraceSnapshot> wish);
  void lookForFaults();

  // A trace that is read as it is looked at.
  struct Watched {
    std::weak_ptr<const TraceFaults> faults;  // gone with the trace
    std::size_t told = 0;                     // so many were said
  };
  Parts m_parts;
  BackgroundTasks m_tasks;
  std::vector<Watched> m_watched;
  QTimer m_look;  // runs while there is one
};

}  // namespace interleave::ui
