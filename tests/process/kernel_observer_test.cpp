// SPDX-License-Identifier: GPL-3.0-or-later
// What is done where the kernel refuses its switch records.
#include "core/sched/kernel_observer.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "core/base/child_process.h"
#include "core/base/unique_fd.h"
#include "core/sched/switch_observer.h"
#include "tests/support/refusal.h"

namespace interleave {
namespace {

TEST(KernelObserver, WhereTheRecordsAreRefusedProcIsLookedAt) {
  for (const int errno_value : {EACCES, EPERM, ENOSYS, EMFILE}) {
    auto child = ChildProcess::fork([errno_value] {
      if (!test::forbidSwitchRecords(errno_value)) {
        return 1;
      }
      std::string refusal;
      const auto observer = observeKernel(getpid(), Observed::WhileItRuns, refusal);
      if (!observer || (*observer)->view() != KernelView::Proc || refusal.empty()) {
        return 2;
      }
      setenv("INTERLEAVE_KERNEL_VIEW", "perf", 1);
      return observeKernel(getpid(), Observed::WhileItRuns, refusal) ? 3 : 0;  // asked for, so not replaced
    });
    ASSERT_TRUE(child);
    EXPECT_TRUE(child->wait().isClean()) << errno_value << " " << child->wait().describe();
  }
}

// A ring that nobody reads is full soon, and its last loss has no record after it that could tell.
TEST(SwitchObserver, AllThatWasLostIsCountedAlsoAfterTheLastRecord) {
  constexpr int kSleeps = 2000;
  int go[2] = {-1, -1};
  ASSERT_EQ(pipe(go), 0);
  const UniqueFd go_read(go[0]);
  const UniqueFd go_write(go[1]);
  int told[2] = {-1, -1};
  ASSERT_EQ(pipe(told), 0);
  const UniqueFd told_read(told[0]);
  const UniqueFd told_write(told[1]);
  auto child = ChildProcess::fork([&] {
    // A busy machine may be so late that a sleep is over before it begins: what counts is the kernel's own number.
    const auto sleeps = [] {
      rusage usage{};
      getrusage(RUSAGE_THREAD, &usage);
      return usage.ru_nvcsw;
    };
    char byte = 0;
    const bool may = read(go_read.get(), &byte, 1) == 1;
    const long before = sleeps();
    for (int i = 0; i < kSleeps; ++i) {
      const timespec shortest{0, 1};
      nanosleep(&shortest, nullptr);
    }
    const long count = sleeps() - before;
    return may && write(told_write.get(), &count, sizeof count) == sizeof count ? 0 : 1;
  });
  ASSERT_TRUE(child);
  auto observer = SwitchObserver::observe(child->pid(), Observed::BeforeItBegins, std::size_t{16} << 10);
  if (!observer) {
    GTEST_SKIP() << observer.error().message;
  }
  if (!(*observer)->countsAllLost()) {
    GTEST_SKIP() << "a kernel before 6.0";
  }
  ASSERT_EQ(write(go_write.get(), "x", 1), 1);
  ASSERT_TRUE(child->wait().isClean());
  long sleeps = 0;
  ASSERT_EQ(read(told_read.get(), &sleeps, sizeof sleeps), static_cast<ssize_t>(sizeof sleeps));
  std::vector<SwitchRecord> records;
  (*observer)->finish(records);
  std::uint64_t seen = 0;
  std::uint64_t lost = 0;
  for (const SwitchRecord& record : records) {
    seen += record.kind == SwitchKind::Lost ? 0 : 1;
    lost += record.kind == SwitchKind::Lost ? record.lost : 0;
  }
  ASSERT_GT(sleeps, kSleeps / 2);
  EXPECT_GE(seen + lost, 2u * static_cast<std::uint64_t>(sleeps)) << "each sleep is a switch out and one in";
  EXPECT_GT(lost, static_cast<std::uint64_t>(sleeps) / 2);
  EXPECT_EQ(lost, (*observer)->lost());
}

TEST(KernelObserver, TheEnvironmentChooses) {
  std::string refusal;
  setenv("INTERLEAVE_KERNEL_VIEW", "none", 1);
  const auto none = observeKernel(getpid(), Observed::WhileItRuns, refusal);
  ASSERT_TRUE(none);
  EXPECT_EQ(*none, nullptr);
  setenv("INTERLEAVE_KERNEL_VIEW", "porc", 1);
  const auto unknown = observeKernel(getpid(), Observed::WhileItRuns, refusal);
  unsetenv("INTERLEAVE_KERNEL_VIEW");
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().message.find("did you mean"), std::string::npos) << unknown.error().message;
}

}  // namespace
}  // namespace interleave
