// SPDX-License-Identifier: GPL-3.0-or-later
// How worker processes come into being: one class a start method.
//
// Threading: the runner's main thread, which must be the runner's only thread (fork; and death signals follow the
// thread that spawned). Ownership: a launcher owns the processes it launched and kills those still there when it goes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "core/base/child_process.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/unique_fd.h"
#include "core/experiment/experiment.h"

namespace interleave {

class Launcher {
 public:
  virtual ~Launcher() = default;

  /// Starts the process of `worker`; it speaks the worker's protocol at the other end of the socket returned.
  virtual Result<UniqueFd> launch(WorkerId worker, std::uint64_t start_raw) = 0;
  /// How the process of `worker` ended. REQUIRES: its socket is at its end. Nothing: not known yet, ask after hear().
  virtual std::optional<ProcessEnd> endOf(WorkerId worker) = 0;
  /// Kills all processes that are left, at once.
  virtual void killAll() = 0;

  /// To poll for POLLIN, then call hear(); -1 where there is nothing to hear.
  virtual int fd() const { return -1; }
  virtual void hear() {}
};

/// `region_fd` stays the caller's.
std::unique_ptr<Launcher> makeLauncher(StartMethod method, int region_fd);

}  // namespace interleave
