// SPDX-License-Identifier: GPL-3.0-or-later
// Drains every worker's ring into the trace store. One drain: read all heads, take a clock anchor, then read the
// samples, so that every sample lies between two anchors.
//
// A ring that makes no sense is set aside with a note; the others go on. Every sample and every loss is accounted for:
// per track, samples read + samples lost = samples made.
// Threading: the session's thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/ring/raw_clock.h"
#include "core/ring/ring_reader.h"
#include "core/ring/shared_region.h"
#include "core/trace/joint_trace_builder.h"
#include "core/trace/slice_builder.h"
#include "core/trace/trace_store.h"

namespace interleave {

class RingCollector {
 public:
  /// `joint`: null where there is no kernel's view to join the marks with. REQUIRES: all outlive this.
  RingCollector(const SharedRegion& region, const RawClock& clock, TraceStore& store, JointTraceBuilder* joint);

  /// Threads wait for a GIL that they can't mark, as CPython's do. REQUIRES: before the first drain().
  void expectUnmarkedGil() { m_has_unmarked_gil = true; }
  /// Jobs say when they begin and end, and nothing between: the kernel tells what they do, and where it can't, they
  /// count as running. REQUIRES: before the first drain().
  void expectNoMarks() { m_has_no_marks = true; }
  /// The run's zero. REQUIRES: called once, before any worker starts.
  void setEpoch(ClockAnchor anchor);
  /// Reads all that has come. Returns now, in the run's time.
  std::int64_t drain();
  /// This worker's process ended: what it last did ended with it.
  void endTrack(WorkerId worker, const std::string& reason);
  /// The run is over: all tracks end.
  void endAll(std::int64_t end_ns);
  std::int64_t toRun_ns(std::uint64_t raw) const { return m_map.toRun_ns(raw); }
  /// What went wrong with rings, for the outcome.
  const std::vector<std::string>& notes() const { return m_notes; }

 private:
  struct Source {
    RingReader reader;
    SliceBuilder builder;
    bool is_known = false;
  };
  void read(Source& source, WorkerId worker, std::uint64_t head);
  void setAside(Source& source, WorkerId worker, const std::string& why);
  void end(Source& source, WorkerId worker, std::int64_t end_ns);

  RawClock m_clock;
  TraceStore& m_store;
  JointTraceBuilder* m_joint;
  bool m_has_unmarked_gil = false;
  bool m_has_no_marks = false;
  ClockMap m_map;
  std::vector<Source> m_sources;
  std::vector<il_sample> m_samples;  // one ring's, reused
  std::vector<std::string> m_notes;
};

}  // namespace interleave
