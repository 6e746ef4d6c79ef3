// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/program_output.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

namespace interleave::ui {

Result<ProgramOutput::Pipe> ProgramOutput::make() {
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return failErrno("can't show what a program prints: no pipe", errno);
  }
  UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  UniqueFd wake(eventfd(0, EFD_CLOEXEC));
  if (wake.get() < 0) {
    return failErrno("can't show what a program prints: no descriptor", errno);
  }
  return Pipe{std::shared_ptr<ProgramOutput>(new ProgramOutput(std::move(read_end), std::move(wake))),
              std::move(write_end)};
}

ProgramOutput::ProgramOutput(UniqueFd read_end, UniqueFd wake)
    : m_read_end(std::move(read_end)), m_wake(std::move(wake)), m_thread([this] { run(); }) {}

ProgramOutput::~ProgramOutput() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(m_wake.get(), &one, sizeof one);
  m_thread.join();
}

void ProgramOutput::run() {
  std::vector<char> chunk(64 * 1024);
  while (true) {
    pollfd sources[2] = {{m_read_end.get(), POLLIN, 0}, {m_wake.get(), POLLIN, 0}};
    if (::poll(sources, 2, -1) < 0 && errno != EINTR) {
      break;
    }
    if ((sources[1].revents & POLLIN) != 0) {
      return;
    }
    if (sources[0].revents == 0) {
      continue;
    }
    const ssize_t got = read(m_read_end.get(), chunk.data(), chunk.size());
    if (got > 0) {
      append(chunk.data(), static_cast<std::size_t>(got));
    } else if (got == 0 || errno != EINTR) {
      break;
    }
  }
  const std::lock_guard lock(m_mutex);
  m_is_complete = true;
}

void ProgramOutput::append(const char* bytes, std::size_t count) {
  const std::lock_guard lock(m_mutex);
  m_kept.append(bytes, count);
  if (m_kept.size() > 2 * kMost) {
    const std::size_t gone = m_kept.size() - kMost;
    m_kept.erase(0, gone);
    m_cut += gone;
  }
}

ProgramOutput::Extent ProgramOutput::extent() const {
  const std::lock_guard lock(m_mutex);
  const std::size_t more = m_kept.size() - std::min(m_kept.size(), kMost);
  return {m_cut + more, m_cut + m_kept.size(), m_is_complete};
}

std::string ProgramOutput::part(std::uint64_t from, std::size_t most) const {
  const std::lock_guard lock(m_mutex);
  const std::uint64_t at = std::max(from, m_cut) - m_cut;
  return at < m_kept.size() ? m_kept.substr(at, most) : std::string();
}

}  // namespace interleave::ui
