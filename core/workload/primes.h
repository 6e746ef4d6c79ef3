// SPDX-License-Identifier: GPL-3.0-or-later
// Trial division. Large: job i looks for the first prime from `from` + 1000 i on. Articles: it tests one of the
// articles' four numbers. The result is the prime found; of a number that is none, its smallest divisor.
#pragma once

#include "core/workload/workload.h"

namespace interleave {

class Primes : public Workload {
 public:
  explicit Primes(const WorkloadSettings& settings);
  Result<JobResult> run(JobContext& job) const override;

 private:
  bool m_are_the_articles;
  std::uint64_t m_from;
};

}  // namespace interleave
