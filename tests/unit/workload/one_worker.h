// SPDX-License-Identifier: GPL-3.0-or-later
// A probe with a region of its own, to run a workload's job without a runner.
#pragma once

#include <gtest/gtest.h>
#include <sys/eventfd.h>

#include <optional>

#include "core/base/unique_fd.h"
#include "core/experiment/catalogue.h"
#include "core/experiment/experiment.h"
#include "core/ring/probe.h"
#include "core/ring/ring_reader.h"
#include "core/ring/shared_region.h"
#include "core/workload/workload.h"

namespace interleave::testing {

class OneWorker {
 public:
  OneWorker()
      : m_region(*SharedRegion::create({1, 1 << 16, 20'000, 50'000, RawClock::best()})),
        m_stop(eventfd(0, EFD_CLOEXEC)) {
    EXPECT_EQ(il_probe_claim(&m_probe, m_region.memory(), m_region.size(), 0, IL_WORKER_THREAD, 0), 0);
  }

  /// `given` are the parameters that differ from the defaults.
  Result<JobResult> run(const std::string& workload, ParameterValues given, std::uint32_t job = 0,
                        std::uint16_t http_port = 0) {
    Experiment experiment;
    experiment.workload = workload;
    experiment.parameters = std::move(given);
    const auto whole = checked(experiment);
    EXPECT_TRUE(whole) << (whole ? "" : whole.error().message);
    const auto made = makeWorkload(workload, {whole->parameters, 1, http_port});
    EXPECT_TRUE(made) << (made ? "" : made.error().message);
    JobContext context(m_probe, nullptr, m_stop.get());
    context.setJob(JobId{job});
    il_job_begin(&m_probe, job);
    auto result = (*made)->run(context);
    m_ticks = il_job_end(&m_probe);
    return result;
  }

  void stop() {
    m_region.requestStop();
    EXPECT_EQ(eventfd_write(m_stop.get(), 1), 0);
  }
  std::uint64_t ticks() const { return m_ticks; }
  std::vector<il_sample> samples() {
    RingReader reader(m_region.ring(0), m_region.ringCapacity());
    std::vector<il_sample> all;
    EXPECT_TRUE(reader.drain(*reader.head(), all));
    return all;
  }

 private:
  SharedRegion m_region;
  UniqueFd m_stop;
  il_probe m_probe{};
  std::uint64_t m_ticks = 0;
};

}  // namespace interleave::testing
