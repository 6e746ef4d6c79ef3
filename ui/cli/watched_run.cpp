// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/watched_run.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>

#include "core/base/clock.h"

namespace interleave::ui {
namespace {

std::atomic<bool> interrupted{false};  // lock-free, so a signal handler may set it

// While it lives, the first Ctrl+C (or SIGTERM, or a closed terminal) is noted; the next one ends the program as usual,
// and the runner with it.
class InterruptWatch {
 public:
  InterruptWatch() {
    interrupted = false;
    struct sigaction action {};
    action.sa_handler = [](int) { interrupted = true; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    for (std::size_t i = 0; i < std::size(kSignals); ++i) {
      sigaction(kSignals[i], &action, &m_before[i]);
    }
  }
  ~InterruptWatch() {
    for (std::size_t i = 0; i < std::size(kSignals); ++i) {
      sigaction(kSignals[i], &m_before[i], nullptr);
    }
  }
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

 private:
  static constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};
  struct sigaction m_before[std::size(kSignals)];
};

void showProgress(const std::string& label, const TraceSnapshot& snapshot) {
  constexpr int kWidth = 30;
  const std::size_t ended = snapshot.jobs.doneCount() + snapshot.jobs.failedCount();
  const std::size_t all = std::max<std::size_t>(1, snapshot.jobs.size());
  const auto filled = static_cast<int>(kWidth * ended / all);
  fmt::print(stderr, "\r{} [{:#<{}}{:.<{}}] {} of {} jobs, {:.1f} s ", label, "", filled, "", kWidth - filled, ended,
             all, seconds(snapshot.now_ns));
}

}  // namespace

Result<RunRecord> runWatched(const Experiment& experiment, const std::string& label, const SessionSettings& settings) {
  const InterruptWatch watch;
  auto session = RunSession::start(experiment, settings);
  if (!session) {
    return tl::unexpected(session.error());
  }
  const bool is_terminal = isatty(STDERR_FILENO) == 1;
  constexpr double kLook_s = 0.05;
  while (!(*session)->waitFor(kLook_s)) {
    if (interrupted) {
      (*session)->cancel();
    }
    if (is_terminal) {
      showProgress(label, *(*session)->snapshot());
    }
  }
  if (is_terminal) {
    fmt::print(stderr, "\r\033[K");
  }
  return (*session)->record();
}

}  // namespace interleave::ui
