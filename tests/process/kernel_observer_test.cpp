// SPDX-License-Identifier: GPL-3.0-or-later
// What is done where the kernel refuses its switch records.
#include "core/sched/kernel_observer.h"

#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>

#include "core/base/child_process.h"

namespace interleave {
namespace {

// From here on this process is told that it may not, as in a container.
bool forbidSwitchRecords(int errno_value) {
  sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_perf_event_open, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<unsigned>(errno_value)),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog filter{static_cast<unsigned short>(std::size(program)), program};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

TEST(KernelObserver, WhereTheRecordsAreRefusedProcIsLookedAt) {
  for (const int errno_value : {EACCES, EPERM, ENOSYS, EMFILE}) {
    auto child = ChildProcess::fork([errno_value] {
      if (!forbidSwitchRecords(errno_value)) {
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
