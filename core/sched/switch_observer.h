// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel's own switch records of a process and of all that descends from it, as an ordinary user gets them.
//
// One event per core, inherited by every thread and child, so from before the first instruction each of them is
// covered; CLOCK_MONOTONIC stamps, exact to the nanosecond. The rings are drained often; a ring that was full says how
// many records it dropped, which becomes a Lost record; what was dropped after the last record the kernel tells at the
// end, where it is 6.0 or newer. Attached to a running process, every thread and child that is there is given events of
// its own, which write into the same rings; one that is made by a thread not yet reached, between two looks into /proc,
// is found by the next look.
//
// Running time is from the record of the switch in to that of the switch out. The kernel charges threads a little more
// than that: the switching itself, about 1 us each time, and what it does for a thread after its exit record; where
// that comes before a process' memory is given back, as measured on Linux 6.18, some 0.3 ms for each process of a
// compiler. So rusage is larger by that much: below 1 % for programs that compute, 8 % for a build of 90 short
// processes.
//
// A program that changes its user as it starts (set-user-id), or that we may not read, is not ours to see: the kernel
// takes the events off it, and off what it starts. It says EXIT; that the process lives on /proc tells, and it becomes
// Unseen. One that is gone before we look, within 10 ms, can't be told from one that ended there. Threading: one
// thread. Errors: refused (paranoid level, container, descriptors used up), or the process is gone. Source:
// perf_event_open(2).
#pragma once

#include <map>
#include <set>

#include "core/base/unique_fd.h"
#include "core/sched/kernel_observer.h"
#include "core/sched/perf_ring.h"

namespace interleave {

class SwitchObserver : public KernelObserver {
 public:
  static constexpr std::size_t kLargestRing = std::size_t{8} << 20;

  /// A ring holds at most `largest_ring` bytes, a power of two; less where less is permitted.
  static Result<std::unique_ptr<SwitchObserver>> observe(pid_t pid, Observed when,
                                                         std::size_t largest_ring = kLargestRing);

  KernelView view() const override { return KernelView::Perf; }
  std::int64_t resolution_ns() const override { return 1; }
  void drain(std::vector<SwitchRecord>& out) override;
  void finish(std::vector<SwitchRecord>& out) override;
  std::int64_t knownUntil_ns() const override { return m_known_until_ns; }
  std::int64_t pause_ns() const override;
  std::uint64_t lost() const override;
  std::uint64_t unseen() const override { return m_unseen_count; }
  /// Whether this kernel also tells, at the end, what was lost after a ring's last record.
  bool countsAllLost() const { return m_counts_all_lost; }

 private:
  struct Core {
    UniqueFd fd;  // of the first thread's event, whose ring all others of this core write into
    std::uint32_t number = 0;
    std::vector<UniqueFd> others;
  };

  SwitchObserver(std::int64_t now_ns, std::size_t largest_ring)
      : m_largest_ring(largest_ring), m_since_ns(now_ns), m_known_until_ns(now_ns), m_last_drain_ns(now_ns) {}
  Status observeFirst(pid_t tid);
  Status observeAnother(pid_t tid);
  Status observeTree(pid_t pid);
  void readRings();
  void findUnseen(std::size_t first_new);
  std::uint64_t countLost(const Core& core) const;

  std::size_t m_largest_ring;
  bool m_counts_all_lost = true;
  std::int64_t m_since_ns;
  std::vector<Core> m_cores;
  std::vector<PerfRing> m_rings;       // as m_cores
  std::map<pid_t, UniqueFd> m_unseen;  // alive, with a pidfd each
  std::uint64_t m_unseen_count = 0;
  std::vector<SwitchRecord> m_held;  // read, not yet handed over
  std::int64_t m_known_until_ns;
  std::int64_t m_last_drain_ns;
};

/// Moves the records that happened until `until_ns` from `held` to the end of `out`, in order of time; of two at one
/// instant the one that was held first.
void releaseInOrder(std::vector<SwitchRecord>& held, std::int64_t until_ns, std::vector<SwitchRecord>& out);

}  // namespace interleave
