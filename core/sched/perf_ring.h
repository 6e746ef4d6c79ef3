// SPDX-License-Identifier: GPL-3.0-or-later
// One core's ring of switch records: the mapping, and the walk over what the kernel has written since the last time.
//
// The kernel writes and moves the head, we read and move the tail; a full ring makes it drop records and say so before
// the next that fits. A header that makes no sense ends the walk: all up to the head is passed over and reported as
// lost. Threading: one thread. Ownership: the mapping; the descriptor is its maker's. Source: perf_event_open(2).
#pragma once

#include <linux/perf_event.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/base/switch_record.h"

namespace interleave {

/// Records from a ring's bytes, wherever those lie. The part of PerfRing that tests can feed.
class PerfRingReader {
 public:
  /// `since_ns`: no record is older; a loss before the first record begins there.
  explicit PerfRingReader(std::int64_t since_ns) : m_last_ns(since_ns) {}

  /// Appends the records between `tail` and `head`, positions that only grow. REQUIRES: the size of `ring` is a power
  /// of two.
  void read(std::span<const std::byte> ring, std::uint64_t tail, std::uint64_t head, std::vector<SwitchRecord>& out);
  /// No more will be read. Of `counted` records that the kernel dropped in all, it has told of some; appends the loss
  /// of the others, which were the last.
  void finish(std::uint64_t counted, std::int64_t now_ns, std::uint32_t cpu, std::vector<SwitchRecord>& out);
  std::int64_t last_ns() const { return m_last_ns; }  // of the newest record
  std::uint64_t lost() const { return m_lost; }

 private:
  void takeUnknown(std::uint64_t lost, std::int64_t until_ns, std::uint32_t cpu, std::vector<SwitchRecord>& out);

  std::vector<std::byte> m_whole;  // a record that wrapped around
  std::int64_t m_last_ns;
  std::uint64_t m_lost = 0;
  std::uint64_t m_told = 0;  // of them, by the kernel
  bool m_is_broken = false;  // the next good record ends an unknown stretch
};

class PerfRing {
 public:
  /// Maps `data_size` bytes of records of the event `fd`. REQUIRES: a power of two and whole pages.
  static Result<PerfRing> map(int fd, std::size_t data_size, std::int64_t since_ns);
  PerfRing(PerfRing&& other) noexcept;
  PerfRing& operator=(PerfRing&&) = delete;
  ~PerfRing();

  /// Appends all that has come, in the order in which the core did it.
  void drain(std::vector<SwitchRecord>& out);
  /// As PerfRingReader::finish.
  void finish(std::uint64_t counted, std::int64_t now_ns, std::uint32_t cpu, std::vector<SwitchRecord>& out) {
    m_reader.finish(counted, now_ns, cpu, out);
  }
  const PerfRingReader& reader() const { return m_reader; }

 private:
  PerfRing(perf_event_mmap_page* page, std::size_t data_size, std::int64_t since_ns)
      : m_page(page), m_data_size(data_size), m_reader(since_ns) {}

  perf_event_mmap_page* m_page;
  std::size_t m_data_size;
  PerfRingReader m_reader;
};

}  // namespace interleave
