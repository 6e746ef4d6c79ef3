// SPDX-License-Identifier: GPL-3.0-or-later
// The model event-loop: one worker thread has all jobs under way, up to 2,000 at a time. Its track shows which of them
// it works on at each instant, and between that its waiting for I/O, which is nobody's in particular; from when to when
// a job was under way is in its account.
#include "core/net/event_loop.h"

#include <vector>

#include "core/exec/executor.h"
#include "core/exec/finish.h"
#include "core/exec/thread_crew.h"

namespace interleave {
namespace {

constexpr std::uint32_t kMostAtOnce = 2'000;  // connections; each end of one is a descriptor

class JobsInTurns {
 public:
  JobsInTurns(const RunPlan& plan, const Workload& workload, Worker& worker, Outbox& outbox, int stop_fd)
      : m_workload(workload),
        m_probe(worker.probe()),
        m_worker(worker.id()),
        m_outbox(outbox),
        m_http_port(plan.http_port),
        m_jobs(static_cast<std::uint32_t>(plan.experiment.jobs)),
        m_done(m_jobs),
        m_loop({[this](std::uint32_t job) { il_job_begin(&m_probe, job); }, [this](std::uint32_t job) { left(job); },
                [this] { il_wait_begin(&m_probe, IL_WAIT_IO); }, [this] { il_wait_end(&m_probe, IL_WAIT_IO); }}) {
    m_loop.stopWhenReadable(stop_fd);
  }

  void run() {
    beginSome();
    if (m_next == m_jobs && m_under_way == 0) {
      return;
    }
    m_loop.run();
    giveUpTheRest();
  }

 private:
  struct Account {
    JobDone done;
    bool has_ended = false;
  };

  void beginSome() {
    while (m_next < m_jobs && m_under_way < kMostAtOnce) {
      begin(m_next++);
      ++m_under_way;
    }
  }

  void begin(std::uint32_t job) {
    Account& account = m_done[job];
    account.done.job = JobId{job};
    account.done.worker = m_worker;
    il_job_begin(&m_probe, job);
    account.done.begin_raw = m_probe.last;
    const AsyncJob wanted = m_workload.asyncJob(JobId{job});
    if (const auto* nap = std::get_if<AsyncSleep>(&wanted)) {
      m_loop.sleep(job, nap->length_ns, [this, job] { end(job, JobResult()); });
    } else if (const auto* fetch = std::get_if<AsyncFetch>(&wanted)) {
      m_loop.get(job, m_http_port, fetch->target, fetch->timeout_ns,
                 [this, job](const Result<HttpAnswer>& answer) { end(job, resultOf(answer)); });
    }
    il_job_end(&m_probe);
  }

  static Result<JobResult> resultOf(const Result<HttpAnswer>& answer) {
    if (!answer) {
      return tl::unexpected(answer.error());
    }
    if (answer->status != 200) {
      return fail(ErrorCode::Protocol, "the server answered with status " + std::to_string(answer->status));
    }
    return JobResult(answer->body_bytes);
  }

  // In a piece of work of the job's; its last.
  void end(std::uint32_t job, const Result<JobResult>& result) {
    Account& account = m_done[job];
    account.done.ok = result.has_value();
    if (result) {
      account.done.result = *result;
    } else {
      account.done.error = result.error().message;
    }
    account.has_ended = true;
  }

  void left(std::uint32_t job) {
    il_job_end(&m_probe);
    Account& account = m_done[job];
    if (!account.has_ended) {
      return;
    }
    account.done.end_raw = m_probe.last;
    m_outbox.leave(account.done);
    --m_under_way;
    beginSome();
    if (m_under_way == 0) {
      m_loop.stop();
    }
  }

  void giveUpTheRest() {
    for (std::uint32_t job = 0; job < m_next; ++job) {
      Account& account = m_done[job];
      if (!account.has_ended) {
        account.done.end_raw = il_now(m_probe.clock);
        account.done.error = stopped().value().message;
        m_outbox.leave(account.done);
      }
    }
  }

  const Workload& m_workload;
  il_probe& m_probe;
  WorkerId m_worker;
  Outbox& m_outbox;
  std::uint16_t m_http_port;
  std::uint32_t m_jobs;
  std::uint32_t m_next = 0;  // the first not begun
  std::uint32_t m_under_way = 0;
  std::vector<Account> m_done;
  EventLoop m_loop;
};

}  // namespace

Finished runEventLoop(const RunPlan& plan, HostLink& host) {
  const auto workload = makeWorkload(plan.experiment.workload, settingsOf(plan.experiment, plan.http_port));
  if (!workload) {
    return failed(plan, workload.error());
  }
  const int stop_fd = host.stopFd();
  return runCrew(plan, host, 1,
                 [&](Worker& worker, Outbox& outbox) { JobsInTurns(plan, **workload, worker, outbox, stop_fd).run(); });
}

}  // namespace interleave
