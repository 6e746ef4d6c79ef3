// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/spawn_launcher.h"

#include "core/exec/runner_arguments.h"
#include "core/protocol/channel.h"

namespace interleave {

Result<UniqueFd> SpawnLauncher::launch(WorkerId worker, std::uint64_t start_raw) {
  auto ends = Channel::makePair();
  if (!ends) {
    return tl::unexpected(ends.error());
  }
  auto child = ChildProcess::spawn(workerCommand(start_raw), {ends->second.get(), m_region_fd}, ProcessGroup::Parents);
  if (!child) {
    return tl::unexpected(child.error());
  }
  m_children.emplace(worker, std::move(*child));
  return std::move(ends->first);
}

// Its socket has ended, so the process is ending too: the wait is a short one.
std::optional<ProcessEnd> SpawnLauncher::endOf(WorkerId worker) {
  return m_children.at(worker).wait();
}

void SpawnLauncher::killAll() {
  for (auto& [worker, child] : m_children) {
    child.kill();
  }
}

}  // namespace interleave
