// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/python_output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "core/base/clock.h"
#include "core/base/unique_fd.h"

namespace interleave {
namespace {

constexpr std::size_t kMostOutput = 64 * 1024;

// What the child writes until it ends or its time is up; the end of it, if that is much.
class Listening {
 public:
  Listening(ChildProcess& process, int reading, int time_limit_ms, const std::atomic<bool>* is_given_up)
      : m_process(process),
        m_reading(reading),
        m_deadline_ns(monotonicNow_ns() + time_limit_ms * kNsPerMs),
        m_is_given_up(is_given_up) {}

  // False when the time was up.
  bool untilTheEnd() {
    while (!m_process.poll()) {
      const std::int64_t left_ns = m_deadline_ns - monotonicNow_ns();
      if (left_ns <= 0 || (m_is_given_up != nullptr && *m_is_given_up)) {
        return false;
      }
      // Its end shows as the pipe's, unless a child of its own holds that: hence the look every now and then.
      pollfd waiting{m_is_at_end ? -1 : m_reading, POLLIN, 0};
      ::poll(&waiting, 1, static_cast<int>(std::clamp<std::int64_t>(left_ns / kNsPerMs, 1, m_is_at_end ? 2 : 50)));
      read();
    }
    read();
    return true;
  }
  const std::string& text() const { return m_text; }

 private:
  void read() {
    std::array<char, 65536> chunk;
    for (int i = 0; i < 16 && !m_is_at_end; ++i) {
      const ssize_t n = ::read(m_reading, chunk.data(), chunk.size());
      if (n > 0) {
        m_text.append(chunk.data(), static_cast<std::size_t>(n));
        m_text.erase(0, m_text.size() - std::min(m_text.size(), kMostOutput));
      } else if (n == 0) {
        m_is_at_end = true;
      } else if (errno != EINTR) {
        return;
      }
    }
  }

  ChildProcess& m_process;
  int m_reading;
  std::int64_t m_deadline_ns;
  const std::atomic<bool>* m_is_given_up;
  bool m_is_at_end = false;
  std::string m_text;
};

}  // namespace

Result<PythonOutput> pythonOutput(const std::vector<std::string>& command, int time_limit_ms,
                                  const std::atomic<bool>* is_given_up) {
  if (is_given_up != nullptr && *is_given_up) {
    return fail(ErrorCode::Cancelled, "it was not asked");
  }
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return failErrno("can't make a pipe to ask an interpreter", errno);
  }
  const UniqueFd reading(ends[0]);
  UniqueFd writing(ends[1]);
  fcntl(reading.get(), F_SETFL, O_NONBLOCK);
  auto process = ChildProcess::spawn(command, {}, ProcessGroup::Own, writing.get());
  if (!process) {
    return tl::unexpected(process.error());
  }
  writing.reset();
  Listening listening(*process, reading.get(), time_limit_ms, is_given_up);
  if (!listening.untilTheEnd()) {
    process->kill();
    process->wait();
    return fail(ErrorCode::TimedOut, fmt::format("it did not answer within {:g} s", time_limit_ms / 1000.0));
  }
  return PythonOutput{listening.text(), process->wait()};
}

}  // namespace interleave
