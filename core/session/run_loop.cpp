// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run_loop.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <thread>
#include <utility>
#include <variant>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/experiment/catalogue.h"

namespace interleave {
namespace {

constexpr std::int64_t kHelloWithin_ns = 10 * kNsPerSecond;
// Workers notice a stop at their next tick; who has not ended by then is killed.
constexpr std::int64_t kGrace_ns = 200 * kNsPerMs;
constexpr int kEnding_ms = 1000;
constexpr std::int64_t kAccountEvery_ns = 250 * kNsPerMs;

std::size_t coreCount(const Result<std::vector<CoreTicks>>& cores) {
  return cores ? cores->size() : std::max(1u, std::thread::hardware_concurrency());
}

}  // namespace

RunLoop::RunLoop(Experiment experiment, SessionSettings settings)
    : m_experiment(std::move(experiment)),
      m_settings(std::move(settings)),
      m_clock(RawClock::best()),
      m_store(static_cast<std::size_t>(m_experiment.effectiveWorkers()), static_cast<std::size_t>(m_experiment.jobs),
              coreCount(readCoreTicks())),
      m_wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      m_interval(m_experiment.switch_interval_ms, m_settings.interval_steps),
      m_thread([this] { run(); }) {}

RunLoop::~RunLoop() {
  cancel();
  m_thread.join();
}

void RunLoop::cancel() {
  m_cancel_asked = true;
  wake();
}

void RunLoop::setSwitchInterval(double interval_ms) {
  m_interval.want(interval_ms);
  wake();
}

void RunLoop::wake() {
  const std::uint64_t one = 1;
  // A full counter means the loop is awake already.
  [[maybe_unused]] const ssize_t written = write(m_wake.get(), &one, sizeof one);
}

const RunOutcome& RunLoop::wait() {
  std::unique_lock lock(m_mutex);
  m_ended.wait(lock, [this] { return m_outcome.has_value(); });
  return *m_outcome;  // never changed again
}

bool RunLoop::waitFor(double timeout_s) {
  std::unique_lock lock(m_mutex);
  return m_ended.wait_for(lock, std::chrono::duration<double>(timeout_s), [this] { return m_outcome.has_value(); });
}

void RunLoop::run() {
  spdlog::debug("run begins: {}", describe(m_experiment));
  RunOutcome outcome = execute();
  spdlog::debug("run ended: {} {}, {:.3f} s", name(outcome.kind), outcome.message, seconds(outcome.elapsed_ns));
  {
    const std::lock_guard lock(m_mutex);
    m_outcome = std::move(outcome);
  }
  m_ended.notify_all();
}

RunOutcome RunLoop::execute() {
  RegionSettings wanted;
  wanted.ring_count = static_cast<std::uint32_t>(m_experiment.effectiveWorkers());
  wanted.ring_capacity = m_settings.ring_capacity;
  wanted.clock = m_clock;
  m_store.keepLast(m_settings.keep_ns);
  const auto failed = [this](const Error& error) {
    m_store.publish(0, false);
    RunOutcome outcome;
    outcome.kind = OutcomeKind::Failed;
    outcome.message = error.message;
    return outcome;
  };
  auto region = SharedRegion::create(wanted);
  if (!region) {
    return failed(region.error());
  }
  auto runner = RunnerClient::start(m_settings.runner, *region);
  if (!runner) {
    return failed(runner.error());
  }
  RunCollector collector(*region, m_clock, m_store, static_cast<std::size_t>(m_experiment.effectiveWorkers()),
                         m_store.coreRunning_ns().size(), runner->pid(), m_experiment.isElsewhere());
  if (const auto workload = workloadNamed(m_experiment.workload); workload && !(*workload)->has_marks) {
    collector.expectNoMarks();
  } else if (m_experiment.runtime == Runtime::Python && m_experiment.model == Model::Threads && hasGil(m_experiment)) {
    collector.expectUnmarkedGil();
  }
  if (m_experiment.model == Model::EventLoop) {
    m_store.setJobsInTurns();
  }
  m_hello_by_ns = monotonicNow_ns() + kHelloWithin_ns;
  converse(*runner, *region, collector);

  // A runner that said its last word, or whose socket closed, is about to end by itself, with a status worth knowing.
  const bool is_ending = (m_known.finished || runner->channel().isAtEnd()) && !m_known.broken;
  const ProcessEnd end = runner->end(is_ending ? kEnding_ms : 0);
  if (m_known.has_begun) {
    m_known.end_ns = collector.finish(m_known.end_ns);
    m_known.core_busy_ratio = collector.busyRatios();
    accountFor(collector);
  }
  const std::vector<std::string> notes = collector.notes();
  m_known.notes.insert(m_known.notes.end(), notes.begin(), notes.end());
  RunOutcome outcome = outcomeOf(m_known, end, m_experiment, m_settings.runner, m_store.jobs().failedCount());
  endRunningJobs(m_store.editJobs(), outcome, m_known.end_ns);
  m_store.publish(outcome.elapsed_ns, false);
  return outcome;
}

void RunLoop::converse(RunnerClient& runner, SharedRegion& region, RunCollector& collector) {
  while (!m_is_over) {
    waitForNews(runner);
    const Status heard = runner.channel().fill();
    // One at a time: a message may set the epoch that the next one's times are counted from.
    while (true) {
      auto message = runner.channel().next();
      if (!heard || !message) {
        m_known.broken = !heard ? heard.error() : message.error();
        m_is_over = true;
        break;
      }
      if (!message->has_value()) {
        break;
      }
      take(**message, runner, collector);
    }
    m_is_over = m_is_over || runner.channel().isAtEnd();
    checkDeadlines(runner, region);
    passIntervalOn(runner);
    if (m_known.has_begun) {
      m_store.publish(collector.drain(), true);
      if (monotonicNow_ns() - m_seen_at_ns >= kAccountEvery_ns) {
        accountFor(collector);
      }
    } else {
      collector.keepEarly();
    }
  }
}

void RunLoop::passIntervalOn(RunnerClient& runner) {
  if (!m_known.has_begun || m_is_over || m_known.given_up) {
    return;
  }
  if (const auto wanted = m_interval.due(seconds(monotonicNow_ns() - m_epoch_ns))) {
    [[maybe_unused]] const Status sent = runner.channel().send(*wanted);  // as in begin()
  }
}

void RunLoop::accountFor(const RunCollector& collector) {
  RunSeen seen{collector.measurement(), collector.loads()};
  m_seen_at_ns = monotonicNow_ns();
  const std::lock_guard lock(m_mutex);
  m_seen = std::move(seen);
}

RunSeen RunLoop::seen() const {
  const std::lock_guard lock(m_mutex);
  return m_seen;
}

void RunLoop::waitForNews(RunnerClient& runner) {
  pollfd sources[2] = {{runner.channel().fd(), POLLIN, 0}, {m_wake.get(), POLLIN, 0}};
  ::poll(sources, 2, m_settings.drain_interval_ms);
  if ((sources[1].revents & POLLIN) != 0) {
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = read(m_wake.get(), &count, sizeof count);
  }
}

void RunLoop::take(const Message& message, RunnerClient& runner, RunCollector& collector) {
  if (const auto* hello = std::get_if<Hello>(&message)) {
    prepare(*hello, runner);
  } else if (const auto* prepared = std::get_if<Prepared>(&message)) {
    if (!prepared->note.empty()) {
      m_known.notes.push_back(prepared->note);
    }
    m_known.prepared_cpu_s = static_cast<double>(prepared->cpu_us) / 1e6;
    if (!m_known.given_up && !m_known.has_begun) {
      begin(runner, collector);
    }
  } else if (const auto* set = std::get_if<SwitchIntervalSet>(&message)) {
    const auto change = m_known.has_begun ? m_interval.moved(*set, collector.toRun_ns(set->at_raw)) : std::nullopt;
    if (change) {
      m_store.addIntervalChange(*change);
    }
  } else if (const auto* done = std::get_if<JobDone>(&message); done != nullptr && m_known.has_begun) {
    collector.take(*done);
  } else if (const auto* gone = std::get_if<WorkerGone>(&message)) {
    m_known.notes.push_back(fmt::format("worker {} {}", number(gone->worker), gone->reason));
    spdlog::debug("{}", m_known.notes.back());
    if (m_known.has_begun) {
      collector.endTrack(gone->worker, gone->reason);
    }
  } else if (const auto* view = std::get_if<ViewElsewhere>(&message)) {
    collector.take(*view);
  } else if (const auto* seen = std::get_if<SeenElsewhere>(&message); seen != nullptr && m_known.has_begun) {
    collector.take(*seen);
  } else if (const auto* finished = std::get_if<Finished>(&message)) {
    m_known.finished = *finished;
    if (m_known.has_begun && finished->end_raw != 0) {
      m_known.end_ns = collector.toRun_ns(finished->end_raw);
    }
    m_is_over = true;
  }
}

// What takes its time before a run, making files, shall not be part of the run's.
void RunLoop::prepare(const Hello& hello, RunnerClient& runner) {
  if (hello.version != kProtocolVersion || m_known.is_greeted) {
    m_known.broken =
        Error{ErrorCode::Protocol, fmt::format("the runner {} is of another version than this program: install "
                                               "both again",
                                               m_settings.runner)};
    m_is_over = true;
  } else if (!m_known.given_up) {
    [[maybe_unused]] const Status sent = runner.channel().send(Prepare{m_experiment});  // as in begin()
  }
  m_known.is_greeted = true;
}

void RunLoop::begin(RunnerClient& runner, RunCollector& collector) {
  const ClockAnchor epoch = takeAnchor(m_clock);
  collector.setEpoch(epoch);
  m_epoch_ns = epoch.monotonic_ns;
  m_known.has_begun = true;
  // Should this fail, the end of the stream tells why.
  [[maybe_unused]] const Status sent = runner.channel().send(Start{m_experiment, 0, 0});
}

void RunLoop::checkDeadlines(RunnerClient& runner, SharedRegion& region) {
  const std::int64_t now_ns = monotonicNow_ns();
  if (m_cancel_asked && !m_known.given_up) {
    giveUp(runner, region, OutcomeKind::Cancelled);
  }
  if (m_known.has_begun && m_experiment.timeout_s && !m_known.given_up && !m_is_over &&
      now_ns - m_epoch_ns > static_cast<std::int64_t>(*m_experiment.timeout_s * 1e9)) {
    giveUp(runner, region, OutcomeKind::TimedOut);
  }
  if (!m_known.is_greeted && now_ns > m_hello_by_ns && !m_is_over) {
    m_known.broken = Error{ErrorCode::TimedOut, fmt::format("the runner {} did not answer within {} s",
                                                            m_settings.runner, kHelloWithin_ns / kNsPerSecond)};
    m_is_over = true;
  }
  m_is_over = m_is_over || (m_kill_at_ns && now_ns > *m_kill_at_ns);
}

void RunLoop::giveUp(RunnerClient& runner, SharedRegion& region, OutcomeKind why) {
  if (m_is_over) {
    return;  // it ended by itself in the meantime
  }
  m_known.given_up = why;
  m_kill_at_ns = monotonicNow_ns() + kGrace_ns;
  region.requestStop();
  [[maybe_unused]] const Status sent = runner.channel().send(Cancel{});
}

}  // namespace interleave
