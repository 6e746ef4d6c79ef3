// SPDX-License-Identifier: GPL-3.0-or-later
// What a run needs besides its workers: the loopback server, the files its workload reads; and, when all is done, what
// the run as a whole came to.
// Threading: the runner's main thread. Ownership: the server lives as long as this.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/exec/host_link.h"
#include "core/experiment/experiment.h"
#include "core/net/server_process.h"
#include "core/workload/workload.h"

namespace interleave {

class Stage {
 public:
  /// Fails with what is missing (room on the disk, memory), or with Cancelled when the host said so meanwhile.
  Status prepare(const Experiment& experiment, HostLink& host);
  std::uint16_t httpPort() const { return m_server ? m_server->port() : std::uint16_t{0}; }
  /// What was made, for a person; mostly empty.
  const std::string& note() const { return m_note; }
  /// Adds to the runner's last message the memory, a deadlock, and the workload's conclusion. REQUIRES: prepared.
  void conclude(const SharedRegion& region, Finished& finished) const;

 private:
  std::unique_ptr<Workload> m_workload;
  std::optional<HttpServerProcess> m_server;
  bool m_knows_memory = true;
  std::string m_note;
};

}  // namespace interleave
