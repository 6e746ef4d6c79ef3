// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/half_queue.h"

#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <utility>

namespace interleave {
namespace {

constexpr std::chrono::milliseconds kPatience{20};  // a stop is noticed within that

}  // namespace

bool HalfQueue::put(JobId job) {
  const std::lock_guard lock(m_mutex);
  if (m_jobs.size() >= m_room) {
    return false;
  }
  m_jobs.push_back(job);
  ring();
  return true;
}

void HalfQueue::waitForRoom() {
  std::unique_lock lock(m_mutex);
  m_has_room.wait_until(lock, std::chrono::system_clock::now() + kPatience, [this] { return m_jobs.size() < m_room; });
}

void HalfQueue::leave(JobDone failed) {
  const std::lock_guard lock(m_mutex);
  m_left.failed.push_back(std::move(failed));
  ring();
}

void HalfQueue::leaveFailure(std::string why) {
  const std::lock_guard lock(m_mutex);
  m_left.failure = std::move(why);
  ring();
}

std::optional<JobId> HalfQueue::take() {
  const std::lock_guard lock(m_mutex);
  if (m_jobs.empty()) {
    return std::nullopt;
  }
  const JobId job = m_jobs.front();
  m_jobs.pop_front();
  m_has_room.notify_one();
  return job;
}

HalfQueue::Left HalfQueue::heard() {
  const std::lock_guard lock(m_mutex);
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t got = read(m_bell.get(), &count, sizeof count);  // nothing to read is fine
  return std::exchange(m_left, Left{});
}

void HalfQueue::ring() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(m_bell.get(), &one, sizeof one);
}

}  // namespace interleave
