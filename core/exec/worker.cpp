// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/worker.h"

#include <fmt/format.h>

#include <exception>

namespace interleave {
namespace {

// The one place where an exception of a job, or of the library it calls, becomes a value.
Result<JobResult> runGuarded(const Workload& workload, JobContext& context) {
  try {
    return workload.run(context);
  } catch (const std::exception& e) {
    return fail(ErrorCode::Unavailable, fmt::format("it threw an exception: {}", e.what()));
  } catch (...) {
    return fail(ErrorCode::Unavailable, "it threw an exception of an unknown type");
  }
}

}  // namespace

Worker::Worker(WorkerId id, const Workload& workload, Gil* gil, int stop_fd)
    : m_id(id), m_workload(workload), m_lock(), m_context(m_probe, nullptr, stop_fd) {
  if (gil != nullptr) {
    m_lock.emplace(*gil, number(id), m_probe);
    m_context = JobContext(m_probe, &*m_lock, stop_fd);
  }
}

Status Worker::begin(const SharedRegion& region, il_worker_kind kind, std::uint64_t start_raw) {
  if (il_probe_claim(&m_probe, region.memory(), region.size(), number(m_id), kind, start_raw) != 0) {
    return fail(ErrorCode::Unavailable,
                fmt::format("worker {} found no free track to write its marks to", number(m_id)));
  }
  if (m_lock) {
    m_lock->acquire();
  }
  return {};
}

JobDone Worker::run(JobId job) {
  m_context.safePoint();  // jobs too short to have one themselves must not keep the lock
  m_context.setJob(job);
  JobDone done;
  done.job = job;
  done.worker = m_id;
  il_job_begin(&m_probe, number(job));
  done.begin_raw = m_probe.last;
  Result<JobResult> result = runGuarded(m_workload, m_context);
  done.ticks = il_job_end(&m_probe);
  done.end_raw = m_probe.last;
  done.ok = result.has_value();
  if (result) {
    done.result = *result;
  } else {
    done.error = std::move(result.error().message);
  }
  return done;
}

void Worker::end() {
  if (m_lock) {
    m_lock->releaseForGood();
  }
  il_probe_close(&m_probe);
}

}  // namespace interleave
