// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the calling thread quick to be scheduled among many that compute, without giving it more of the processor.
// Threading: affects the calling thread; threads and processes it creates are as they would have been.
// Source: sched_setattr(2); Linux 6.12, "sched/eevdf: Allow sched_attr::sched_runtime for SCHED_OTHER".
#pragma once

namespace interleave {

/// Asks for the shortest time slices, for which the kernel gives an earlier turn. Older kernels ignore it (before 6.6
/// they preempt for a thread that wakes anyway). Without it, Stop waited up to half a second behind 256 busy threads.
void askForShortSlices();

}  // namespace interleave
