// SPDX-License-Identifier: GPL-3.0-or-later
// The pool behind the model processes: starts the worker processes, hands one job at a time to each that is idle, and
// outlives the death of any of them.
//
// A worker that dies takes its running job with it: that job fails with the reason, the others go on. Only when none is
// left do the remaining jobs fail as well, and the run with them.
// Threading: the runner's main thread, in one poll loop over host, launcher and all workers.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/exec/executor.h"
#include "core/exec/launcher.h"

namespace interleave {

class ProcessPool;

/// Where a pool's jobs come from, if not from all of the run's, there from the start. Threading: as the pool's.
class JobSource {
 public:
  virtual ~JobSource() = default;
  /// All processes have been made: from now on there may be threads.
  virtual void begin(ProcessPool& pool) = 0;
  /// The next job to hand out; nothing while there is none.
  virtual std::optional<JobId> next() = 0;
  /// To poll for POLLIN, then call hear(): there may be a next job.
  virtual int fd() const = 0;
  virtual void hear(ProcessPool& pool) = 0;
  /// Completes the account of a job that came from here.
  virtual void complete(JobDone& done) = 0;
};

class ProcessPool {
 public:
  /// Refers to all that is given, which must live longer. The workers' numbers begin with `first_worker`.
  ProcessPool(const RunPlan& plan, HostLink& host, std::unique_ptr<Launcher> launcher, JobSource* source = nullptr,
              std::uint32_t first_worker = 0);

  /// Runs all jobs on `count` workers; returns when every process has ended.
  Finished run(std::uint32_t count);

  /// For the source: a job that will not be handed out is done; the run can't go on.
  void answer(JobDone done);
  void fail(std::string why);

 private:
  struct Member {
    WorkerId id{};
    Channel channel;
    std::optional<JobId> running;
    std::uint64_t handed_raw = 0;  // when `running` was handed out
    bool ended = false;
    bool had_job = false;
  };
  enum class Phase { Working, Ending, Killing };

  bool isLaunching() const { return !m_stopping && m_members.size() < m_count; }
  void launchNext();
  void waitAndHear();
  void hear(Member& member);
  void handOut(Member& member);
  std::optional<JobId> nextJob();
  void hearSource();
  void conclude(Member& member, const ProcessEnd& end);
  void tellAllToEnd();
  void failWhatIsLeft();
  int patience_ms() const;

  const RunPlan& m_plan;
  HostLink& m_host;
  std::unique_ptr<Launcher> m_launcher;
  std::deque<Member> m_members;
  JobSource* m_source;
  std::uint32_t m_first_worker;
  bool m_source_has_begun = false;
  std::vector<bool> m_is_answered;  // by job
  std::uint32_t m_count = 0;        // workers wanted
  std::uint32_t m_alive = 0;
  std::uint32_t m_jobs;          // in all
  std::uint32_t m_next = 0;      // the first not handed out
  std::uint32_t m_answered = 0;  // JobDones told
  Phase m_phase = Phase::Working;
  bool m_stopping = false;  // cancelled or failed: jobs need not end well any more
  std::int64_t m_kill_at_ns = 0;
  std::string m_last_reason;  // why the last worker died that did
  std::string m_failure;
};

}  // namespace interleave
