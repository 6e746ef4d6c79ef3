// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/shared_lock.h"

#include <fmt/format.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstring>

#include "core/base/clock.h"

namespace interleave {
namespace {

constexpr int kSpins = 200;  // about as long as waking a sleeper takes
// A sleeper wakes this often to see whether the run was stopped; every few times it looks for a circle.
constexpr std::int64_t kPatience_ns = 20 * kNsPerMs;
constexpr int kLookEvery = 5;

void futexWait(std::atomic<std::uint32_t>& word, std::uint32_t expected) {
  const timespec patience{0, kPatience_ns};
  syscall(SYS_futex, &word, FUTEX_WAIT, expected, &patience, nullptr, 0);
}

void futexWake(std::atomic<std::uint32_t>& word, int count) {
  syscall(SYS_futex, &word, FUTEX_WAKE, count, nullptr, nullptr, 0);
}

tl::unexpected<Error> deadlocked() {
  return fail(ErrorCode::Deadlocked, "deadlocked: it waited for a lock that nobody could ever give up");
}

void announce(JobContext& job, const std::vector<CircleLink>& circle) {
  Board& board = job.board();
  std::uint32_t none = 0;
  if (!board.deadlock.compare_exchange_strong(none, 1)) {
    return;  // another of the circle was first
  }
  const std::string text = describeCircle(circle).substr(0, board.deadlock_text.size() - 1);
  std::memcpy(board.deadlock_text.data(), text.data(), text.size());
  board.deadlock.store(2, std::memory_order_release);
  job.stopRun();
}

}  // namespace

// In a deadlock nobody gives up anything: a neighbour would go on as if nothing had been.
SharedLock::~SharedLock() {
  if (m_is_held && m_job.board().deadlock.load() == 0) {
    drop();
  }
}

void SharedLock::becomeHolder() {
  BoardLock& lock = m_job.board().locks[m_index];
  lock.takes.fetch_add(1, std::memory_order_relaxed);
  lock.holder.store(m_job.worker() + 1, std::memory_order_release);
  m_is_held = true;
}

Status SharedLock::take() {
  BoardLock& lock = m_job.board().locks[m_index];
  // Under a runtime's lock the holder may need just that to go on: no use to spin on it.
  for (int i = m_job.hasRuntimeLock() ? kSpins : 0;; ++i) {
    std::uint32_t free = 0;
    if (lock.state.compare_exchange_strong(free, 1, std::memory_order_acquire)) {
      becomeHolder();
      return {};
    }
    if (i >= kSpins) {
      break;
    }
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
  }
  return m_job.blocking(IL_WAIT_LOCK, [this] { return wait(); });
}

Status SharedLock::wait() {
  Board& board = m_job.board();
  BoardLock& lock = board.locks[m_index];
  BoardWaiter& self = board.waiters[m_job.worker()];
  self.waits.fetch_add(1);
  self.lock.store(m_index + 1);
  std::vector<CircleLink> seen;
  Status result;
  for (int looks = 1; lock.state.exchange(2, std::memory_order_acquire) != 0; ++looks) {
    futexWait(lock.state, 2);
    if (m_job.isStopped()) {
      result = board.deadlock.load() != 0 ? Status(deadlocked()) : Status(stopped());
      break;
    }
    if (looks % kLookEvery == 0) {
      std::vector<CircleLink> circle = circleOf(board, m_job.worker());
      if (!circle.empty() && circle == seen) {
        announce(m_job, circle);
        result = deadlocked();
        break;
      }
      seen = std::move(circle);
    }
  }
  self.lock.store(0);
  if (result) {
    m_job.markWoken(IL_WAIT_LOCK, lock.giver.load(std::memory_order_relaxed),
                    lock.given_raw.load(std::memory_order_relaxed));
    becomeHolder();
  }
  return result;
}

void SharedLock::drop() {
  BoardLock& lock = m_job.board().locks[m_index];
  lock.giver.store(m_job.worker(), std::memory_order_relaxed);
  lock.given_raw.store(m_job.rawNow(), std::memory_order_relaxed);
  lock.holder.store(0, std::memory_order_relaxed);
  m_is_held = false;
  if (lock.state.exchange(0, std::memory_order_release) == 2) {
    futexWake(lock.state, 1);
  }
}

std::vector<CircleLink> circleOf(const Board& board, std::uint32_t worker) {
  std::vector<CircleLink> circle;
  std::uint32_t at = worker;
  do {
    const BoardWaiter& waiter = board.waiters[at];
    CircleLink link{at, waiter.waits.load(), waiter.lock.load(), 0};
    if (link.lock == 0 || link.lock > Board::kLocks || circle.size() > Board::kLocks) {
      return {};
    }
    --link.lock;
    const BoardLock& lock = board.locks[link.lock];
    link.takes = lock.takes.load();
    const std::uint32_t holder = lock.holder.load();
    if (holder == 0 || holder > board.waiters.size()) {
      return {};
    }
    circle.push_back(link);
    at = holder - 1;
  } while (at != worker);
  return circle;
}

std::string lockName(std::uint32_t index) {
  return index < 26 ? fmt::format("lock {}", static_cast<char>('A' + index)) : fmt::format("lock {}", index + 1);
}

std::string describeCircle(const std::vector<CircleLink>& circle) {
  // From the smallest number on, whoever found it.
  const auto first = static_cast<std::size_t>(
      std::min_element(circle.begin(), circle.end(),
                       [](const CircleLink& a, const CircleLink& b) { return a.worker < b.worker; }) -
      circle.begin());
  std::string text;
  for (std::size_t i = 0; i < circle.size(); ++i) {
    const CircleLink& before = circle[(first + i + circle.size() - 1) % circle.size()];
    const CircleLink& link = circle[(first + i) % circle.size()];
    const CircleLink& next = circle[(first + i + 1) % circle.size()];
    text += fmt::format("{}worker {} holds {} and waits for {}, which worker {} holds", i == 0 ? "" : "; ", link.worker,
                        lockName(before.lock), lockName(link.lock), next.worker);
  }
  return text;
}

}  // namespace interleave
