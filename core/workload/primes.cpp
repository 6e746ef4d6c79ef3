// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/primes.h"

#include <array>

namespace interleave {
namespace {

// Three primes; the last is 89 x 112361.
constexpr std::array<std::uint64_t, 4> kOfTheArticles = {10'000'019, 10'000'079, 10'000'103, 10'000'129};
constexpr std::uint64_t kChunk = 1'024;  // divisions between two marks, each some ns
constexpr std::uint64_t kApart = 1'000;  // between the starts of two jobs: far more than between two primes, mostly

// From 2 on; the candidate itself when it is prime. Nothing when told to stop.
std::optional<std::uint64_t> smallestDivisor(std::uint64_t candidate, JobContext& job) {
  if (candidate % 2 == 0) {
    return 2;
  }
  std::uint64_t divisions = 0;
  for (std::uint64_t divisor = 3; divisor <= candidate / divisor; divisor += 2) {
    if (candidate % divisor == 0) {
      return divisor;
    }
    if (++divisions % kChunk == 0) {
      job.tick();
      if (job.isStopped()) {
        return std::nullopt;
      }
    }
  }
  return candidate;
}

}  // namespace

Primes::Primes(const WorkloadSettings& settings)
    : m_are_the_articles(choice(settings.parameters, "numbers") == "articles"),
      m_from(static_cast<std::uint64_t>(integer(settings.parameters, "from"))) {}

Result<JobResult> Primes::run(JobContext& job) const {
  const std::uint32_t id = number(job.job());
  std::uint64_t candidate = m_are_the_articles ? kOfTheArticles[id % kOfTheArticles.size()] : m_from + kApart * id;
  for (;; ++candidate) {
    job.tick();
    const std::optional<std::uint64_t> divisor = smallestDivisor(candidate, job);
    if (!divisor || job.isStopped()) {
      return stopped();
    }
    if (*divisor == candidate || m_are_the_articles) {
      return JobResult(*divisor);
    }
  }
}

}  // namespace interleave
