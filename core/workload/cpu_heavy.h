// SPDX-License-Identifier: GPL-3.0-or-later
// Adds the numbers 0 to n-1, modulo 2^64. The sum is the result: n(n-1)/2, which nobody here uses.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "core/workload/workload.h"

namespace interleave {

class CpuHeavy : public Workload {
 public:
  explicit CpuHeavy(const WorkloadSettings& settings);
  Result<JobResult> run(JobContext& job) const override;

 private:
  std::uint64_t m_numbers;
};

/// Numbers added between two marks. About 60,000 instructions, against which a mark's 30 do not show; about 5 us, well
/// below the gap limit of the probe.
inline constexpr std::uint64_t kCpuHeavyChunk = 16'384;

/// The loop, with `afterChunk` called after each chunk; it returns false to give up. A template so that a benchmark can
/// run the very same loop without the probe.
template <class AfterChunk>
std::optional<std::uint64_t> sumBelow(std::uint64_t n, AfterChunk&& afterChunk) {
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < n;) {
    const std::uint64_t end = i + std::min(n - i, kCpuHeavyChunk);
    for (; i < end; ++i) {
      sum += i;
      // Nothing, but the compiler can't know: without it the loop becomes a formula, or sixteen additions at once.
      asm volatile("" : "+r"(sum));
    }
    if (!afterChunk()) {
      return std::nullopt;
    }
  }
  return sum;
}

}  // namespace interleave
