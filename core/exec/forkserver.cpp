// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/forkserver.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <optional>

#include "core/base/child_process.h"
#include "core/exec/fork_launcher.h"

namespace interleave {
namespace {

// Room for one descriptor beside the bytes, aligned as the kernel wants it.
union Ancillary {
  cmsghdr header;
  char bytes[CMSG_SPACE(sizeof(int))];
};

struct Asked {
  ForkRequest request;
  UniqueFd socket;
};

// Nothing when the other end is gone, or says something else.
std::optional<Asked> receiveForkRequest(int socket) {
  Asked asked;
  Ancillary ancillary{};
  iovec bytes{&asked.request, sizeof asked.request};
  msghdr message{};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  message.msg_control = ancillary.bytes;
  message.msg_controllen = sizeof ancillary.bytes;
  ssize_t size = 0;
  do {
    size = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  } while (size < 0 && errno == EINTR);
  const cmsghdr* const passed = CMSG_FIRSTHDR(&message);
  if (passed != nullptr && passed->cmsg_level == SOL_SOCKET && passed->cmsg_type == SCM_RIGHTS) {
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(passed), sizeof fd);
    asked.socket.reset(fd);
  }
  if (size != sizeof asked.request || !asked.socket.isOpen()) {
    return std::nullopt;
  }
  return asked;
}

class Forkserver {
 public:
  Forkserver(UniqueFd control, UniqueFd region, UniqueFd signals)
      : m_control(std::move(control)), m_region(std::move(region)), m_signals(std::move(signals)) {}

  void serve() {
    while (true) {
      std::array<pollfd, 2> waiting{pollfd{m_control.get(), POLLIN, 0}, pollfd{m_signals.get(), POLLIN, 0}};
      poll(waiting.data(), waiting.size(), -1);
      if (waiting[1].revents != 0) {
        reportEnds();
      }
      if (waiting[0].revents != 0) {
        std::optional<Asked> asked = receiveForkRequest(m_control.get());
        if (!asked) {
          return;
        }
        forkWorker(std::move(*asked));
      }
    }
  }

 private:
  void forkWorker(Asked asked) {
    const int socket = asked.socket.get();
    const std::uint64_t start_raw = asked.request.start_raw;
    auto child = ChildProcess::fork([&] { return liveAsForkedWorker(socket, m_region.get(), start_raw); },
                                    ProcessGroup::Parents);
    if (child) {
      m_children.emplace(asked.request.worker, std::move(*child));
      report({ForkReport::Forked, asked.request.worker, 0});
    } else {
      report({ForkReport::NotForked, asked.request.worker, errno});
    }
  }

  void reportEnds() {
    signalfd_siginfo info;
    // One signal may stand for several children, so all are asked whatever it says.
    [[maybe_unused]] const ssize_t got = read(m_signals.get(), &info, sizeof info);
    for (auto it = m_children.begin(); it != m_children.end();) {
      const std::optional<ProcessEnd> end = it->second.poll();
      if (end) {
        report({ForkReport::Ended, it->first, end->status});
        it = m_children.erase(it);
      } else {
        ++it;
      }
    }
  }

  void report(const ForkReport& what) {
    // If it can't be sent the runner is gone, which poll tells next.
    [[maybe_unused]] const ssize_t sent = send(m_control.get(), &what, sizeof what, MSG_NOSIGNAL);
  }

  UniqueFd m_control;
  UniqueFd m_region;
  UniqueFd m_signals;
  std::map<std::uint32_t, ChildProcess> m_children;
};

}  // namespace

Status sendForkRequest(int socket, const ForkRequest& request, int worker_socket) {
  Ancillary ancillary{};
  ForkRequest copy = request;
  iovec bytes{&copy, sizeof copy};
  msghdr message{};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  message.msg_control = ancillary.bytes;
  message.msg_controllen = sizeof ancillary.bytes;
  cmsghdr* const passed = CMSG_FIRSTHDR(&message);
  passed->cmsg_level = SOL_SOCKET;
  passed->cmsg_type = SCM_RIGHTS;
  passed->cmsg_len = CMSG_LEN(sizeof worker_socket);
  std::memcpy(CMSG_DATA(passed), &worker_socket, sizeof worker_socket);
  if (sendmsg(socket, &message, MSG_NOSIGNAL) != static_cast<ssize_t>(sizeof copy)) {
    return failErrno("can't ask the fork server for a worker", errno);
  }
  return {};
}

int runForkserver(UniqueFd control, UniqueFd region) {
  prctl(PR_SET_NAME, "forkserver");
  sigset_t child_ended;
  sigemptyset(&child_ended);
  sigaddset(&child_ended, SIGCHLD);
  sigprocmask(SIG_BLOCK, &child_ended, nullptr);
  UniqueFd signals(signalfd(-1, &child_ended, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!signals.isOpen()) {
    return 1;
  }
  Forkserver(std::move(control), std::move(region), std::move(signals)).serve();
  return 0;
}

}  // namespace interleave
