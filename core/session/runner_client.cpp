// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/runner_client.h"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace interleave {

Result<RunnerClient> RunnerClient::start(const std::string& runner, const SharedRegion& region) {
  auto ends = Channel::makePair();
  if (!ends) {
    return tl::unexpected(ends.error());
  }
  auto process = ChildProcess::spawn({runner, "--control-fd=3", "--region-fd=4"}, {ends->second.get(), region.fd()});
  if (!process) {
    return tl::unexpected(process.error());
  }
  return RunnerClient(std::move(*process), Channel(std::move(ends->first)));
}

ProcessEnd RunnerClient::end(int grace_ms) {
  if (!m_process.poll() && grace_ms > 0) {
    const UniqueFd process(static_cast<int>(syscall(SYS_pidfd_open, m_process.pid(), 0)));
    pollfd waiting{process.get(), POLLIN, 0};
    while (process.isOpen() && ::poll(&waiting, 1, grace_ms) < 0 && errno == EINTR) {
    }
  }
  if (const auto ended = m_process.poll()) {
    return *ended;
  }
  m_process.kill();
  return m_process.wait();
}

}  // namespace interleave
