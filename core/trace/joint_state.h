// SPDX-License-Identifier: GPL-3.0-or-later
// A worker's state out of two sources: its own marks (the probe) say what it is at and what it waits for, the kernel
// says whether it had a core. The rule for each pair:
//
//   marks \ kernel      running     ready     waiting     lost or not known
//   in a job            running     ready     waiting     as the marks say: running, or ready in a gap between them
//   marked wait         the wait    ready     the wait    the wait
//   starting            starting    starting  starting    starting
//   idle                idle        idle      idle        idle
//   samples lost        lost        lost      lost        lost
//
// Once the kernel says the thread has ended there is no state any more. In a job and waiting for what no mark names
// (a page from the disk, a lock of the C library) is "waiting". A marked wait counts as one also while the thread has a
// core: it goes to sleep, looks again, or spins. It counts as ready when the thread lost its core in it: then it wants
// that first. Copying data is marked like a wait: who copies is on a core at one end or at the other. When a waiting
// thread was woken is not known, so that ready time counts as the wait. In CPython a wait for the GIL has no mark:
// there a gap in a thread's marks is one, as if it were marked.
#pragma once

#include <optional>

#include "core/trace/slice.h"

namespace interleave {

/// `marks`: Idle is alive without a job. `kernel`: Running, Ready, Waiting, Starting, Gone; nothing where it is not
/// known.
State jointState(State marks, std::optional<State> kernel);

}  // namespace interleave
