// SPDX-License-Identifier: GPL-3.0-or-later
// Start method forkserver: one fresh, single-threaded process is started first; it forks every worker on request.
// So forks are cheap and safe whatever the runner itself has become.
#pragma once

#include <map>

#include "core/exec/launcher.h"

namespace interleave {

class ForkserverLauncher : public Launcher {
 public:
  explicit ForkserverLauncher(int region_fd) : m_region_fd(region_fd) {}

  /// The first call starts the server, so that its start is part of the first worker's.
  Result<UniqueFd> launch(WorkerId worker, std::uint64_t start_raw) override;
  std::optional<ProcessEnd> endOf(WorkerId worker) override;
  /// By killing the server: its children's death signal does the rest.
  void killAll() override;
  int fd() const override { return m_server_gone ? -1 : m_socket.get(); }
  void hear() override;

 private:
  Status startServer();

  int m_region_fd;
  std::optional<ChildProcess> m_server;
  UniqueFd m_socket;
  bool m_server_gone = false;
  std::map<WorkerId, ProcessEnd> m_ends;
};

}  // namespace interleave
