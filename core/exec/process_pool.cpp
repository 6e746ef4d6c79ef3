// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/process_pool.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <vector>

#include "core/base/clock.h"
#include "core/exec/finish.h"

namespace interleave {
namespace {

// How long workers have to give up by themselves, so that their tracks end properly. They need a fraction of that.
constexpr std::int64_t kGrace_ns = 80 * kNsPerMs;

}  // namespace

ProcessPool::ProcessPool(const RunPlan& plan, HostLink& host, std::unique_ptr<Launcher> launcher, JobSource* source,
                         std::uint32_t first_worker)
    : m_plan(plan),
      m_host(host),
      m_launcher(std::move(launcher)),
      m_source(source),
      m_first_worker(first_worker),
      m_is_answered(static_cast<std::size_t>(plan.experiment.jobs)),
      m_jobs(static_cast<std::uint32_t>(plan.experiment.jobs)) {}

Finished ProcessPool::run(std::uint32_t count) {
  m_count = count;
  while (true) {
    if (m_host.isCancelled() || m_plan.region.isStopRequested()) {
      m_stopping = true;
    }
    if (isLaunching()) {
      launchNext();
    }
    if (m_source != nullptr && !isLaunching() && !m_stopping && !std::exchange(m_source_has_begun, true)) {
      m_source->begin(*this);
    }
    if (m_phase == Phase::Working && !isLaunching() && (m_stopping || m_answered == m_jobs || m_alive == 0)) {
      tellAllToEnd();
    }
    if (m_phase != Phase::Working && m_alive == 0) {
      break;
    }
    waitAndHear();
  }
  const std::uint64_t end_raw = rawNow(m_plan.region);
  if (!m_stopping && m_answered < m_jobs) {
    failWhatIsLeft();
  }
  return interleave::conclude(m_host, m_failure, end_raw);
}

// One at a time, with a look at the others between: the first are at work while the last are being made.
void ProcessPool::launchNext() {
  const auto id = static_cast<WorkerId>(m_first_worker + m_members.size());
  const std::uint64_t start_raw = rawNow(m_plan.region);
  auto socket = m_launcher->launch(id, start_raw);
  if (!socket) {
    fail(fmt::format("can't start worker process {} of {}: {}", m_members.size() + 1, m_count, socket.error().message));
    return;
  }
  m_members.push_back(Member{id, Channel(std::move(*socket)), std::nullopt, 0, false, false});
  ++m_alive;
  Member& member = m_members.back();
  // If it can't be told it is dying, which hear() learns.
  [[maybe_unused]] const Status told = member.channel.send(Start{m_plan.experiment, number(id), m_plan.http_port});
  handOut(member);
}

void ProcessPool::waitAndHear() {
  std::vector<pollfd> waiting{{m_host.fd(), POLLIN, 0}, {m_launcher->fd(), POLLIN, 0}};
  waiting.push_back({m_source != nullptr ? m_source->fd() : -1, POLLIN, 0});
  for (const Member& member : m_members) {
    // One at its end stays readable for ever; its process's end comes from the launcher.
    waiting.push_back({member.ended || member.channel.isAtEnd() ? -1 : member.channel.fd(), POLLIN, 0});
  }
  poll(waiting.data(), waiting.size(), patience_ms());
  if (waiting[0].revents != 0) {
    m_host.hear();
  }
  if (waiting[1].revents != 0) {
    m_launcher->hear();
  }
  if (waiting[2].revents != 0) {
    hearSource();
  }
  for (std::size_t i = 0; i < m_members.size(); ++i) {
    Member& member = m_members[i];
    if (waiting[i + 3].revents != 0) {
      hear(member);
    }
    if (!member.ended && member.channel.isAtEnd()) {
      if (const std::optional<ProcessEnd> end = m_launcher->endOf(member.id)) {
        conclude(member, *end);
      }
    }
  }
  if (m_phase == Phase::Ending && m_stopping && monotonicNow_ns() >= m_kill_at_ns) {
    m_phase = Phase::Killing;
    m_launcher->killAll();
  }
}

int ProcessPool::patience_ms() const {
  if (isLaunching()) {
    return 0;
  }
  if (m_phase == Phase::Ending && m_stopping) {
    const std::int64_t left_ns = std::max<std::int64_t>(0, m_kill_at_ns - monotonicNow_ns());
    return static_cast<int>((left_ns + kNsPerMs - 1) / kNsPerMs);
  }
  return -1;
}

void ProcessPool::hear(Member& member) {
  if (const Status ok = member.channel.fill(); !ok) {
    fail(fmt::format("worker {}: {}", number(member.id), ok.error().message));
    return;
  }
  while (true) {
    auto message = member.channel.next();
    if (!message) {
      fail(fmt::format("worker {} sent {}", number(member.id), message.error().message));
      return;
    }
    if (!message->has_value()) {
      return;
    }
    if (auto* done = std::get_if<JobDone>(&**message); done != nullptr && member.running == done->job) {
      member.running.reset();
      handOut(member);  // before all else: it shall not wait for us
      done->worker = member.id;
      answer(std::move(*done));
    } else if (const auto* finished = std::get_if<Finished>(&**message)) {
      fail(fmt::format("worker {}: {}", number(member.id), finished->message));
    } else {
      fail(fmt::format("worker {} sent a message out of turn", number(member.id)));
    }
  }
}

std::optional<JobId> ProcessPool::nextJob() {
  if (m_source != nullptr) {
    return m_source->next();
  }
  return m_next == m_jobs ? std::nullopt : std::optional(JobId{m_next++});
}

void ProcessPool::hearSource() {
  m_source->hear(*this);
  for (Member& member : m_members) {
    if (!member.running && !member.ended && !member.channel.isAtEnd()) {
      handOut(member);
    }
  }
}

void ProcessPool::handOut(Member& member) {
  if (m_stopping || m_phase != Phase::Working || (member.had_job && m_plan.experiment.hasWorkerPerJob())) {
    return;
  }
  const std::optional<JobId> next = nextJob();
  if (!next) {
    return;
  }
  member.running = next;
  member.had_job = true;
  member.handed_raw = rawNow(m_plan.region);
  [[maybe_unused]] const Status told = member.channel.send(Job{*member.running});  // as in launchNext()
}

void ProcessPool::answer(JobDone done) {
  if (m_source != nullptr) {
    m_source->complete(done);
  }
  ++m_answered;
  m_is_answered[number(done.job)] = true;
  m_host.tell(std::move(done));
}

void ProcessPool::conclude(Member& member, const ProcessEnd& end) {
  member.ended = true;
  --m_alive;
  const bool as_told = m_phase != Phase::Working && (end.isClean() || m_phase == Phase::Killing);
  if (member.running) {
    JobDone lost;
    lost.job = *std::exchange(member.running, std::nullopt);
    lost.worker = member.id;
    lost.begin_raw = member.handed_raw;
    lost.end_raw = rawNow(m_plan.region);
    lost.error = as_told ? stopped().value().message : "its process " + end.describe();
    answer(std::move(lost));
  }
  if (!as_told) {
    m_last_reason = end.describe();
    m_host.tell(WorkerGone{member.id, m_last_reason});
  }
}

// The end of the stream ends a worker that waits for a job, and wakes one that waits in a job.
void ProcessPool::tellAllToEnd() {
  m_phase = Phase::Ending;
  m_kill_at_ns = monotonicNow_ns() + kGrace_ns;
  for (const Member& member : m_members) {
    ::shutdown(member.channel.fd(), SHUT_WR);
  }
}

void ProcessPool::failWhatIsLeft() {
  m_failure = fmt::format("no worker process is left: {} of {} jobs are done; the last process {}", m_answered, m_jobs,
                          m_last_reason);
  for (std::uint32_t job = 0; job < m_jobs; ++job) {
    if (m_is_answered[job]) {
      continue;
    }
    JobDone lost;
    lost.job = JobId{job};
    lost.worker = m_members.back().id;
    lost.begin_raw = lost.end_raw = rawNow(m_plan.region);
    lost.error = "no worker process was left to run it";
    answer(std::move(lost));
  }
}

void ProcessPool::fail(std::string why) {
  if (m_failure.empty() && !m_host.isCancelled()) {
    m_failure = std::move(why);
  }
  m_stopping = true;
  m_host.stopWorkers();
}

}  // namespace interleave
