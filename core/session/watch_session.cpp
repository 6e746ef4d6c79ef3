// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/watch_session.h"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "core/base/clock.h"
#include "core/session/watch_collector.h"
#include "core/session/watch_ending.h"
#include "core/session/watched_process.h"
#include "core/trace/trace_store.h"

namespace interleave {
namespace {

std::size_t coresConfigured() {
  return static_cast<std::size_t>(std::max(1L, sysconf(_SC_NPROCESSORS_CONF)));
}

Status checkAttachable(pid_t pid) {
  if (pid <= 0) {
    return fail(ErrorCode::InvalidArgument,
                fmt::format("can't watch process {}: process numbers are 1 and larger", pid));
  }
  if (pid == getpid()) {
    return fail(ErrorCode::InvalidArgument,
                "can't watch process " + std::to_string(pid) + ": that is this program itself");
  }
  if (::kill(pid, 0) != 0) {
    return fail(errno == ESRCH ? ErrorCode::NotFound : ErrorCode::Unavailable,
                fmt::format("can't watch process {}: {}", pid,
                            errno == ESRCH ? "there is none with this number" : "it belongs to another user"));
  }
  return {};
}

}  // namespace

class WatchSession::Loop {
 public:
  explicit Loop(WatchSettings settings)
      : m_settings(std::move(settings)),
        m_store(m_settings.most_tracks, 0, coresConfigured()),
        m_wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
        m_thread([this] { run(); }) {}
  ~Loop() {
    cancel();
    m_thread.join();
  }

  Status waitForStart() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_started.has_value(); });
    return *m_started;
  }
  SnapshotPtr snapshot() const { return m_store.snapshot(); }
  WatchOutcome soFar() const {
    const std::lock_guard lock(m_mutex);
    return m_so_far;
  }
  void signal(int number) {
    m_signal = number;
    wake();
  }
  void cancel() {
    m_cancel_asked = true;
    wake();
  }
  bool waitFor(double timeout_s) {
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::duration<double>(timeout_s), [this] { return m_outcome.has_value(); });
  }
  const WatchOutcome& wait() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_outcome.has_value(); });
    return *m_outcome;  // never changed again
  }

 private:
  void wake() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(m_wake.get(), &one, sizeof one);
  }

  void run() {
    const Status begun = begin();
    {
      const std::lock_guard lock(m_mutex);
      m_started = begun;
    }
    m_changed.notify_all();
    if (!begun) {
      m_process.reset();  // by this thread: it is the child's parent
      return;
    }
    while (!isOver()) {
      waitForNews();
      drain();
    }
    drain();
    endWatch(m_process ? &*m_process : nullptr, *m_collector, m_settings.timeout_s, m_result);
    m_process.reset();
    {
      const std::lock_guard lock(m_mutex);
      m_outcome = m_result;
    }
    m_changed.notify_all();
  }

  Status begin() {
    m_store.keepLast(m_settings.keep_ns);
    pid_t pid = m_settings.pid.value_or(0);
    if (m_settings.pid) {
      if (const Status attachable = checkAttachable(pid); !attachable) {
        return attachable;
      }
    } else {
      auto process = WatchedProcess::hold(m_settings.command, {m_settings.folder, m_settings.output});
      if (!process) {
        return tl::unexpected(process.error());
      }
      m_process.emplace(std::move(*process));
      pid = m_process->pid();
    }
    // A descriptor of the process says when it ends, whoever's child it is.
    m_watched = UniqueFd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
    auto collector = WatchCollector::start(m_store, m_settings.most_tracks, pid,
                                           m_process ? Observed::BeforeItBegins : Observed::WhileItRuns);
    if (!collector) {
      return tl::unexpected(collector.error());
    }
    m_collector = std::move(*collector);
    m_result.refusal = m_collector->refusal();
    if (!m_result.refusal.empty()) {
      m_result.notes.push_back(fmt::format("{}; /proc is looked at instead", m_result.refusal));
    }
    return m_process ? m_process->release() : Status();
  }

  // Also notes why.
  bool isOver() {
    const std::int64_t now_ns = monotonicNow_ns();
    if (const int number = m_signal.exchange(0); number != 0 && m_process) {
      m_process->signal(number);
    }
    pollfd watched{m_watched.get(), POLLIN, 0};
    const bool has_ended = m_process ? m_process->hasEnded() : ::poll(&watched, 1, 0) > 0;
    if (has_ended) {
      m_result.end = m_process ? WatchEnd::Exited : WatchEnd::Gone;
    } else if (m_cancel_asked) {
      m_result.end = WatchEnd::Cancelled;
    } else if (m_settings.timeout_s &&
               now_ns - m_collector->epoch_ns() > static_cast<std::int64_t>(*m_settings.timeout_s * 1e9)) {
      m_result.end = WatchEnd::TimedOut;
    } else {
      return false;
    }
    return true;
  }

  void waitForNews() {
    std::int64_t pause_ns = m_collector->pause_ns();
    if (m_settings.timeout_s) {
      const auto left =
          static_cast<std::int64_t>(*m_settings.timeout_s * 1e9) - (monotonicNow_ns() - m_collector->epoch_ns());
      pause_ns = std::clamp<std::int64_t>(left, kNsPerMs, pause_ns);
    }
    pollfd sources[2] = {{m_watched.get(), POLLIN, 0}, {m_wake.get(), POLLIN, 0}};
    const timespec pause{pause_ns / kNsPerSecond, pause_ns % kNsPerSecond};
    ::ppoll(sources, 2, &pause, nullptr);
    if ((sources[1].revents & POLLIN) != 0) {
      std::uint64_t count = 0;
      [[maybe_unused]] const ssize_t got = read(m_wake.get(), &count, sizeof count);
    }
  }

  void drain() {
    if (m_collector->drain()) {
      m_collector->account(m_result);
      const std::lock_guard lock(m_mutex);
      m_so_far = m_result;
    }
  }

  const WatchSettings m_settings;
  TraceStore m_store;  // snapshot() from any thread
  UniqueFd m_wake;     // an eventfd; written from any thread
  std::atomic<bool> m_cancel_asked{false};
  std::atomic<int> m_signal{0};

  // Below: the loop's own thread.
  std::optional<WatchedProcess> m_process;  // none when attached
  UniqueFd m_watched;                       // a pidfd
  std::unique_ptr<WatchCollector> m_collector;
  WatchOutcome m_result;

  mutable std::mutex m_mutex;  // guards what is below
  std::condition_variable m_changed;
  WatchOutcome m_so_far;
  std::optional<Status> m_started;
  std::optional<WatchOutcome> m_outcome;

  std::thread m_thread;  // last: everything above is there when it starts
};

Result<std::unique_ptr<WatchSession>> WatchSession::start(WatchSettings settings) {
  auto loop = std::make_unique<Loop>(std::move(settings));
  if (const Status started = loop->waitForStart(); !started) {
    return tl::unexpected(started.error());
  }
  return std::unique_ptr<WatchSession>(new WatchSession(std::move(loop)));
}

WatchSession::WatchSession(std::unique_ptr<Loop> loop) : m_loop(std::move(loop)) {}
WatchSession::~WatchSession() = default;
SnapshotPtr WatchSession::snapshot() const {
  return m_loop->snapshot();
}
WatchOutcome WatchSession::soFar() const {
  return m_loop->soFar();
}
void WatchSession::signal(int number) {
  m_loop->signal(number);
}
void WatchSession::cancel() {
  m_loop->cancel();
}
bool WatchSession::waitFor(double timeout_s) {
  return m_loop->waitFor(timeout_s);
}
const WatchOutcome& WatchSession::wait() {
  return m_loop->wait();
}

}  // namespace interleave
