// SPDX-License-Identifier: GPL-3.0-or-later
// What a worker was doing from one instant to another.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/base/ids.h"

namespace interleave {

/// A worker's state; the rule for each is in slice_builder.h (its marks alone), kernel_threads.h (the kernel alone) and
/// joint_state.h (both). Idle (alive, without a job) and Gone (not there) are never stored: they are what lies between
/// slices.
enum class State : std::uint8_t {
  Idle,
  Starting,  // somebody set out to start the worker, it has not run yet
  Running,   // in a job, with a core
  Ready,     // in a job, wants a core and has none
  GilWait,
  LockWait,
  IoWait,
  Waiting,  // the kernel says that it waits, and no mark says for what
  Copying,  // data on its way into the job or out of it, at either end
  Lost,     // marks or switch records had no room: not known
  Gone,
};
inline constexpr std::size_t kStateCount = 11;

constexpr std::size_t index(State state) {
  return static_cast<std::size_t>(state);
}
/// "running", "waiting for the GIL": as the legend says it.
const char* label(State state);

/// `[begin, end)` in nanoseconds since the run's epoch.
struct Slice {
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;
  JobId job = kNoJob;
  State state = State::Idle;

  std::int64_t length_ns() const { return end_ns - begin_ns; }
  friend bool operator==(const Slice&, const Slice&) = default;
};

/// Nanoseconds spent in each state, by index(state).
using StateTimes = std::array<std::int64_t, kStateCount>;

}  // namespace interleave
