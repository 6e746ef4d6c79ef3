// SPDX-License-Identifier: GPL-3.0-or-later
// What the jobs of one run share, whatever model runs them: locks, who waits for which, and cells for the workload's
// own use. It lies in the region behind the rings, so threads and processes see the same; all zero is its first state.
//
// Threading: every field is atomic but the text, which is complete once `deadlock` says so. The host does not read it.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/ring/region.h"

namespace interleave {

/// A lock in shared memory; shared_lock.h takes and drops it.
struct BoardLock {
  std::atomic<std::uint32_t> state;   // a futex: 0 free, 1 taken, 2 taken and waited for
  std::atomic<std::uint32_t> holder;  // its worker's number + 1; 0: nobody
  std::atomic<std::uint32_t> takes;   // how often it was taken
  std::atomic<std::uint32_t> giver;   // who dropped it last, and when by the raw clock
  std::atomic<std::uint64_t> given_raw;
  std::uint64_t reserved[5];  // a cache line each
};

struct BoardWaiter {
  std::atomic<std::uint32_t> lock;   // the number + 1 of the lock that this worker waits for; 0: none
  std::atomic<std::uint32_t> waits;  // how often it has begun to wait
};

struct Board {
  static constexpr std::size_t kLocks = 64;
  static constexpr std::size_t kCells = 8192;

  std::atomic<std::uint64_t> memory_kb;  // most memory of the worker processes that have ended, together
  std::atomic<std::uint32_t> deadlock;   // 0 none, 1 being described, 2 described
  std::uint32_t reserved;
  std::array<char, 2032> deadlock_text;
  std::array<BoardLock, kLocks> locks;
  std::array<BoardWaiter, IL_MOST_RINGS> waiters;
  std::array<std::atomic<std::uint64_t>, kCells> cells;  // the workload's own

  /// Who waits for whom in a circle, in words; empty while nobody does.
  std::string deadlockText() const {
    return deadlock.load(std::memory_order_acquire) == 2 ? std::string(deadlock_text.data()) : std::string();
  }
};

static_assert(sizeof(Board) <= IL_BOARD_BYTES);
static_assert(sizeof(BoardLock) == 64 && sizeof(BoardWaiter) == 8);
// resources/python/interleave_worker/board.py counts on these.
static_assert(offsetof(Board, deadlock) == 8 && offsetof(Board, deadlock_text) == 16);
static_assert(offsetof(Board, locks) == 2'048 && offsetof(Board, waiters) == 6'144 && offsetof(Board, cells) == 38'912);
static_assert(offsetof(BoardLock, holder) == 4 && offsetof(BoardLock, takes) == 8 && offsetof(BoardWaiter, waits) == 4);
static_assert(std::atomic<std::uint64_t>::is_always_lock_free && sizeof(std::atomic<std::uint64_t>) == 8);

}  // namespace interleave
