// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/channel.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace interleave {
namespace {

void waitFor(int fd, short what) {
  pollfd waiting{fd, what, 0};
  ::poll(&waiting, 1, -1);
}

}  // namespace

Result<std::pair<UniqueFd, UniqueFd>> Channel::makePair() {
  int ends[2] = {-1, -1};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return failErrno("can't make a socket between two processes", errno);
  }
  return std::pair(UniqueFd(ends[0]), UniqueFd(ends[1]));
}

Status Channel::send(const Message& message) {
  const std::string text = encode(message);
  const auto length = static_cast<std::uint32_t>(text.size());
  std::string frame(sizeof length, '\0');
  std::memcpy(frame.data(), &length, sizeof length);
  frame += text;
  for (std::size_t sent = 0; sent < frame.size();) {
    const ssize_t n = ::send(m_socket.get(), frame.data() + sent, frame.size() - sent, MSG_NOSIGNAL);
    if (n >= 0) {
      sent += static_cast<std::size_t>(n);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      waitFor(m_socket.get(), POLLOUT);
    } else if (errno != EINTR) {
      return failErrno("can't speak to the other process", errno);
    }
  }
  return {};
}

Status Channel::fill() {
  std::array<char, 65536> chunk;
  while (true) {
    const ssize_t n = ::recv(m_socket.get(), chunk.data(), chunk.size(), MSG_DONTWAIT);
    if (n > 0) {
      m_buffer.append(chunk.data(), static_cast<std::size_t>(n));
      if (static_cast<std::size_t>(n) < chunk.size()) {
        return {};
      }
    } else if (n == 0 || errno == ECONNRESET) {
      m_at_end = true;
      return {};
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return {};
    } else if (errno != EINTR) {
      return failErrno("can't hear the other process", errno);
    }
  }
}

Result<std::optional<Message>> Channel::next() {
  const std::size_t available = m_buffer.size() - m_read;
  std::uint32_t length = 0;
  if (available < sizeof length) {
    return std::nullopt;
  }
  std::memcpy(&length, m_buffer.data() + m_read, sizeof length);
  if (length > kMostBytes) {
    return fail(ErrorCode::Protocol, fmt::format("a message of {} bytes, more than the {} allowed", length, kMostBytes));
  }
  if (available < sizeof length + length) {
    return std::nullopt;
  }
  const std::string text = m_buffer.substr(m_read + sizeof length, length);
  m_read += sizeof length + length;
  if (m_read == m_buffer.size() || m_read > kMostBytes) {
    m_buffer.erase(0, m_read);
    m_read = 0;
  }
  auto message = decode(text);
  if (!message) {
    return tl::unexpected(message.error());
  }
  return std::optional<Message>(std::move(*message));
}

Result<std::optional<Message>> Channel::receive() {
  while (true) {
    auto message = next();
    if (!message || message->has_value()) {
      return message;
    }
    if (m_at_end) {
      return std::nullopt;
    }
    waitFor(m_socket.get(), POLLIN);
    if (const Status ok = fill(); !ok) {
      return tl::unexpected(ok.error());
    }
  }
}

}  // namespace interleave
