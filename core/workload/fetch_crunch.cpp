// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/fetch_crunch.h"

#include <fmt/format.h>

#include "core/base/clock.h"
#include "core/net/http_client.h"
#include "core/workload/cpu_heavy.h"

namespace interleave {
namespace {

constexpr std::int64_t kPatience_ns = 30 * kNsPerSecond;  // beyond the delay asked for

}  // namespace

FetchCrunch::FetchCrunch(const WorkloadSettings& settings)
    : m_delay_us(static_cast<std::int64_t>(real(settings.parameters, "delay") * 1e3)),
      m_bytes(integer(settings.parameters, "bytes")),
      m_numbers(static_cast<std::uint64_t>(integer(settings.parameters, "n"))),
      m_port(settings.http_port),
      m_half(settings.half) {}

Result<JobResult> FetchCrunch::fetch(JobContext& job) const {
  const std::string target = fmt::format("/{}/{}", m_delay_us, m_bytes);
  const Result<HttpAnswer> answer = job.blocking(
      IL_WAIT_IO, [&] { return httpGet(m_port, target, m_delay_us * kNsPerUs + kPatience_ns, job.stopFd()); });
  if (!answer) {
    return answer.error().code == ErrorCode::Cancelled ? stopped() : tl::unexpected(answer.error());
  }
  if (answer->status != 200) {
    return fail(ErrorCode::Protocol, fmt::format("the server answered {} with status {}", target, answer->status));
  }
  return JobResult(answer->body_bytes);
}

Result<JobResult> FetchCrunch::crunch(JobContext& job) const {
  const std::optional<std::uint64_t> sum = sumBelow(m_numbers, [&job] {
    job.tick();
    return !job.isStopped();
  });
  return sum ? Result<JobResult>(*sum) : stopped();
}

Result<JobResult> FetchCrunch::run(JobContext& job) const {
  if (m_half != JobHalf::Second) {
    Result<JobResult> fetched = fetch(job);
    if (!fetched || m_half == JobHalf::First) {
      return fetched;
    }
  }
  return crunch(job);
}

}  // namespace interleave
