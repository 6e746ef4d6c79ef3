// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/fork_launcher.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "core/exec/worker_process.h"
#include "core/protocol/channel.h"

namespace interleave {
namespace {

constexpr unsigned kFirst = 3;

// Empty where first > last.
void closeRange(unsigned first, unsigned last) {
  if (first <= last) {
    syscall(SYS_close_range, first, last, 0);
  }
}

}  // namespace

int liveAsForkedWorker(int socket, int region_fd, std::uint64_t start_raw) {
  const auto low = static_cast<unsigned>(std::min(socket, region_fd));
  const auto high = static_cast<unsigned>(std::max(socket, region_fd));
  closeRange(kFirst, low - 1);
  closeRange(low + 1, high - 1);
  closeRange(high + 1, ~0U);
  return runWorkerProcess(UniqueFd(socket), UniqueFd(region_fd), start_raw);
}

Result<UniqueFd> ForkLauncher::launch(WorkerId worker, std::uint64_t start_raw) {
  auto ends = Channel::makePair();
  if (!ends) {
    return tl::unexpected(ends.error());
  }
  const int socket = ends->second.get();
  auto child = ChildProcess::fork(
      [socket, start_raw, region_fd = m_region_fd] { return liveAsForkedWorker(socket, region_fd, start_raw); },
      ProcessGroup::Parents);
  if (!child) {
    return tl::unexpected(child.error());
  }
  m_children.emplace(worker, std::move(*child));
  return std::move(ends->first);
}

std::optional<ProcessEnd> ForkLauncher::endOf(WorkerId worker) {
  return m_children.at(worker).wait();
}

void ForkLauncher::killAll() {
  for (auto& [worker, child] : m_children) {
    child.kill();
  }
}

}  // namespace interleave
