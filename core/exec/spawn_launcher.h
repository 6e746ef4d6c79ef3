// SPDX-License-Identifier: GPL-3.0-or-later
// Start method spawn: every worker is a fresh start of the runner's program, in worker mode. Nothing is shared but the
// descriptors passed on.
#pragma once

#include <map>

#include "core/exec/launcher.h"

namespace interleave {

class SpawnLauncher : public Launcher {
 public:
  explicit SpawnLauncher(int region_fd) : m_region_fd(region_fd) {}

  Result<UniqueFd> launch(WorkerId worker, std::uint64_t start_raw) override;
  std::optional<ProcessEnd> endOf(WorkerId worker) override;
  void killAll() override;

 private:
  int m_region_fd;
  std::map<WorkerId, ChildProcess> m_children;
};

}  // namespace interleave
