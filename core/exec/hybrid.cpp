// SPDX-License-Identifier: GPL-3.0-or-later
// The model hybrid: threads of the runner do the first half of each job, a pool of processes the second, and a bounded
// queue lies between them. A job's account spans both, and names the process; the halves are on both workers' tracks.
//
// The processes are made before the first thread: a fork copies only the thread that calls it, and death signals follow
// the thread that spawned.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>

#include "core/exec/executor.h"
#include "core/exec/finish.h"
#include "core/exec/half_queue.h"
#include "core/exec/outbox.h"
#include "core/exec/process_pool.h"
#include "core/exec/worker.h"

namespace interleave {
namespace {

class FirstHalves : public JobSource {
 public:
  FirstHalves(const RunPlan& plan, HostLink& host, const Workload& workload, UniqueFd bell, std::uint32_t threads)
      : m_plan(plan),
        m_host(host),
        m_workload(workload),
        m_wanted(threads),
        m_queue(std::move(bell), static_cast<std::size_t>(integer(plan.experiment.parameters, "queue"))),
        m_begun_raw(static_cast<std::size_t>(plan.experiment.jobs)) {
    if (plan.experiment.runtime == Runtime::Gil) {
      m_gil.emplace(plan.region.switchInterval_us());
    }
  }
  ~FirstHalves() override {
    for (std::thread& thread : m_threads) {
      thread.join();
    }
  }
  FirstHalves(const FirstHalves&) = delete;
  FirstHalves& operator=(const FirstHalves&) = delete;

  void begin(ProcessPool& pool) override {
    while (m_threads.size() < m_wanted) {
      try {
        m_threads.emplace_back(&FirstHalves::work, this, static_cast<WorkerId>(m_threads.size()),
                               rawNow(m_plan.region));
      } catch (const std::system_error& e) {
        pool.fail(fmt::format("can't start thread {} of {}: {}; fewer workers may do", m_threads.size() + 1, m_wanted,
                              e.code().message()));
        return;
      }
    }
  }

  std::optional<JobId> next() override { return m_queue.take(); }
  int fd() const override { return m_queue.fd(); }

  void hear(ProcessPool& pool) override {
    HalfQueue::Left left = m_queue.heard();
    for (JobDone& failed : left.failed) {
      pool.answer(std::move(failed));
    }
    if (!left.failure.empty()) {
      pool.fail(std::move(left.failure));
    }
  }

  void complete(JobDone& done) override {
    const std::uint64_t begun_raw = m_begun_raw[number(done.job)].load();
    done.begin_raw = begun_raw != 0 ? begun_raw : done.begin_raw;
  }

 private:
  // A worker thread's whole life.
  void work(WorkerId id, std::uint64_t start_raw) {
    pthread_setname_np(pthread_self(), fmt::format("worker {}", number(id)).c_str());
    Worker worker(id, m_workload, m_gil ? &*m_gil : nullptr, m_host.stopFd());
    if (const Status ok = worker.begin(m_plan.region, IL_WORKER_THREAD, start_raw); !ok) {
      m_queue.leaveFailure(ok.error().message);
      return;
    }
    const auto jobs = static_cast<std::uint32_t>(m_plan.experiment.jobs);
    while (!worker.isStopped()) {
      const std::uint32_t job = m_next.fetch_add(1, std::memory_order_relaxed);
      if (job >= jobs) {
        break;
      }
      JobDone done = worker.run(JobId{job});
      m_begun_raw[job].store(done.begin_raw);
      if (done.ok) {
        hand(worker, done.job);
      } else {
        m_queue.leave(std::move(done));
      }
    }
    worker.end();
  }

  void hand(Worker& worker, JobId job) {
    if (m_queue.put(job)) {
      return;
    }
    worker.blocking(IL_WAIT_LOCK, [&] {
      while (!worker.isStopped() && !m_queue.put(job)) {
        m_queue.waitForRoom();
      }
    });
  }

  const RunPlan& m_plan;
  HostLink& m_host;
  const Workload& m_workload;
  std::uint32_t m_wanted;
  HalfQueue m_queue;
  std::optional<Gil> m_gil;
  std::atomic<std::uint32_t> m_next{0};
  std::vector<std::atomic<std::uint64_t>> m_begun_raw;  // by job; 0: not begun
  std::vector<std::thread> m_threads;
};

}  // namespace

Finished runHybrid(const RunPlan& plan, HostLink& host) {
  const auto workload =
      makeWorkload(plan.experiment.workload, settingsOf(plan.experiment, plan.http_port, JobHalf::First));
  if (!workload) {
    return failed(plan, workload.error());
  }
  auto bell = Outbox::makeBell();
  if (!bell) {
    return failed(plan, bell.error());
  }
  const auto processes = static_cast<std::uint32_t>(integer(plan.experiment.parameters, "crunchers"));
  const std::uint32_t threads = static_cast<std::uint32_t>(plan.experiment.workers) - processes;
  FirstHalves halves(plan, host, **workload, std::move(*bell), threads);
  auto launcher = makeLauncher(plan.experiment.start_method, plan.region.fd());
  Finished finished = ProcessPool(plan, host, std::move(launcher), &halves, threads).run(processes);
  host.stopWorkers();  // a thread may wait for room that nobody needs any more
  return finished;
}

}  // namespace interleave
