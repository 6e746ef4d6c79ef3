// SPDX-License-Identifier: GPL-3.0-or-later
// How much memory a process held at most. Threading: any thread. Source: proc(5), VmHWM of /proc/PID/status, which
// an exec begins anew, unlike getrusage's.
#pragma once

#include <unistd.h>

#include <cstdint>

namespace interleave {

/// In units of 1,024 bytes, resident, shared pages included; 0 where it can't be learnt.
std::uint64_t mostMemory_kb(pid_t pid = getpid());

}  // namespace interleave
