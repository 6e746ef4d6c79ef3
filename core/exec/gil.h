// SPDX-License-Identifier: GPL-3.0-or-later
// CPython's global interpreter lock as it has been since 3.2, with the new GIL's switch interval and forced
// switching.
//
// A waiter that has waited one interval, without the lock changing hands meanwhile, requests that the holder drop
// it. The holder sees the request at its next safe point. Having dropped on request, it waits until another thread
// has really taken the lock, or it would win it back before the other wakes.
// Threading: take() and drop() from any thread; a thread takes and drops in turn. Who wakes next is the system's
// choice.
// Source: CPython, Python/ceval_gil.c; names of the fields follow it.
#pragma once

#include <pthread.h>

#include <atomic>
#include <cstdint>
#include <optional>

namespace interleave {

enum class Release { Ordinary, Last };

class Gil {
 public:
  /// Any number that tells the threads of one Gil apart; kNobody is taken.
  using Thread = std::uint32_t;
  static constexpr Thread kNobody = 0xFFFFFFFFu;

  /// `interval_us` is read at the begin of each wait, atomically: whoever writes it moves the interval, as CPython's
  /// sys.setswitchinterval() does. Values below 1 us act as 1 us. REQUIRES: it lives longer.
  explicit Gil(const std::uint32_t* interval_us);
  Gil(const Gil&) = delete;
  Gil& operator=(const Gil&) = delete;
  ~Gil();

  /// Who gave the lock up before it was taken, and when, by the giver's own count.
  struct Handover {
    Thread from = kNobody;
    std::uint64_t at = 0;
  };

  /// Is told in the waiting thread, with a lock of the Gil's held: it must be quick.
  class Witness {
   public:
    virtual ~Witness() = default;
    /// This thread is about to ask `holder`, whom nobody has asked yet, to drop the lock.
    virtual void asks(Thread holder) = 0;
  };

  /// Waits until `thread` holds the lock. REQUIRES: it does not hold it. Nothing when the lock was free.
  std::optional<Handover> take(Thread thread, Witness* witness = nullptr);
  /// REQUIRES: `thread` holds it. A Last release does not wait for the switch: the thread won't take again. `at`: for
  /// who takes it next.
  void drop(Thread thread, Release release = Release::Ordinary, std::uint64_t at = 0);

  /// The drop request, for safe points: one relaxed load.
  const std::atomic<bool>& dropRequest() const { return m_drop_request; }
  /// How often the lock went from one thread to another.
  std::uint64_t switchNumber() const;

 private:
  std::int64_t interval_ns() const;

  const std::uint32_t* m_interval_us;
  std::atomic<bool> m_drop_request{false};
  std::atomic<Thread> m_last_holder{kNobody};
  // Under m_mutex; waiters wait on m_cond.
  mutable pthread_mutex_t m_mutex;
  pthread_cond_t m_cond;
  bool m_locked = false;
  Handover m_dropped;  // the last drop
  std::uint64_t m_switch_number = 0;
  // Under m_switch_mutex, with m_last_holder: forced switching. Taken after m_mutex where both are.
  pthread_mutex_t m_switch_mutex;
  pthread_cond_t m_switch_cond;
};

}  // namespace interleave
