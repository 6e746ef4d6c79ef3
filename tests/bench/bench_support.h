// SPDX-License-Identifier: GPL-3.0-or-later
// What the benchmarks of the probe share.
#pragma once

#include "core/ring/probe.h"
#include "core/ring/shared_region.h"

namespace interleave::bench {

/// A region with one ring and a probe on it that is in a job.
class RunningProbe {
 public:
  explicit RunningProbe(RegionSettings settings = {}) : m_region(SharedRegion::create(settings).value()) {
    il_probe_claim(&probe, m_region.memory(), m_region.size(), 0, IL_WORKER_THREAD, il_now(settings.clock.kind));
    il_job_begin(&probe, 0);
  }
  /// As if the host had read all.
  void drain() { __atomic_store_n(&probe.ring->tail, probe.head, __ATOMIC_RELEASE); }

  il_probe probe{};

 private:
  SharedRegion m_region;
};

}  // namespace interleave::bench
