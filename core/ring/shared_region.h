// SPDX-License-Identifier: GPL-3.0-or-later
// The shared memory region as an owned object: the host creates it, runner and workers map what they inherit.
//
// Creating: a memfd of the right size, its size sealed, so that no process that shares it can truncate it under another
// (which would be a SIGBUS there). Mapping checks what the header claims against the file's true size.
// Threading: create and map from any thread; the memory itself as region.h says. Source: memfd_create(2), fcntl(2).
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/result.h"
#include "core/base/unique_fd.h"
#include "core/ring/raw_clock.h"
#include "core/ring/region.h"

namespace interleave {

struct RegionSettings {
  std::uint32_t ring_count = 1;     // 1..IL_MOST_RINGS
  std::uint32_t ring_capacity = 0;  // samples a ring, a power of two; 0: chosen by ring_count
  std::int64_t heartbeat_ns = 20'000;
  std::int64_t gap_ns = 50'000;
  RawClock clock = RawClock::best();
};

class SharedRegion {
 public:
  static Result<SharedRegion> create(const RegionSettings& settings);
  /// Maps an inherited descriptor and checks it. Takes ownership of `fd`.
  static Result<SharedRegion> map(UniqueFd fd);

  SharedRegion(SharedRegion&& other) noexcept;
  SharedRegion& operator=(SharedRegion&& other) noexcept;
  SharedRegion(const SharedRegion&) = delete;
  SharedRegion& operator=(const SharedRegion&) = delete;
  ~SharedRegion();

  int fd() const { return m_fd.get(); }
  void* memory() const { return m_memory; }
  std::uint64_t size() const { return m_size; }
  std::uint32_t ringCount() const { return m_ring_count; }
  std::uint32_t ringCapacity() const { return m_ring_capacity; }
  /// REQUIRES: index < ringCount().
  il_ring* ring(std::uint32_t index) const;
  /// What the jobs of the run share: IL_BOARD_BYTES, zero at first.
  void* board() const;
  /// Asks every worker to give up its job at the next tick; safe from any thread.
  void requestStop();
  bool isStopRequested() const;
  /// The GIL's interval, by which a live run may be moved: each waiter looks at it when its next wait begins. Wakes who
  /// waits for the word to change. Safe from any thread and process.
  void setSwitchInterval_us(std::uint32_t interval_us);
  /// The word itself, to be read atomically; 0: not set yet.
  const std::uint32_t* switchInterval_us() const;

 private:
  SharedRegion(UniqueFd fd, void* memory, std::uint64_t size);
  void unmap();

  UniqueFd m_fd;
  void* m_memory = nullptr;
  std::uint64_t m_size = 0;
  // Copies taken once, after the check: what stands in shared memory may change under us.
  std::uint32_t m_ring_count = 0;
  std::uint32_t m_ring_capacity = 0;
};

}  // namespace interleave
