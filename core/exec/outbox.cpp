// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/outbox.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace interleave {

Result<UniqueFd> Outbox::makeBell() {
  UniqueFd bell(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!bell.isOpen()) {
    return failErrno("can't make a descriptor for the workers' messages", errno);
  }
  return bell;
}

void Outbox::leave(JobDone job) {
  const std::lock_guard lock(m_mutex);
  m_content.jobs.push_back(std::move(job));
  ring();
}

void Outbox::leaveEnd() {
  const std::lock_guard lock(m_mutex);
  ++m_content.ended_workers;
  ring();
}

void Outbox::leaveFailure(std::string why) {
  const std::lock_guard lock(m_mutex);
  if (m_content.failure.empty()) {
    m_content.failure = std::move(why);
  }
  ring();
}

Outbox::Content Outbox::take() {
  const std::lock_guard lock(m_mutex);
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t got = read(m_bell.get(), &count, sizeof count);  // nothing to read is fine
  m_rung = false;
  return std::exchange(m_content, Content{});
}

void Outbox::ring() {
  if (!m_rung) {
    m_rung = true;
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(m_bell.get(), &one, sizeof one);
  }
}

}  // namespace interleave
