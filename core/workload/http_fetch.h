// SPDX-License-Identifier: GPL-3.0-or-later
// Fetches URLs from the loopback server, which answers each after its delay. The result is the number of bytes
// received.
#pragma once

#include "core/workload/workload.h"

namespace interleave {

class HttpFetch : public Workload {
 public:
  explicit HttpFetch(const WorkloadSettings& settings);
  Result<JobResult> run(JobContext& job) const override;
  AsyncJob asyncJob(JobId job) const override;

  /// How long the server waits before it answers URL `url`.
  std::int64_t delay_us(std::uint64_t url) const;

 private:
  std::string target(JobId job) const;

  std::string m_shape;
  std::uint64_t m_urls;
  double m_delay_ms;
  double m_straggler_ms;
  double m_scale;
  std::int64_t m_bytes;
  std::int64_t m_timeout_ns;
  std::uint16_t m_port;
};

}  // namespace interleave
