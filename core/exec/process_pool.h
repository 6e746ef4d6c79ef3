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

#include "core/exec/executor.h"
#include "core/exec/launcher.h"

namespace interleave {

class ProcessPool {
 public:
  /// Refers to plan and host, which must live longer.
  ProcessPool(const RunPlan& plan, HostLink& host, std::unique_ptr<Launcher> launcher);

  /// Runs all jobs on `count` workers; returns when every process has ended.
  Finished run(std::uint32_t count);

 private:
  struct Member {
    WorkerId id{};
    Channel channel;
    std::optional<JobId> running;
    std::uint64_t handed_raw = 0;  // when `running` was handed out
    bool ended = false;
  };
  enum class Phase { Working, Ending, Killing };

  bool isLaunching() const { return !m_stopping && m_members.size() < m_count; }
  void launchNext();
  void waitAndHear();
  void hear(Member& member);
  void handOut(Member& member);
  void answer(JobDone done);
  void conclude(Member& member, const ProcessEnd& end);
  void tellAllToEnd();
  void failWhatIsLeft();
  void fail(std::string why);
  int patience_ms() const;

  const RunPlan& m_plan;
  HostLink& m_host;
  std::unique_ptr<Launcher> m_launcher;
  std::deque<Member> m_members;
  std::uint32_t m_count = 0;     // workers wanted
  std::uint32_t m_alive = 0;
  std::uint32_t m_jobs;          // in all
  std::uint32_t m_next = 0;      // the first not handed out
  std::uint32_t m_answered = 0;  // JobDones told
  Phase m_phase = Phase::Working;
  bool m_stopping = false;       // cancelled or failed: jobs need not end well any more
  std::int64_t m_kill_at_ns = 0;
  std::string m_last_reason;     // why the last worker died that did
  std::string m_failure;
};

}  // namespace interleave
