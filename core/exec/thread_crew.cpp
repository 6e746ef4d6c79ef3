// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/thread_crew.h"

#include <fmt/format.h>
#include <poll.h>
#include <pthread.h>

#include <array>
#include <cerrno>
#include <memory>
#include <optional>
#include <system_error>
#include <thread>

#include "core/exec/finish.h"

namespace interleave {
namespace {

class Crew {
 public:
  Crew(const RunPlan& plan, HostLink& host, const Workload& workload, UniqueFd bell, const CrewBody& body)
      : m_plan(plan), m_host(host), m_workload(workload), m_body(body), m_outbox(std::move(bell)) {
    if (plan.experiment.runtime == Runtime::Gil) {
      m_gil.emplace(plan.region.switchInterval_us());
    }
  }

  Finished run(int count) {
    m_count = static_cast<std::size_t>(count);
    m_threads.reserve(m_count);
    while (isStarting() || m_ended < m_threads.size()) {
      // One at a time, with an ear for the host between: the first may keep the machine busy while the last are made.
      if (isStarting()) {
        startNext();
      }
      std::array<pollfd, 2> waiting{pollfd{m_host.fd(), POLLIN, 0}, pollfd{m_outbox.fd(), POLLIN, 0}};
      poll(waiting.data(), waiting.size(), isStarting() || m_ended == m_threads.size() ? 0 : -1);
      if (waiting[0].revents != 0) {
        m_host.hear();
      }
      if (waiting[1].revents != 0) {
        passOn();
      }
    }
    const std::uint64_t end_raw = rawNow(m_plan.region);
    for (std::thread& thread : m_threads) {
      thread.join();
    }
    return conclude(m_host, m_failure, end_raw);
  }

 private:
  bool isStarting() const { return m_failure.empty() && !m_host.isCancelled() && m_threads.size() < m_count; }

  void startNext() {
    const std::size_t i = m_threads.size();
    const std::uint64_t start_raw = rawNow(m_plan.region);
    try {
      m_threads.emplace_back(&Crew::work, this, static_cast<WorkerId>(i), start_raw);
    } catch (const std::system_error& e) {
      fail(fmt::format("can't start thread {} of {}: {}; fewer workers may do", i + 1, m_count, e.code().message()));
    }
  }

  // A worker thread's whole life.
  void work(WorkerId id, std::uint64_t start_raw) {
    pthread_setname_np(pthread_self(), fmt::format("worker {}", number(id)).c_str());
    Worker worker(id, m_workload, m_gil ? &*m_gil : nullptr, m_host.stopFd());
    if (const Status ok = worker.begin(m_plan.region, IL_WORKER_THREAD, start_raw); ok) {
      m_body(worker, m_outbox);
      worker.end();
    } else {
      m_outbox.leaveFailure(ok.error().message);
    }
    m_outbox.leaveEnd();
  }

  void passOn() {
    Outbox::Content content = m_outbox.take();
    for (JobDone& job : content.jobs) {
      m_host.tell(std::move(job));
    }
    if (!content.failure.empty()) {
      fail(std::move(content.failure));
    }
    m_ended += content.ended_workers;
  }

  void fail(std::string why) {
    if (m_failure.empty()) {
      m_failure = std::move(why);
    }
    m_host.stopWorkers();
  }

  const RunPlan& m_plan;
  HostLink& m_host;
  const Workload& m_workload;
  const CrewBody& m_body;
  Outbox m_outbox;
  std::optional<Gil> m_gil;
  std::vector<std::thread> m_threads;
  std::size_t m_count = 0;
  std::size_t m_ended = 0;
  std::string m_failure;
};

}  // namespace

Finished runCrew(const RunPlan& plan, HostLink& host, int count, const CrewBody& body) {
  const auto workload = makeWorkload(plan.experiment.workload, settingsOf(plan.experiment, plan.http_port));
  if (!workload) {
    return failed(plan, workload.error());
  }
  auto bell = Outbox::makeBell();
  if (!bell) {
    return failed(plan, bell.error());
  }
  return Crew(plan, host, **workload, std::move(*bell), body).run(count);
}

}  // namespace interleave
