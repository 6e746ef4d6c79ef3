// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/watch_session.h"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
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
#include "core/base/log.h"
#include "core/session/watched_process.h"

namespace interleave {
namespace {

// Making a snapshot costs about a microsecond a track; with thousands of tracks it is made less often than records are
// read, so that it takes at most 5 % of the time.
constexpr std::int64_t kPublishToCost = 20;

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
    finish();
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
    std::string refusal;
    auto observer = observeKernel(pid, m_process ? Observed::BeforeItBegins : Observed::WhileItRuns, refusal);
    if (!observer) {
      return fail(observer.error().code, fmt::format("can't watch process {}: {}", pid, observer.error().message));
    }
    m_observer = std::move(*observer);
    m_epoch_ns = monotonicNow_ns();
    m_cpu_before_ns = ownCpu_ns();
    m_result.refusal = refusal;
    if (!refusal.empty()) {
      m_result.notes.push_back(fmt::format("{}; /proc is looked at instead", refusal));
    }
    m_builder.emplace(m_store, m_settings.most_tracks, coresConfigured(), m_epoch_ns);
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
    } else if (m_settings.timeout_s && now_ns - m_epoch_ns > static_cast<std::int64_t>(*m_settings.timeout_s * 1e9)) {
      m_result.end = WatchEnd::TimedOut;
    } else {
      return false;
    }
    return true;
  }

  void waitForNews() {
    std::int64_t pause_ns = m_observer ? m_observer->pause_ns() : 10 * kNsPerMs;
    if (m_settings.timeout_s) {
      const auto left = static_cast<std::int64_t>(*m_settings.timeout_s * 1e9) - (monotonicNow_ns() - m_epoch_ns);
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
    if (!m_observer) {
      return;
    }
    m_batch.clear();
    m_observer->drain(m_batch);
    take();
    const std::int64_t now_ns = monotonicNow_ns();
    if (now_ns >= m_publish_at_ns) {
      publish(m_observer->knownUntil_ns(), true);
      tellSoFar();
      const std::int64_t cost_ns = monotonicNow_ns() - now_ns;
      m_publish_at_ns = now_ns + cost_ns * kPublishToCost;
    }
  }

  void take() {
    for (const SwitchRecord& record : m_batch) {
      m_builder->add(record);
    }
    if (m_observer) {
      m_result.resolution_ns = std::max(m_result.resolution_ns, m_observer->resolution_ns());
    }
  }

  void publish(std::int64_t known_until_ns, bool is_live) {
    if (is_live) {
      m_builder->refresh(known_until_ns);
    }
    const std::int64_t now_ns = std::max<std::int64_t>(0, known_until_ns - m_epoch_ns);
    m_store.publish(now_ns, is_live);
  }

  void tellSoFar() {
    m_result.view = m_observer->view();
    m_result.records = m_builder->records();
    m_result.lost_records = m_observer->lost();
    m_result.threads = m_builder->threadCount();
    m_result.untracked = m_builder->untracked();
    m_result.elapsed_ns = m_store.snapshot()->now_ns;
    noteOwnCpu();
    const std::lock_guard lock(m_mutex);
    m_so_far = m_result;
  }

  void finish() {
    // What ends because we end it belongs to the trace, too.
    const auto is_known = [this](pid_t pid) { return m_builder->isAlive(pid); };
    drain();
    if (m_process) {
      const bool by_us = m_result.end != WatchEnd::Exited;
      bool has_ended = true;
      if (by_us) {
        m_process->signal(SIGSTOP);  // it starts no more
        m_process->endDescendants(WatchedProcess::Ending::AtOnce, is_known);
        has_ended = m_process->signal(SIGKILL);
      }
      if (by_us && has_ended) {
        m_process->waitUntilEnded();
      }
      finishRecords();  // whom it left behind is ended after that
      const auto how = by_us ? WatchedProcess::Ending::AtOnce : WatchedProcess::Ending::Asked;
      if (has_ended) {
        describe(m_process->collect());
      }
      const std::size_t left = m_process->endDescendants(how, is_known);
      m_result.ended_descendants = by_us ? 0 : left;
      if (!has_ended) {
        m_process->leave();
        m_result.message = "was to be stopped, but belongs to another user by now and goes on";
      }
      if (const std::size_t out = m_process->outOfReach(); out > 0) {
        m_result.notes.push_back(fmt::format("what it started and belongs to another user goes on: {} process{}", out,
                                             out == 1 ? "" : "es"));
      }
    } else {
      finishRecords();
      m_result.message = m_result.end == WatchEnd::Gone ? "ended" : "goes on";
    }
    m_builder->close(m_epoch_ns + m_result.elapsed_ns);
    publish(m_epoch_ns + m_result.elapsed_ns, false);
    m_result.records = m_builder->records();
    m_result.threads = m_builder->threadCount();
    m_result.untracked = m_builder->untracked();
    m_process.reset();
  }

  void noteOwnCpu() {
    const std::int64_t passed_ns = std::max<std::int64_t>(1, monotonicNow_ns() - m_epoch_ns);
    m_result.host_cpu_ratio = static_cast<double>(ownCpu_ns() - m_cpu_before_ns) / static_cast<double>(passed_ns);
  }

  void finishRecords() {
    noteOwnCpu();
    if (!m_observer) {
      m_result.elapsed_ns = monotonicNow_ns() - m_epoch_ns;
      return;
    }
    m_batch.clear();
    m_observer->finish(m_batch);
    take();
    m_result.elapsed_ns = monotonicNow_ns() - m_epoch_ns;
    m_result.view = m_observer->view();
    m_result.lost_records = m_observer->lost();
    m_result.unseen = m_observer->unseen();
    if (const std::uint64_t unseen = m_result.unseen; unseen > 0) {
      m_result.notes.push_back(fmt::format(
          "{} process{} became another user's or can't be read: what followed is not shown; as root, or with "
          "INTERLEAVE_KERNEL_VIEW=proc, more is",
          unseen, unseen == 1 ? "" : "es"));
    }
  }

  void describe(const ProcessEnd& end) {
    m_result.cpu_s = end.cpu_s;
    if (m_result.end == WatchEnd::TimedOut) {
      m_result.message = fmt::format("was ended after its time limit of {:g} s", *m_settings.timeout_s);
    } else if (m_result.end == WatchEnd::Cancelled) {
      m_result.message = "was stopped";
    } else {
      m_result.message = end.describe();
      m_result.status = end.status;
      if (WIFSIGNALED(end.status)) {
        m_result.end = WatchEnd::Killed;
        m_result.status = WTERMSIG(end.status);
      } else {
        m_result.status = WEXITSTATUS(end.status);
      }
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
  std::unique_ptr<KernelObserver> m_observer;
  std::optional<KernelTraceBuilder> m_builder;
  std::vector<SwitchRecord> m_batch;
  std::int64_t m_epoch_ns = 0;
  std::int64_t m_cpu_before_ns = 0;
  std::int64_t m_publish_at_ns = 0;
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
