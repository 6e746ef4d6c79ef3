// SPDX-License-Identifier: GPL-3.0-or-later
// A stream socket that carries messages: four bytes of length, then the text. What comes in is untrusted: a length beyond
// the limit or a text that makes no sense is an error, after which the channel is of no more use.
// Threading: send() and receive() may be called by two different threads, each by one.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "core/base/result.h"
#include "core/base/unique_fd.h"
#include "core/protocol/message.h"

namespace interleave {

class Channel {
 public:
  static constexpr std::size_t kMostBytes = 1 << 20;

  explicit Channel(UniqueFd socket) : m_socket(std::move(socket)) {}
  /// Two connected ends, both close-on-exec.
  static Result<std::pair<UniqueFd, UniqueFd>> makePair();

  int fd() const { return m_socket.get(); }
  /// Sends whole; waits while the socket is full. Never raises SIGPIPE.
  Status send(const Message& message);
  /// Reads what has arrived, without waiting, into the buffer. An error when the socket failed; the end of the stream is
  /// no error, see isAtEnd().
  Status fill();
  /// The next whole message in the buffer, nothing while there is none.
  Result<std::optional<Message>> next();
  /// Waits for a message; nothing at the end of the stream. For ends that have nothing else to do.
  Result<std::optional<Message>> receive();
  bool isAtEnd() const { return m_at_end; }

 private:
  UniqueFd m_socket;
  std::string m_buffer;
  std::size_t m_read = 0;  // bytes of m_buffer already taken
  bool m_at_end = false;
};

}  // namespace interleave
