// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/server_process.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "core/net/http_server.h"

namespace interleave {
namespace {

constexpr int kMostPatience_ms = 20'000;  // a machine under full load starts a process within a second

}  // namespace

Result<HttpServerProcess> HttpServerProcess::start(const std::vector<std::string>& command) {
  int ends[2] = {-1, -1};
  // A sequenced-packet socket keeps what is sent together together.
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    return failErrno("can't make a socket to the HTTP server", errno);
  }
  UniqueFd ours(ends[0]);
  UniqueFd its(ends[1]);
  auto process = ChildProcess::spawn(command, {its.get()}, ProcessGroup::Parents);
  if (!process) {
    return tl::unexpected(process.error());
  }
  its.reset();
  char answer[512];
  pollfd waiting{ours.get(), POLLIN, 0};
  int ready = 0;
  do {
    ready = poll(&waiting, 1, kMostPatience_ms);
  } while (ready < 0 && errno == EINTR);
  const ssize_t size = ready > 0 ? recv(ours.get(), answer, sizeof answer, MSG_DONTWAIT) : -1;
  std::uint16_t port = 0;
  if (size < static_cast<ssize_t>(sizeof port)) {
    return fail(ErrorCode::Unavailable, "the HTTP server for the workload's requests did not start");
  }
  std::memcpy(&port, answer, sizeof port);
  if (port == 0) {
    return fail(ErrorCode::Unavailable,
                std::string(answer + sizeof port, static_cast<std::size_t>(size) - sizeof port));
  }
  return HttpServerProcess(std::move(*process), std::move(ours), port);
}

int runHttpServerProcess(UniqueFd control) {
  prctl(PR_SET_NAME, "http-server");
  auto server = HttpServer::listen();
  const std::uint16_t port = server ? server->port() : std::uint16_t{0};
  std::string answer(sizeof port, '\0');
  std::memcpy(answer.data(), &port, sizeof port);
  if (!server) {
    answer += server.error().message.substr(0, 500);
  }
  if (send(control.get(), answer.data(), answer.size(), MSG_NOSIGNAL) < 0 || !server) {
    return 1;
  }
  server->serve(std::move(control));
  return 0;
}

}  // namespace interleave
