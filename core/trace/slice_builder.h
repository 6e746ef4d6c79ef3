// SPDX-License-Identifier: GPL-3.0-or-later
// From one worker's samples to its slices: the rule for each state.
//
//   START..READY                       starting
//   JOB_BEGIN..JOB_END                 running, except
//     GAP_BEGIN..GAP_END                 ready: the job's marks stopped for longer than the gap limit and no wait was
//                                        marked, so it wanted a core and had none. Or, where workers wait for a GIL
//                                        that they can't mark (CPython's), waiting for the GIL; see setGaps()
//     WAIT_BEGIN..WAIT_END               waiting for what the mark says (also outside a job)
//   LOST..next sample                  lost: never bridged
// WOKEN, just before a WAIT_END, says which worker gave up what was waited for, and when: a hand-over. ASKED and
// FORCED, within a wait for the GIL, are told to the store and change no state. The newest known state grows until the
// next sample says otherwise. Running grows only to the last sample while live: a job whose worker has no core sends
// nothing, and must not be drawn as running.
//
// Input times may come out of order only from a broken worker; they are cut to what came before.
// Threading: the collector's thread.
#pragma once

#include <cstdint>
#include <optional>

#include "core/trace/trace_store.h"

namespace interleave {

enum class SampleKind {
  Start,
  Ready,
  JobBegin,
  JobEnd,
  Tick,
  GapBegin,
  GapEnd,
  WaitBegin,
  WaitEnd,
  Lost,
  Stop,
  Woken,
  Asked,
  Forced
};

/// A ring's sample in the run's own time.
struct TraceSample {
  std::int64_t time_ns = 0;
  SampleKind kind = SampleKind::Tick;
  JobId job = kNoJob;
  std::uint16_t argument = 0;     // core, where the kind has one
  State waiting = State::IoWait;  // WaitBegin, WaitEnd and Woken
  WorkerId waker{};               // Woken: who gave up at `time_ns` what this worker waited for; Asked: who was asked
};

class SliceBuilder {
 public:
  /// Slices go to `sink`, what is known of jobs and of the worker to `store`.
  SliceBuilder(TraceStore& store, SliceSink& sink, WorkerId worker) : m_store(store), m_sink(sink), m_worker(worker) {}

  /// What a gap in the marks is taken for, from now on: Ready, or what workers of this run wait for without a mark, or
  /// Running, where jobs make no marks.
  void setGaps(State state) { m_gaps = state; }
  void add(const TraceSample& sample);
  /// A drain found nothing newer up to `time_ns`: what the worker waits for lasts until then. Tells the store of the
  /// growing slice.
  void refresh(std::int64_t time_ns);
  /// No more samples will come: the growing slice ends at `time_ns`, the worker is gone. `lost_since_ns`: from when on
  /// samples were dropped that no later sample reported.
  void close(std::int64_t time_ns, std::optional<std::int64_t> lost_since_ns);

 private:
  void enter(State state, JobId job, std::int64_t time_ns);
  void beginJob(JobId job, std::int64_t time_ns);
  void countCore(const TraceSample& sample);
  JobId known(JobId job) const;
  void noteWaker(const TraceSample& sample);
  void noteGil(const TraceSample& sample);

  TraceStore& m_store;
  SliceSink& m_sink;
  WorkerId m_worker;
  State m_gaps = State::Ready;
  State m_state = State::Idle;
  JobId m_job = kNoJob;  // begun and not ended, also while it waits
  std::int64_t m_since_ns = 0;
  std::int64_t m_last_ns = 0;                   // of the last sample
  std::uint16_t m_core = 0xFFFF;                // where it ran last
  std::optional<std::int64_t> m_core_since_ns;  // while running: since when that core was not yet credited
  std::optional<Wake> m_wake;                   // of the wait that is about to end
  bool m_is_closed = false;
};

}  // namespace interleave
