// SPDX-License-Identifier: GPL-3.0-or-later
// The one façade for running an experiment: window and command line alike start, watch, cancel and end runs here.
//
// start() returns at once; a thread of the session's starts the runner, collects its samples and notices its end.
// Threading: every method from any thread. Ownership: destroying a session cancels the run, kills what is left of the
// runner and waits for the session's thread (at most about 0.3 s).
// Errors: bad experiments are refused by start(); all that goes wrong later is in the outcome.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/experiment/experiment.h"
#include "core/session/run_record.h"

namespace interleave {

class RunLoop;

/// From `at_s` of the run on, its GIL has this switch interval.
struct IntervalStep {
  double at_s = 0.0;
  double interval_ms = 0.0;
};
/// Whether the experiment's run can be told so, or why not: it has no GIL, or the value is out of range.
Status checkInterval(const Experiment& experiment, double interval_ms);

struct SessionSettings {
  std::string runner;               // path; empty: INTERLEAVE_RUNNER, beside this program, or ../libexec/interleave/
  std::uint32_t ring_capacity = 0;  // samples a ring, a power of two; 0: chosen by the number of workers
  int drain_interval_ms = 8;        // between two looks into the rings
  std::int64_t keep_ns = 0;         // of the trace only that much of the newest is kept; 0: all
  std::vector<IntervalStep> interval_steps;  // by time; taken to within drain_interval_ms
};

/// Where the runner program is, or a line that says where it was looked for.
Result<std::string> findRunner(const std::string& wanted = {});

class RunSession {
 public:
  /// Refuses what the machine has no room for, with the numbers.
  /// Steps that checkInterval() refuses are refused with its words.
  /// For the runtime python without an interpreter that is known by name this asks one first: choosePython().
  static Result<std::unique_ptr<RunSession>> start(const Experiment& experiment, const SessionSettings& settings = {});
  ~RunSession();
  RunSession(const RunSession&) = delete;
  RunSession& operator=(const RunSession&) = delete;

  const Experiment& experiment() const;
  /// The newest state of the trace; never null. Costs a lock and a pointer.
  SnapshotPtr snapshot() const;
  /// Asks for the end; returns at once. What was measured stays.
  void cancel();
  /// Moves the GIL's switch interval from now on; returns at once. When it took effect is in the snapshot's
  /// interval_changes. Of several that follow each other within milliseconds the last one counts. Fails as
  /// checkInterval() does, and when the run has ended.
  Status setSwitchInterval(double interval_ms);
  bool isFinished() const;
  /// Waits for the end.
  const RunOutcome& wait();
  /// Waits at most `timeout_s`; whether the run has ended.
  bool waitFor(double timeout_s);
  /// REQUIRES: isFinished(). Computes the figures: not for the GUI's thread.
  RunRecord record() const;
  /// The record of a run still live, with figures up to now and an outcome that is not yet one. Not for the GUI's
  /// thread.
  RunRecord liveRecord() const;

 private:
  explicit RunSession(std::unique_ptr<RunLoop> loop);
  std::unique_ptr<RunLoop> m_loop;
};

}  // namespace interleave
