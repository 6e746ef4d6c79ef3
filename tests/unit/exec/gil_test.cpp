// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/gil.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "core/base/clock.h"

namespace interleave {
namespace {

// Runs `count` threads that hold the lock as a CPU-bound thread does: they give way when asked to, and only then.
class CpuBoundThreads {
 public:
  CpuBoundThreads(Gil& gil, int count) {
    for (int i = 0; i < count; ++i) {
      m_threads.emplace_back([this, &gil, i] { work(gil, static_cast<Gil::Thread>(i)); });
    }
  }
  ~CpuBoundThreads() { stop(); }

  void stop() {
    m_stop = true;
    for (std::thread& thread : m_threads) {
      if (thread.joinable()) {
        thread.join();
      }
    }
  }

  int mostHolders() const { return m_most_holders; }
  int forcedDrops() const { return m_forced_drops; }
  std::int64_t shortestBetweenForcedDrops_ns() const { return m_shortest_ns; }
  int turns(int thread) const { return m_turns[static_cast<std::size_t>(thread)]; }

 private:
  void work(Gil& gil, Gil::Thread thread) {
    gil.take(thread);
    begin(thread);
    while (!m_stop) {
      if (gil.dropRequest().load(std::memory_order_relaxed)) {
        end();
        gil.drop(thread);
        gil.take(thread);
        begin(thread);
      }
    }
    --m_holders;
    gil.drop(thread, Release::Last);
  }

  // Between begin and end the lock is held, so the plain members need no other.
  void begin(Gil::Thread thread) {
    m_most_holders = std::max(m_most_holders, ++m_holders);
    ++m_turns[thread];
  }
  void end() {
    const std::int64_t now_ns = monotonicNow_ns();
    if (m_forced_drops++ > 0) {
      m_shortest_ns = std::min(m_shortest_ns, now_ns - m_last_drop_ns);
    }
    m_last_drop_ns = now_ns;
    --m_holders;
  }

  std::atomic<bool> m_stop{false};
  int m_holders = 0;
  int m_most_holders = 0;
  int m_forced_drops = 0;
  std::int64_t m_last_drop_ns = 0;
  std::int64_t m_shortest_ns = INT64_MAX;
  std::vector<int> m_turns = std::vector<int>(64);
  std::vector<std::thread> m_threads;
};

void waitForSwitches(const Gil& gil, std::uint64_t count) {
  while (gil.switchNumber() < count) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

TEST(Gil, hasOneHolderAtATimeWhateverTheNumberOfThreads) {
  for (const int threads : {2, 3, 8, 32}) {
    const std::uint32_t interval_us = 200;
    Gil gil(&interval_us);
    CpuBoundThreads crowd(gil, threads);
    waitForSwitches(gil, 50);
    crowd.stop();
    EXPECT_EQ(crowd.mostHolders(), 1);
    EXPECT_GE(crowd.forcedDrops(), 1);
  }
}

TEST(Gil, isNeverWonBackByTheThreadThatWasMadeToDropIt) {
  const std::uint32_t interval_us = 100;
  Gil gil(&interval_us);
  CpuBoundThreads two(gil, 2);
  waitForSwitches(gil, 200);
  two.stop();
  // Every forced drop handed the lock on: each one is a switch. (The other switches are the first takes and last
  // drops.)
  EXPECT_GE(gil.switchNumber(), static_cast<std::uint64_t>(two.forcedDrops()));
  // Two threads that can't win it back take turns.
  EXPECT_LE(std::abs(two.turns(0) - two.turns(1)), 1);
}

// The request behind a forced drop comes from a wait of one interval that began after the switch to this holder, and so
// after the drop before it. That holds on any machine, however busy.
TEST(Gil, nWaitersDoNotShortenTheInterval) {
  for (const int threads : {2, 4, 16}) {
    constexpr std::int64_t kInterval_ns = 2 * kNsPerMs;
    const std::uint32_t interval_us = kInterval_ns / kNsPerUs;
    Gil gil(&interval_us);
    CpuBoundThreads crowd(gil, threads);
    waitForSwitches(gil, 30);
    crowd.stop();
    EXPECT_GT(crowd.forcedDrops(), 1);
    EXPECT_GE(crowd.shortestBetweenForcedDrops_ns(), kInterval_ns) << threads << " threads";
  }
}

// However busy the machine: while the interval is an hour nobody is asked, and once it is short somebody is.
TEST(Gil, theIntervalMayBeMovedWhileThreadsWaitForIt) {
  constexpr std::uint32_t kShort_us = 500;
  std::uint32_t interval_us = kShort_us;
  Gil gil(&interval_us);
  CpuBoundThreads crowd(gil, 3);
  waitForSwitches(gil, 20);
  constexpr std::uint32_t kLong_us = 100'000;
  __atomic_store_n(&interval_us, kLong_us, __ATOMIC_RELAXED);
  waitForSwitches(gil, gil.switchNumber() + 4);  // waits that had begun with the short one may still end
  const std::int64_t begin_ns = monotonicNow_ns();
  const std::uint64_t before = gil.switchNumber();
  waitForSwitches(gil, before + 3);
  EXPECT_GE(monotonicNow_ns() - begin_ns, 2 * std::int64_t{kLong_us} * kNsPerUs);
  __atomic_store_n(&interval_us, kShort_us, __ATOMIC_RELAXED);
  waitForSwitches(gil, gil.switchNumber() + 20);
  crowd.stop();
}

// Keeps what it is told; each thread has its own.
class KeepingWitness : public Gil::Witness {
 public:
  void asks(Gil::Thread holder) override { asked.push_back(holder); }
  std::vector<Gil::Thread> asked;
};

TEST(Gil, aWitnessLearnsWhoWasAskedOnceForEachRequest) {
  const std::uint32_t interval_us = 200;
  Gil gil(&interval_us);
  KeepingWitness of_holder;
  KeepingWitness of_waiter;
  EXPECT_FALSE(gil.take(7, &of_holder));
  std::thread waiter([&] {
    gil.take(8, &of_waiter);
    gil.drop(8, Release::Last);
  });
  while (!gil.dropRequest().load()) {
    std::this_thread::yield();
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(2));  // whoever asks again asks for the same
  gil.drop(7);
  waiter.join();
  EXPECT_EQ(of_waiter.asked, std::vector<Gil::Thread>{7});
  EXPECT_TRUE(of_holder.asked.empty());
}

TEST(Gil, anIntervalOfNothingActsAsOneMicrosecond) {
  const std::uint32_t interval_us = 0;
  Gil gil(&interval_us);
  CpuBoundThreads two(gil, 2);
  waitForSwitches(gil, 10);
  two.stop();
  EXPECT_GE(two.shortestBetweenForcedDrops_ns(), kNsPerUs);
}

TEST(Gil, isNotAskedForWhenNobodyWaits) {
  const std::uint32_t interval_us = 1;
  Gil gil(&interval_us);
  gil.take(7);
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_FALSE(gil.dropRequest().load());
  gil.drop(7);
  gil.take(7);
  EXPECT_EQ(gil.switchNumber(), 1u) << "the same holder again is no switch";
  gil.drop(7, Release::Last);
}

TEST(Gil, aWaiterWhoseIntervalIsFarAwayGetsItAsSoonAsItIsFree) {
  const std::uint32_t interval_us = 3'600'000'000;
  Gil gil(&interval_us);
  gil.take(0);
  std::atomic<bool> taken{false};
  std::thread waiter([&] {
    gil.take(1);
    taken = true;
    gil.drop(1, Release::Last);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_FALSE(taken);
  gil.drop(0, Release::Last);
  waiter.join();  // hangs for an hour if it were not woken
  EXPECT_TRUE(taken);
}

TEST(Gil, aLastReleaseDoesNotWaitForTheSwitch) {
  // A request stands and the only waiter is suspended in its own code: an ordinary drop would wait for it.
  const std::uint32_t interval_us = 1;
  Gil gil(&interval_us);
  gil.take(0);
  std::thread waiter([&] {
    gil.take(1);
    gil.drop(1, Release::Last);
  });
  while (!gil.dropRequest().load()) {
    std::this_thread::yield();
  }
  gil.drop(0, Release::Last);
  waiter.join();
  EXPECT_EQ(gil.switchNumber(), 2u);
}

}  // namespace
}  // namespace interleave
