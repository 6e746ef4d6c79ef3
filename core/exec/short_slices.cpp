// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/short_slices.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace interleave {
namespace {

// The kernel's sched_attr, first version; its own header can't be included beside <sched.h>.
struct SchedulingAttributes {
  std::uint32_t size;
  std::uint32_t policy;
  std::uint64_t flags;
  std::int32_t nice;
  std::uint32_t priority;
  std::uint64_t runtime;
  std::uint64_t deadline;
  std::uint64_t period;
};
static_assert(sizeof(SchedulingAttributes) == 48);

constexpr std::uint64_t kResetOnFork = 1;
constexpr std::uint64_t kShortest_ns = 100'000;

}  // namespace

void askForShortSlices() {
  SchedulingAttributes attributes{};
  if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0) {
    return;
  }
  attributes.size = sizeof attributes;
  attributes.flags = kResetOnFork;  // the workers shall have what everybody has
  attributes.runtime = kShortest_ns;
  syscall(SYS_sched_setattr, 0, &attributes, 0);  // a courtesy: refused, all still works
}

}  // namespace interleave
