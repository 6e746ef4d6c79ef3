// SPDX-License-Identifier: GPL-3.0-or-later
// What the probe costs the job that calls it, on this machine and now.
#pragma once

#include "core/ring/raw_clock.h"

namespace interleave {

/// Nanoseconds of one tick between two samples: the best of a few short series, so that an interruption does not count.
/// Takes some 0.2 ms. Any thread.
double tickCost_ns(const RawClock& clock);

}  // namespace interleave
