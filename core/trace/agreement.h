// SPDX-License-Identifier: GPL-3.0-or-later
// How well a worker's marks and the kernel agree on when its jobs ran.
//
// Compared is the time that the marks say a job ran or stood still (a gap between them), where the kernel's word is
// known; marked waits are not. What differs for no longer than the tolerance agrees: marks lie up to the gap limit
// apart without saying more, so they can't tell. Beyond it there are two kinds: the marks go on though the kernel says
// there was no core, which can't be, so one of the two is wrong (a contradiction); or the kernel says it ran but the
// marks stood still: an interrupt, another guest of the same machine, a stretch of the job without a mark. Threading:
// one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "core/trace/slice.h"

namespace interleave {

struct Agreement {
  std::int64_t both_ns = 0;        // both say a job ran
  std::int64_t only_marks_ns = 0;  // a contradiction
  std::int64_t only_kernel_ns = 0;

  /// 0..1; nothing when no job ran.
  std::optional<double> ratio() const;
  Agreement& operator+=(const Agreement& other);
};

/// Of one worker.
class AgreementTally {
 public:
  explicit AgreementTally(std::int64_t tolerance_ns) : m_tolerance_ns(tolerance_ns) {}

  /// Final slices, each source in order of time; the kernel's are Running, Ready, Waiting, or Lost where it knows
  /// nothing.
  void addMarks(const Slice& slice);
  void addKernel(const Slice& slice);
  /// All that both sources have told so far.
  const Agreement& total() const { return m_total; }
  /// No more will come.
  void close();

 private:
  void compare();
  void add(int kind, std::int64_t begin_ns, std::int64_t end_ns);
  void settle();

  std::int64_t m_tolerance_ns;
  std::deque<Slice> m_marks;
  std::deque<Slice> m_kernel;
  int m_kind = 0;  // of the stretch being added up: -1 only the marks, +1 only the kernel, 0 none
  std::int64_t m_stretch_ns = 0;
  std::int64_t m_stretch_end_ns = 0;
  Agreement m_total;
};

}  // namespace interleave
