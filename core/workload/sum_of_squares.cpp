// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/sum_of_squares.h"

#include <algorithm>

namespace interleave {
namespace {

constexpr std::uint64_t kChunk = 8'192;  // about 5 us between two marks

}  // namespace

SumOfSquares::SumOfSquares(const WorkloadSettings& settings)
    : m_numbers(static_cast<std::uint64_t>(integer(settings.parameters, "n"))) {}

Result<JobResult> SumOfSquares::run(JobContext& job) const {
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < m_numbers;) {
    const std::uint64_t end = std::min(m_numbers, i + kChunk);
    for (; i < end; ++i) {
      sum += i * i;
      asm volatile("" : "+r"(sum));  // as in cpu_heavy.h: the loop shall stay one
    }
    job.tick();
    if (job.isStopped()) {
      return stopped();
    }
  }
  return JobResult(sum);
}

}  // namespace interleave
