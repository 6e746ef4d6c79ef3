// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/gil.h"

#include <algorithm>
#include <cerrno>

#include "core/base/clock.h"

namespace interleave {
namespace {

// Plain pthread calls: std::condition_variable can't be told to use CLOCK_MONOTONIC for certain, and the thread
// sanitizer does not know the call it uses instead.
class Locked {
 public:
  explicit Locked(pthread_mutex_t& mutex) : m_mutex(mutex) { pthread_mutex_lock(&m_mutex); }
  ~Locked() { pthread_mutex_unlock(&m_mutex); }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;

 private:
  pthread_mutex_t& m_mutex;
};

timespec fromNow(std::int64_t ns) {
  const std::int64_t at_ns = monotonicNow_ns() + ns;
  return {at_ns / kNsPerSecond, at_ns % kNsPerSecond};
}

}  // namespace

Gil::Gil(const std::uint32_t* interval_us) : m_interval_us(interval_us) {
  pthread_mutex_init(&m_mutex, nullptr);
  pthread_mutex_init(&m_switch_mutex, nullptr);
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&m_cond, &attributes);
  pthread_cond_init(&m_switch_cond, &attributes);
  pthread_condattr_destroy(&attributes);
}

Gil::~Gil() {
  pthread_cond_destroy(&m_switch_cond);
  pthread_cond_destroy(&m_cond);
  pthread_mutex_destroy(&m_switch_mutex);
  pthread_mutex_destroy(&m_mutex);
}

std::int64_t Gil::interval_ns() const {
  const std::uint32_t interval_us = __atomic_load_n(m_interval_us, __ATOMIC_RELAXED);
  return std::max<std::int64_t>(interval_us, 1) * kNsPerUs;
}

std::optional<Gil::Handover> Gil::take(Thread thread, Witness* witness) {
  const Locked locked(m_mutex);
  const bool has_waited = m_locked;
  while (m_locked) {
    const std::uint64_t switches_before = m_switch_number;
    const timespec deadline = fromNow(interval_ns());
    const bool timed_out = pthread_cond_timedwait(&m_cond, &m_mutex, &deadline) == ETIMEDOUT;
    // A switch meanwhile gave the new holder an interval of its own: our patience starts afresh.
    if (timed_out && m_locked && m_switch_number == switches_before) {
      // Only waiters set it, under m_mutex. The witness first: the holder may act on a request at once.
      if (witness != nullptr && !m_drop_request.load(std::memory_order_relaxed)) {
        witness->asks(m_last_holder.load(std::memory_order_relaxed));
      }
      m_drop_request.store(true, std::memory_order_relaxed);
    }
  }
  {
    const Locked switching(m_switch_mutex);
    m_locked = true;
    if (m_last_holder.load(std::memory_order_relaxed) != thread) {
      m_last_holder.store(thread, std::memory_order_relaxed);
      ++m_switch_number;
    }
    pthread_cond_signal(&m_switch_cond);
  }
  m_drop_request.store(false, std::memory_order_relaxed);
  return has_waited ? std::optional(m_dropped) : std::nullopt;
}

void Gil::drop(Thread thread, Release release, std::uint64_t at) {
  m_last_holder.store(thread, std::memory_order_relaxed);
  {
    const Locked locked(m_mutex);
    m_locked = false;
    m_dropped = {thread, at};
    pthread_cond_signal(&m_cond);
  }
  if (release == Release::Last || !m_drop_request.load(std::memory_order_relaxed)) {
    return;
  }
  const Locked switching(m_switch_mutex);
  if (m_last_holder.load(std::memory_order_relaxed) == thread) {
    // Whoever requested is still to take it, and will signal: not to wait here would be to win the lock back.
    m_drop_request.store(false, std::memory_order_relaxed);
    pthread_cond_wait(&m_switch_cond, &m_switch_mutex);
  }
}

std::uint64_t Gil::switchNumber() const {
  const Locked locked(m_mutex);
  return m_switch_number;
}

}  // namespace interleave
