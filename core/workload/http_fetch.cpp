// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/http_fetch.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "core/base/clock.h"
#include "core/net/http_client.h"

namespace interleave {
namespace {

// Sixteen sites of about half a second; together 7.80 s, a little under what fetching them in turn took in the
// articles.
constexpr std::array<double, 16> kArticleDelays_ms = {487, 452, 531, 498, 420, 515, 476, 560,
                                                      443, 509, 468, 524, 437, 493, 545, 442};

}  // namespace

HttpFetch::HttpFetch(const WorkloadSettings& settings)
    : m_shape(choice(settings.parameters, "shape")),
      m_urls(static_cast<std::uint64_t>(integer(settings.parameters, "urls"))),
      m_delay_ms(real(settings.parameters, "delay")),
      m_straggler_ms(real(settings.parameters, "straggler")),
      m_scale(real(settings.parameters, "scale")),
      m_bytes(integer(settings.parameters, "bytes")),
      m_timeout_ns(static_cast<std::int64_t>(real(settings.parameters, "timeout") * double{kNsPerMs})),
      m_port(settings.http_port) {}

std::int64_t HttpFetch::delay_us(std::uint64_t url) const {
  double delay_ms = m_delay_ms;
  if (m_shape == "articles") {
    delay_ms = kArticleDelays_ms[url % kArticleDelays_ms.size()];
  } else if (m_shape == "straggler" && url == 0) {
    delay_ms = m_straggler_ms;
  } else if (m_shape == "growing") {
    delay_ms = m_delay_ms * static_cast<double>(url);
  }
  return std::llround(delay_ms * m_scale * 1000.0);
}

std::string HttpFetch::target(JobId job) const {
  return fmt::format("/{}/{}", delay_us(number(job) % m_urls), m_bytes);
}

AsyncJob HttpFetch::asyncJob(JobId job) const {
  return AsyncFetch{target(job), m_timeout_ns};
}

Result<JobResult> HttpFetch::run(JobContext& job) const {
  const std::string target = this->target(job.job());
  const Result<HttpAnswer> answer =
      job.blocking(IL_WAIT_IO, [&] { return httpGet(m_port, target, m_timeout_ns, job.stopFd()); });
  if (!answer) {
    return answer.error().code == ErrorCode::Cancelled ? stopped() : tl::unexpected(answer.error());
  }
  if (answer->status != 200) {
    return fail(ErrorCode::Protocol, fmt::format("the server answered {} with status {}", target, answer->status));
  }
  return JobResult(answer->body_bytes);
}

}  // namespace interleave
