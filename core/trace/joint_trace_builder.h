// SPDX-License-Identifier: GPL-3.0-or-later
// A run's trace out of both sources: its workers' marks and the kernel's switch records. Workers' tracks by the rules
// of joint_state.h; cores' tracks from the kernel alone, each slice with the job that its thread was in.
//
//   marks ── SliceBuilder ── append() ──┐                      ┌── workers' tracks (TrackJoiner, one a worker)
//                                        ├── advance(until) ──┤
//   kernel ── add(SwitchRecord) ────────┘                      └── cores' tracks (CoreTrack, one a core)
//
// Both are joined up to the instant that both have told of. A kernel's view that is coarser than the marks (see
// kFinest_ns) says which core ran what, and nothing of the workers' states.
// Threading: the collector's thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/trace/agreement.h"
#include "core/trace/core_track.h"
#include "core/trace/kernel_threads.h"
#include "core/trace/slice_sink.h"
#include "core/trace/trace_store.h"
#include "core/trace/track_joiner.h"

namespace interleave {

class JointTraceBuilder : public SliceSink, private KernelThreadSink {
 public:
  /// The gap limit of the probe: marks tell apart what is longer.
  static constexpr std::int64_t kFinest_ns = 50'000;

  /// `workers`, `cores`: as many as the store has tracks. `resolution_ns`: the kernel view's. REQUIRES: the store
  /// outlives this.
  JointTraceBuilder(TraceStore& store, std::size_t workers, std::size_t cores, std::int64_t resolution_ns);
  ~JointTraceBuilder() override;

  /// The zero of the trace, CLOCK_MONOTONIC. REQUIRES: before the first add().
  void setEpoch(std::int64_t epoch_ns) { m_threads.setEpoch(epoch_ns); }
  /// Which of the kernel's threads this worker is. Again: nothing.
  void identify(WorkerId worker, std::int32_t tid);
  /// See TrackJoiner.
  void setGapsAreWaits(WorkerId worker) { m_workers[number(worker)].setGapsAreWaits(); }
  /// Its marks say when jobs begin and end, no more: they can't agree with the kernel, or not.
  void setHasNoMarks(WorkerId worker) { m_has_no_marks[number(worker)] = true; }
  /// Whether the kernel's view is too coarse to tell of workers' states.
  bool isCoarse() const { return m_resolution_ns > kFinest_ns; }
  // The marks.
  void append(WorkerId worker, const Slice& slice) override;
  void setOpen(WorkerId worker, std::optional<Slice> open) override;
  void addCoreRunning(std::uint32_t, std::int64_t) override {}  // the kernel knows better
  void add(const SwitchRecord& record) { m_threads.add(record); }

  /// Both sources have told all up to `until_ns`, since the epoch. REQUIRES: it does not go back.
  void advance(std::int64_t until_ns);
  /// No more will come; the run ended at `end_ns`.
  void close(std::int64_t end_ns);

  std::uint64_t records() const { return m_threads.records(); }
  /// Over all workers, of what is known so far.
  Agreement agreement() const;

 private:
  struct Watched;  // one of the kernel's threads

  void born(const KernelThread& thread) override;
  void named(const KernelThread&) override {}
  void lasted(const KernelThread& thread, std::int64_t end_ns) override;
  void ended(const KernelThread& thread, std::int64_t time_ns) override;
  void lost(std::uint32_t cpu, std::int64_t begin_ns, std::int64_t end_ns, std::uint64_t records) override;
  void gotIncomplete(const KernelThread&) override {}  // its marks go on

  void noteBirth(WorkerId worker, const KernelThread& thread);
  void runOnCore(const Watched& watched, std::uint32_t cpu, std::int64_t begin_ns, std::int64_t end_ns);

  TraceStore& m_store;
  std::int64_t m_resolution_ns;
  std::int64_t m_advanced_ns = 0;
  std::vector<TrackJoiner> m_workers;
  std::vector<AgreementTally> m_agreements;  // as m_workers
  std::vector<bool> m_has_no_marks;          // as m_workers
  std::vector<CoreTrack> m_cores;
  std::unordered_map<std::uint64_t, std::unique_ptr<Watched>> m_watched;  // alive, by serial number
  std::unordered_map<std::int32_t, WorkerId> m_worker_of;                 // by tid
  KernelThreads m_threads;
};

}  // namespace interleave
