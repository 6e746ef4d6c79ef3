// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/output_tail.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace interleave {
namespace {

// At most this much in one go, so that a child that writes without end doesn't keep its reader from all else.
constexpr int kMostReads = 16;

}  // namespace

Result<OutputTail> OutputTail::open() {
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return failErrno("can't make a pipe for a process's output", errno);
  }
  UniqueFd reading(ends[0]);
  UniqueFd writing(ends[1]);
  // Ours alone: the child's end is another description, and stays as programs expect it.
  if (fcntl(reading.get(), F_SETFL, O_NONBLOCK) != 0) {
    return failErrno("can't read a process's output", errno);
  }
  return OutputTail(std::move(reading), std::move(writing));
}

void OutputTail::read() {
  std::array<char, 65536> chunk;
  for (int i = 0; i < kMostReads && m_reading.isOpen(); ++i) {
    const ssize_t n = ::read(m_reading.get(), chunk.data(), chunk.size());
    if (n > 0) {
      m_text.append(chunk.data(), static_cast<std::size_t>(n));
      if (m_text.size() > kMostBytes) {
        m_text.erase(0, m_text.size() - kMostBytes);
      }
    } else if (n == 0) {
      m_reading.reset();
    } else if (errno != EINTR) {
      return;
    }
  }
}

std::string OutputTail::text() const {
  const char* const space = " \t\r\n";
  std::size_t begin = 0;
  if (m_text.size() == kMostBytes) {  // perhaps cut within a line
    const std::size_t line = m_text.find('\n');
    begin = line == std::string::npos ? 0 : line;
  }
  begin = m_text.find_first_not_of(space, begin);
  return begin == std::string::npos ? "" : m_text.substr(begin, m_text.find_last_not_of(space) + 1 - begin);
}

}  // namespace interleave
