// SPDX-License-Identifier: GPL-3.0-or-later
// One worker's track, joined from its marks and from what the kernel says of its thread; see joint_state.h.
//
// The marks know at each instant up to the last drain what the worker is at, but for one thing: whether it stands still
// between two of them they tell only afterwards. Where the kernel's word is known that does not matter; where it is
// not, the track is joined only up to the last mark. Threading: the collector's thread.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "core/trace/trace_store.h"

namespace interleave {

class TrackJoiner {
 public:
  TrackJoiner(TraceStore& store, WorkerId worker) : m_store(&store), m_worker(worker) {}

  void addMarks(const Slice& slice) { m_marks.push_back(slice); }
  void setOpenMarks(std::optional<Slice> open) { m_open_marks = open; }
  /// What the thread did; Running, Ready, Waiting, Starting, Lost.
  void addKernel(const Slice& slice) { m_kernel.push_back(slice); }
  /// What it is doing since then; nothing where that is not known.
  void setOpenKernel(std::optional<Slice> open) { m_open_kernel = open; }
  /// Its thread was made then: until its first mark it is starting, which it can't tell by itself.
  void setBorn(std::int64_t time_ns) { m_born_ns = time_ns; }
  /// It is gone from then on.
  void endKernel(std::int64_t time_ns) { m_gone_ns = time_ns; }

  /// A gap in the marks is a wait that can't be marked, whatever the kernel says meanwhile: then the track is always
  /// joined up to the last mark only.
  void setGapsAreWaits() { m_gaps_are_waits = true; }
  /// Both sources have told all up to `until_ns`.
  void advance(std::int64_t until_ns);
  /// No more marks will come: what is left is joined up to `end_ns`.
  void close(std::int64_t end_ns);

  /// What the worker is at from one instant on, by its marks.
  struct Stretch {
    State state = State::Idle;
    JobId job = kNoJob;
    std::int64_t end_ns = 0;
    bool is_certain = true;  // the marks have told; else they say so only for all they know
  };
  /// REQUIRES: `time_ns` lies not before the last advance(), and before `until_ns`.
  Stretch marksAt(std::int64_t time_ns, std::int64_t until_ns) const;

 private:
  std::optional<State> kernelAt(std::int64_t time_ns, std::int64_t until_ns, std::int64_t& end_ns) const;
  void beginWithBirth(std::int64_t first_mark_ns);
  void emit(State state, JobId job, std::int64_t begin_ns, std::int64_t end_ns);

  TraceStore* m_store;
  WorkerId m_worker;
  std::deque<Slice> m_marks;  // not joined yet, the first perhaps in part
  std::optional<Slice> m_open_marks;
  std::deque<Slice> m_kernel;
  std::optional<Slice> m_open_kernel;
  std::optional<std::int64_t> m_born_ns;
  bool m_has_begun = false;  // something was joined
  std::optional<std::int64_t> m_gone_ns;
  bool m_gaps_are_waits = false;
  std::optional<Slice> m_growing;  // joined, may be continued
  std::int64_t m_frontier_ns = 0;  // joined up to here
};

}  // namespace interleave
