// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/watch_ending.h"

#include <gtest/gtest.h>
#include <signal.h>

namespace interleave {
namespace {

constexpr int kExitedWith3 = 3 << 8;  // as wait4(2) has it

WatchOutcome described(WatchEnd why, int status, std::optional<double> timeout_s = {}) {
  WatchOutcome outcome;
  outcome.end = why;
  describeEnd({status, 1.5}, timeout_s, outcome);
  return outcome;
}

TEST(WatchEnding, ACommandThatEndsByItselfHasItsStatusOrItsSignal) {
  const WatchOutcome exited = described(WatchEnd::Exited, kExitedWith3);
  EXPECT_EQ(exited.end, WatchEnd::Exited);
  EXPECT_EQ(exited.status, 3);
  EXPECT_EQ(exited.message, "exited with status 3");
  const WatchOutcome killed = described(WatchEnd::Exited, SIGSEGV);
  EXPECT_EQ(killed.end, WatchEnd::Killed);
  EXPECT_EQ(killed.status, SIGSEGV);
  EXPECT_EQ(killed.message, ProcessEnd{SIGSEGV}.describe());
}

TEST(WatchEnding, TheSignalByWhichWeEndItIsNotItsOwn) {
  const WatchOutcome cancelled = described(WatchEnd::Cancelled, SIGKILL);
  EXPECT_EQ(cancelled.end, WatchEnd::Cancelled);
  EXPECT_EQ(cancelled.status, 0);
  EXPECT_EQ(cancelled.message, "was stopped");
  const WatchOutcome timed_out = described(WatchEnd::TimedOut, SIGKILL, 2.5);
  EXPECT_EQ(timed_out.end, WatchEnd::TimedOut);
  EXPECT_EQ(timed_out.message, "was ended after its time limit of 2.5 s");
}

TEST(WatchEnding, ItsProcessorTimeIsKnownHoweverItEnded) {
  for (const WatchEnd why : {WatchEnd::Exited, WatchEnd::Cancelled, WatchEnd::TimedOut}) {
    EXPECT_EQ(described(why, 0, 1.0).cpu_s, 1.5);
  }
}

}  // namespace
}  // namespace interleave
