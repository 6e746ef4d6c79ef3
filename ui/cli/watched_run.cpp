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

constexpr std::array<int, 3> kSignals{SIGINT, SIGTERM, SIGHUP};
bool is_watching = false;

void showProgress(const std::string& label, const TraceSnapshot& snapshot) {
  constexpr int kWidth = 30;
  const std::size_t ended = snapshot.jobs.doneCount() + snapshot.jobs.failedCount();
  const std::size_t all = std::max<std::size_t>(1, snapshot.jobs.size());
  const auto filled = static_cast<int>(kWidth * ended / all);
  fmt::print(stderr, "\r{} [{:#<{}}{:.<{}}] {} of {} jobs, {:.1f} s ", label, "", filled, "", kWidth - filled, ended,
             all, seconds(snapshot.now_ns));
}

}  // namespace

InterruptWatch::InterruptWatch() : m_is_outermost(!is_watching) {
  if (!m_is_outermost) {
    return;
  }
  is_watching = true;
  interrupted = false;
  struct sigaction action {};
  action.sa_handler = [](int) { interrupted = true; };
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals[i], &action, &m_before[i]);
  }
}

InterruptWatch::~InterruptWatch() {
  if (!m_is_outermost) {
    return;
  }
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals[i], &m_before[i], nullptr);
  }
  is_watching = false;
}

bool InterruptWatch::isInterrupted() {
  return interrupted;
}

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
