// SPDX-License-Identifier: GPL-3.0-or-later
// Work on another thread that says how far it is and can be cancelled, one piece at a time, the others in a row after
// it; what it came to arrives on the GUI's thread. Shown in a TaskStrip. Threading: the GUI thread.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <stop_token>

namespace interleave::ui {

class TaskStrip;

class BackgroundTasks : public QObject {
  Q_OBJECT
 public:
  using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;
  /// Called on the GUI's thread in the end.
  using Finish = std::function<void()>;
  /// Called on another thread; never when it was cancelled before its turn came.
  using Work = std::function<Finish(std::stop_token stop, const Progress& progress)>;

  /// REQUIRES: the strip outlives this.
  explicit BackgroundTasks(TaskStrip& strip);
  /// Cancels all and waits.
  ~BackgroundTasks() override;

  void add(const QString& text, Work work);
  bool isBusy() const { return m_is_busy; }
  /// Ends the one that is under way and forgets the others.
  void cancel();

 private:
  struct Task {
    QString text;
    Work work;
  };
  void next();
  void look();

  TaskStrip& m_strip;
  QThreadPool m_pool;
  QTimer m_timer;
  std::deque<Task> m_waiting;
  std::stop_source m_stop;
  std::atomic<std::uint64_t> m_done{0};
  std::atomic<std::uint64_t> m_all{0};
  bool m_is_busy = false;
};

}  // namespace interleave::ui
