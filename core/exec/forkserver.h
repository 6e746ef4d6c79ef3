// SPDX-License-Identifier: GPL-3.0-or-later
// The fork server's own side, and what it and the runner say to each other: fixed structs on a sequenced-packet socket,
// since both are the same program on the same machine.
//
// runner → server: ForkRequest, with the worker's socket as SCM_RIGHTS. server → runner: a ForkReport that answers the
// request, and one for each worker that has ended. The server ends, and all its workers with it, when its socket does.
// Source: unix(7), SCM_RIGHTS; signalfd(2).
#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace interleave {

struct ForkRequest {
  std::uint32_t worker = 0;
  std::uint32_t reserved = 0;
  std::uint64_t start_raw = 0;
};

struct ForkReport {
  enum Kind : std::uint32_t { Forked, NotForked, Ended };
  std::uint32_t kind = Forked;
  std::uint32_t worker = 0;
  std::int32_t value = 0;  // NotForked: errno; Ended: the wait status
};

/// Sends `request` with `worker_socket`, which stays the caller's.
Status sendForkRequest(int socket, const ForkRequest& request, int worker_socket);

/// The fork server's whole life; returns its exit status.
int runForkserver(UniqueFd control, UniqueFd region);

}  // namespace interleave
