// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/launcher.h"

#include "core/exec/fork_launcher.h"
#include "core/exec/forkserver_launcher.h"
#include "core/exec/spawn_launcher.h"

namespace interleave {

std::unique_ptr<Launcher> makeLauncher(StartMethod method, int region_fd) {
  switch (method) {
    case StartMethod::Fork:
      return std::make_unique<ForkLauncher>(region_fd);
    case StartMethod::Forkserver:
      return std::make_unique<ForkserverLauncher>(region_fd);
    case StartMethod::Spawn:
      break;
  }
  return std::make_unique<SpawnLauncher>(region_fd);
}

}  // namespace interleave
