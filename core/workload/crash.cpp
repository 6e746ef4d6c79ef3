// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/crash.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <stdexcept>

#include "core/workload/live_tracker.h"

namespace interleave {
namespace {

constexpr int kExitStatus = 3;

[[noreturn]] void crash(const std::string& how) {
  if (how == "exit") {
    _exit(kExitStatus);
  }
  if (how == "exception") {
    throw std::runtime_error("the crash that was asked for");  // the worker catches it, as every pool does
  }
  prctl(PR_SET_DUMPABLE, 0);  // nobody wants the core dump of a crash that was asked for
  if (how == "terminate") {
    signal(SIGABRT, SIG_DFL);
    std::terminate();  // as an exception does that leaves a thread of its own
  }
  if (how == "segfault") {
    signal(SIGSEGV, SIG_DFL);                   // a sanitizer's handler would make an ordinary exit of it
    const volatile std::uintptr_t nowhere = 8;  // in the first page, which is never mapped
    *reinterpret_cast<volatile std::uint64_t*>(nowhere) = 0;
  }
  std::abort();
}

}  // namespace

Crash::Crash(const WorkloadSettings& settings)
    : m_marks(static_cast<std::uint64_t>(integer(settings.parameters, "n"))),
      m_crashing(static_cast<JobId>(integer(settings.parameters, "job"))),
      m_how(choice(settings.parameters, "how")) {}

Result<JobResult> Crash::run(JobContext& job) const {
  const std::uint64_t first_half = m_marks / 2;
  if (!makeMarks(job, first_half)) {
    return stopped();
  }
  if (job.job() == m_crashing) {
    crash(m_how);
  }
  if (!makeMarks(job, m_marks - first_half)) {
    return stopped();
  }
  return JobResult(m_marks);
}

}  // namespace interleave
