// SPDX-License-Identifier: GPL-3.0-or-later
// What a person feels: the time from Run to the first mark on the screen, the time of a frame while a run is live, and
// the longest that any one event kept the window from answering.
//   bench_window [RUNS]      with QT_QPA_PLATFORM=offscreen where there is no display; prints JSON
#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <vector>

#include "core/base/log.h"
#include "core/session/machine_monitor.h"
#include "ui/chart/qt_log.h"
#include "ui/chart/timeline_layout.h"
#include "ui/chart/timeline_view.h"
#include "ui/window/main_window.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

// Times every event from the outside, as the person waiting for the next one does.
class TimedApplication : public QApplication {
 public:
  using QApplication::QApplication;

  bool notify(QObject* receiver, QEvent* event) override {
    if (m_depth++ > 0) {
      const bool handled = QApplication::notify(receiver, event);
      --m_depth;
      return handled;
    }
    QElapsedTimer timer;
    timer.start();
    const bool handled = QApplication::notify(receiver, event);
    events_ms.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    --m_depth;
    return handled;
  }

  std::vector<double> events_ms;

 private:
  int m_depth = 0;
};

bool hasRunningMark(TimelineView& timeline) {
  for (const auto& row : timeline.layoutNow().rows) {
    for (const auto& mark : row.marks) {
      if (mark.state == State::Running) {
        return true;
      }
    }
  }
  return false;
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) {
    return 0.0;
  }
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
}

struct Measured {
  std::vector<double> first_marks_ms;
  std::vector<double> frames_ms;
};

// A window of its own for each run, so that the marks seen are that run's.
bool measureRun(TimedApplication& application, MachineMonitor& monitor, Measured& measured) {
  const QTemporaryDir folder;
  MainWindow window(monitor, folder.filePath("settings.ini"));
  window.resize(1600, 900);
  window.show();
  auto* timeline = window.findChild<TimelineView*>("timeline");
  const QList<QAction*> actions = window.findChildren<QAction*>();
  const auto start =
      std::find_if(actions.begin(), actions.end(), [](QAction* action) { return action->text().remove('&') == "Run"; });
  if (timeline == nullptr || start == actions.end()) {
    std::fprintf(stderr, "bench_window: the window has no timeline or no Run\n");
    return false;
  }
  for (int i = 0; i < 30; ++i) {
    QApplication::processEvents(QEventLoop::AllEvents, 10);
  }
  application.events_ms.clear();
  QElapsedTimer since_run;
  since_run.start();
  (*start)->trigger();
  bool is_seen = false;
  while (!(*start)->isEnabled() || !is_seen) {  // the run is over when Run can be pressed again
    QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    if (!is_seen && hasRunningMark(*timeline)) {
      timeline->repaint();
      measured.first_marks_ms.push_back(static_cast<double>(since_run.nsecsElapsed()) / 1e6);
      is_seen = true;
    }
    if (is_seen) {
      measured.frames_ms.push_back(timeline->lastFrame_ms());
    }
    if (since_run.elapsed() > 60'000) {
      std::fprintf(stderr, "bench_window: the run does not end\n");
      return false;
    }
  }
  return true;
}

int run(int argc, char** argv) {
  TimedApplication application(argc, argv);
  dressApplication(application);
  MachineMonitor monitor;
  const int runs = argc > 1 ? std::atoi(argv[1]) : 20;
  Measured measured;
  std::vector<double> events_ms;
  for (int i = 0; i < runs; ++i) {
    if (!measureRun(application, monitor, measured)) {
      return 1;
    }
    events_ms.insert(events_ms.end(), application.events_ms.begin(), application.events_ms.end());
  }
  const auto summary = [](const std::vector<double>& values) {
    return nlohmann::json{
        {"median", quantile(values, 0.5)}, {"p99", quantile(values, 0.99)}, {"max", quantile(values, 1.0)}};
  };
  const auto slow = std::count_if(events_ms.begin(), events_ms.end(), [](double ms) { return ms > 16.0; });
  const nlohmann::json result{{"runs", runs},
                              {"run_to_first_mark_ms", summary(measured.first_marks_ms)},
                              {"frame_ms", summary(measured.frames_ms)},
                              {"event_ms", summary(events_ms)},
                              {"events", events_ms.size()},
                              {"events_over_16_ms", slow}};
  std::printf("%s\n", result.dump(2).c_str());
  return 0;
}

}  // namespace
}  // namespace interleave::ui

int main(int argc, char** argv) {
  interleave::setUpLog("bench_window");
  interleave::ui::sendQtMessagesToLog();
  return interleave::ui::run(argc, argv);
}
