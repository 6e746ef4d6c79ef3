// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/forkserver_launcher.h"

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>

#include <cerrno>

#include "core/exec/forkserver.h"
#include "core/exec/runner_arguments.h"
#include "core/protocol/channel.h"

namespace interleave {
namespace {

// The server's next report; nothing when it is gone (or, with MSG_DONTWAIT, when there is none now: errno EAGAIN).
std::optional<ForkReport> receive(int socket, int flags) {
  ForkReport report;
  ssize_t size = 0;
  do {
    size = recv(socket, &report, sizeof report, flags);
  } while (size < 0 && errno == EINTR);
  if (size == sizeof report) {
    return report;
  }
  if (size >= 0) {
    errno = ECONNRESET;
  }
  return std::nullopt;
}

}  // namespace

Status ForkserverLauncher::startServer() {
  int ends[2] = {-1, -1};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    return failErrno("can't make a socket to the fork server", errno);
  }
  UniqueFd ours(ends[0]);
  const UniqueFd its(ends[1]);
  auto server = ChildProcess::spawn(forkserverCommand(), {its.get(), m_region_fd}, ProcessGroup::Parents);
  if (!server) {
    return tl::unexpected(server.error());
  }
  m_server.emplace(std::move(*server));
  m_socket = std::move(ours);
  return {};
}

Result<UniqueFd> ForkserverLauncher::launch(WorkerId worker, std::uint64_t start_raw) {
  if (!m_server) {
    if (const Status ok = startServer(); !ok) {
      return tl::unexpected(ok.error());
    }
  }
  auto ends = Channel::makePair();
  if (!ends) {
    return tl::unexpected(ends.error());
  }
  if (const Status ok = sendForkRequest(m_socket.get(), {number(worker), 0, start_raw}, ends->second.get()); !ok) {
    return tl::unexpected(ok.error());
  }
  while (true) {
    const std::optional<ForkReport> report = receive(m_socket.get(), 0);
    if (!report) {
      m_server_gone = true;
      return fail(ErrorCode::Crashed, "the fork server " + m_server->wait().describe());
    }
    if (report->kind == ForkReport::Ended) {
      m_ends[WorkerId{report->worker}] = ProcessEnd{report->value, 0.0};
    } else if (report->kind == ForkReport::NotForked) {
      return failErrno("can't fork a process", report->value);
    } else {
      return std::move(ends->first);
    }
  }
}

void ForkserverLauncher::hear() {
  while (const std::optional<ForkReport> report = receive(m_socket.get(), MSG_DONTWAIT)) {
    m_ends[WorkerId{report->worker}] = ProcessEnd{report->value, 0.0};
  }
  if (errno != EAGAIN && errno != EWOULDBLOCK) {
    m_server_gone = true;
  }
}

std::optional<ProcessEnd> ForkserverLauncher::endOf(WorkerId worker) {
  if (const auto found = m_ends.find(worker); found != m_ends.end()) {
    return found->second;
  }
  if (m_server_gone) {
    return ProcessEnd{SIGKILL, 0.0};  // the death signal, as a wait status
  }
  return std::nullopt;
}

void ForkserverLauncher::killAll() {
  if (m_server) {
    m_server->kill();
  }
}

}  // namespace interleave
