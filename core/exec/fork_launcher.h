// SPDX-License-Identifier: GPL-3.0-or-later
// Start method fork: every worker is a copy of the runner as it stands, which has one thread and little memory.
#pragma once

#include <map>

#include "core/exec/launcher.h"

namespace interleave {

class ForkLauncher : public Launcher {
 public:
  explicit ForkLauncher(int region_fd) : m_region_fd(region_fd) {}

  Result<UniqueFd> launch(WorkerId worker, std::uint64_t start_raw) override;
  std::optional<ProcessEnd> endOf(WorkerId worker) override;
  void killAll() override;

 private:
  int m_region_fd;
  std::map<WorkerId, ChildProcess> m_children;
};

/// In a child forked without exec: closes every descriptor that isn't the worker's, lest it keep sockets of others
/// open, and lives the worker's life. Returns its exit status.
int liveAsForkedWorker(int socket, int region_fd, std::uint64_t start_raw);

}  // namespace interleave
