// SPDX-License-Identifier: GPL-3.0-or-later
// All that is seen of one run, from outside of it: its workers' marks, the kernel's switch records, the cores' load.
//
//   rings ─── RingCollector ───┐
//                               ├── JointTraceBuilder ── TraceStore
//   kernel ── KernelObserver ──┘
//
// Where there is no kernel's view the marks go into the store alone. Threading: the session's thread.
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/protocol/message.h"
#include "core/sched/kernel_observer.h"
#include "core/session/load_recorder.h"
#include "core/session/measurement.h"
#include "core/session/remote_collector.h"
#include "core/session/ring_collector.h"

namespace interleave {

class RunCollector {
 public:
  /// Begins to observe process `runner`, which has not been told to start yet. Never fails: where the kernel's view is
  /// refused, a note says so. REQUIRES: region and store outlive this.
  /// `is_elsewhere`: its workers are no children of the runner, and tell of themselves; there is no kernel's view of
  /// them.
  RunCollector(const SharedRegion& region, const RawClock& clock, TraceStore& store, std::size_t workers,
               std::size_t cores, pid_t runner, bool is_elsewhere);

  /// See RingCollector.
  void expectUnmarkedGil() { m_rings.expectUnmarkedGil(); }
  /// Before the run's zero: makes room for the kernel's records to come, and keeps those there are.
  void keepEarly();
  void expectNoMarks() { m_rings.expectNoMarks(); }
  /// The run's zero. REQUIRES: called once, before any worker starts.
  void setEpoch(ClockAnchor anchor);
  /// Takes all that has come. Returns up to when the trace is known, in the run's time.
  std::int64_t drain();
  /// This worker's process ended: what it last did ended with it.
  void endTrack(WorkerId worker, const std::string& reason);
  /// What was told of workers elsewhere; of a run that has none it is ignored.
  void take(const ViewElsewhere& view);
  void take(const SeenElsewhere& seen);
  /// What the runner says of a job that ended; of one that there is not it is ignored.
  void take(const JobDone& done);
  /// Nothing of the runner is left: takes the rest and ends all tracks, at `end_ns` or now. Returns that end.
  std::int64_t finish(std::optional<std::int64_t> end_ns);

  std::int64_t toRun_ns(std::uint64_t raw) const { return m_rings.toRun_ns(raw); }
  /// Up to now; after finish(), of all.
  Measurement measurement() const;
  const std::vector<CoreLoad>& loads() const;
  /// What each core was busy on average; empty when the run was too short to tell.
  std::vector<double> busyRatios() const;
  /// What went wrong, for the outcome.
  std::vector<std::string> notes() const;

 private:
  void takeRecords();

  RawClock m_clock;
  TraceStore& m_store;
  std::string m_refusal;
  std::vector<std::string> m_notes;
  std::unique_ptr<KernelObserver> m_observer;
  std::unique_ptr<JointTraceBuilder> m_joint;
  RingCollector m_rings;
  std::optional<RemoteCollector> m_remote;
  std::optional<LoadRecorder> m_loads;
  std::vector<SwitchRecord> m_records;  // one drain's, reused
  std::int64_t m_epoch_ns = 0;
  std::int64_t m_next_look_ns = 0;  // at the kernel's records
  std::int64_t m_cpu_before_ns = 0;
  double m_tick_ns;
};

}  // namespace interleave
