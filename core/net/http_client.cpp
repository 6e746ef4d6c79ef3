// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http_client.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "core/base/clock.h"
#include "core/base/unique_fd.h"
#include "core/net/http_head.h"

namespace interleave {
namespace {

class Request {
 public:
  Request(std::uint16_t port, const std::string& target, std::int64_t timeout_ns, int stop_fd)
      : m_port(port),
        m_target(target),
        m_timeout_ns(timeout_ns),
        m_deadline_ns(monotonicNow_ns() + timeout_ns),
        m_stop_fd(stop_fd) {}

  Result<HttpAnswer> run() {
    if (const Status ok = connect(); !ok) {
      return tl::unexpected(ok.error());
    }
    if (const Status ok = send(); !ok) {
      return tl::unexpected(ok.error());
    }
    return receive();
  }

 private:
  std::string url() const { return fmt::format("http://127.0.0.1:{}{}", m_port, m_target); }

  tl::unexpected<Error> broken(const char* what, int errno_value) const {
    return failErrno(fmt::format("{} {}", what, url()), errno_value);
  }

  /// Until the socket is ready for `what`, the time is up, or somebody wants us to stop.
  Status waitFor(short what) {
    while (true) {
      const std::int64_t left_ns = std::max<std::int64_t>(0, m_deadline_ns - monotonicNow_ns());
      const timespec left{left_ns / kNsPerSecond, left_ns % kNsPerSecond};
      std::array<pollfd, 2> waiting{pollfd{m_socket.get(), what, 0}, pollfd{m_stop_fd, POLLIN, 0}};
      const int ready = ppoll(waiting.data(), waiting.size(), &left, nullptr);
      if (ready < 0 && errno != EINTR) {
        return broken("can't wait for", errno);
      }
      if (ready > 0 && waiting[1].revents != 0) {
        return fail(ErrorCode::Cancelled, fmt::format("{} was stopped", url()));
      }
      if (ready > 0) {
        return {};
      }
      if (ready == 0) {
        return fail(ErrorCode::TimedOut, fmt::format("no whole answer from {} within {:g} ms", url(),
                                                     static_cast<double>(m_timeout_ns) / double{kNsPerMs}));
      }
    }
  }

  Status connect() {
    m_socket.reset(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!m_socket.isOpen()) {
      return broken("can't make a socket for", errno);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(m_port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
      return {};
    }
    if (errno != EINPROGRESS) {
      return broken("can't connect to", errno);
    }
    if (const Status ok = waitFor(POLLOUT); !ok) {
      return ok;
    }
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(m_socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    return error == 0 ? Status() : Status(broken("can't connect to", error));
  }

  Status send() {
    const std::string text =
        fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", m_target, m_port);
    for (std::size_t sent = 0; sent < text.size();) {
      const ssize_t n = ::send(m_socket.get(), text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
      if (n >= 0) {
        sent += static_cast<std::size_t>(n);
      } else if (errno == EAGAIN) {
        if (const Status ok = waitFor(POLLOUT); !ok) {
          return ok;
        }
      } else if (errno != EINTR) {
        return broken("can't send to", errno);
      }
    }
    return {};
  }

  /// Reads what there is, at least one byte; 0 at the end of the stream.
  Result<std::size_t> read(std::array<char, 65536>& chunk) {
    while (true) {
      if (const Status ok = waitFor(POLLIN); !ok) {
        return tl::unexpected(ok.error());
      }
      const ssize_t n = recv(m_socket.get(), chunk.data(), chunk.size(), 0);
      if (n >= 0) {
        return static_cast<std::size_t>(n);
      }
      if (errno != EAGAIN && errno != EINTR) {
        return broken("can't read from", errno);
      }
    }
  }

  // Beast parses the header; the body is counted where it arrives and kept nowhere.
  Result<HttpAnswer> receive() {
    std::array<char, 65536> chunk;
    std::string header;
    const auto senseless = [&] {
      return fail(ErrorCode::Protocol, fmt::format("the answer of {} is not whole HTTP", url()));
    };
    std::size_t header_bytes = 0;
    while (header_bytes == 0) {
      const Result<std::size_t> n = read(chunk);
      if (!n) {
        return tl::unexpected(n.error());
      }
      header.append(chunk.data(), *n);
      const std::size_t end = header.find("\r\n\r\n");
      if (end != std::string::npos) {
        header_bytes = end + 4;
      } else if (*n == 0 || header.size() > chunk.size()) {
        return senseless();
      }
    }
    const std::optional<HttpHead> head = parseHttpHead(std::string_view(header).substr(0, header_bytes));
    if (!head) {
      return senseless();
    }
    HttpAnswer answer{head->status, header.size() - header_bytes};
    while (answer.body_bytes < head->body_bytes) {
      const Result<std::size_t> n = read(chunk);
      if (!n) {
        return tl::unexpected(n.error());
      }
      if (*n == 0) {
        return senseless();
      }
      answer.body_bytes += *n;
    }
    return answer;
  }

  std::uint16_t m_port;
  const std::string& m_target;
  std::int64_t m_timeout_ns;
  std::int64_t m_deadline_ns;
  int m_stop_fd;
  UniqueFd m_socket;
};

}  // namespace

Result<HttpAnswer> httpGet(std::uint16_t port, const std::string& target, std::int64_t timeout_ns, int stop_fd) {
  return Request(port, target, timeout_ns, stop_fd).run();
}

}  // namespace interleave
