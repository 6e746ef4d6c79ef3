// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ring/probe_thread.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <thread>
#include <vector>

#include "core/base/unique_fd.h"
#include "core/ring/probe_python.h"
#include "core/ring/ring_reader.h"
#include "core/ring/shared_region.h"

namespace interleave {
namespace {

constexpr std::uint32_t kRings = 16;

// The map is the process's, once and for all: one region for all these tests, each of which takes rings of its own.
SharedRegion& theRegion() {
  static SharedRegion region = [] {
    RegionSettings settings;
    settings.ring_count = kRings;
    settings.ring_capacity = 1024;
    return std::move(*SharedRegion::create(settings));
  }();
  return region;
}

std::vector<int> kindsIn(int ring) {
  RingReader reader(theRegion().ring(static_cast<std::uint32_t>(ring)), theRegion().ringCapacity());
  std::vector<il_sample> samples;
  EXPECT_TRUE(reader.drain(*reader.head(), samples));
  std::vector<int> kinds;
  for (const il_sample& sample : samples) {
    kinds.push_back(sample.kind);
  }
  return kinds;
}

class ProbeThread : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(il_thread_map(theRegion().fd()), 0); }
};

TEST(ProbeThreadMap, RefusesWhatIsNoRegion) {
  const UniqueFd small(memfd_create("small", MFD_CLOEXEC));
  const UniqueFd foreign(memfd_create("foreign", MFD_CLOEXEC));
  ASSERT_EQ(ftruncate(foreign.get(), 8192), 0);
  const pid_t child = fork();  // where nothing is mapped yet, whatever ran before
  if (child == 0) {
    // A process that has mapped a region keeps it, so this counts only in the run of this test alone.
    const bool is_fresh = il_thread_now() == 0;
    const bool ok = !is_fresh || (il_thread_map(small.get()) == EINVAL && il_thread_map(foreign.get()) == EINVAL &&
                                  il_thread_map(-1) == EBADF && il_thread_claim(0, IL_WORKER_THREAD, 0) == -1);
    _exit(ok ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(ProbeThread, AWaitForInputIsMarkedAndEndsWithTheInputOrTheTime) {
  std::thread([] {
    const int ring = il_thread_claim(0, IL_WORKER_THREAD, 0);
    ASSERT_GE(ring, 0);
    int ends[2];
    ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
    const UniqueFd reading(ends[0]);
    UniqueFd writing(ends[1]);
    il_thread_job_begin(1);
    EXPECT_EQ(il_thread_await_input(reading.get(), 1), 0);
    ASSERT_EQ(write(writing.get(), "x", 1), 1);
    EXPECT_EQ(il_thread_await_input(reading.get(), -1), 1);
    char byte = 0;
    ASSERT_EQ(read(reading.get(), &byte, 1), 1);
    writing = UniqueFd();
    EXPECT_EQ(il_thread_await_input(reading.get(), -1), 1) << "closed at the other end: the reader is told";
    il_thread_job_end();
    const std::vector<int> kinds = kindsIn(ring);
    EXPECT_EQ(std::count(kinds.begin(), kinds.end(), IL_WAIT_BEGIN), 3);
    EXPECT_EQ(std::count(kinds.begin(), kinds.end(), IL_WAIT_END), 3);
    il_thread_close();
  }).join();
}

TEST_F(ProbeThread, WithoutAProbeNothingHappens) {
  std::thread([] {
    il_thread_tick();
    il_thread_wait_begin(IL_WAIT_IO);
    il_thread_wait_end(IL_WAIT_IO);
    EXPECT_EQ(il_thread_job_begin(1), 0u);
    EXPECT_EQ(il_thread_job_end(), 0u);
    EXPECT_EQ(il_thread_last(), 0u);
    il_thread_close();
    il_thread_use(12345);
    il_thread_tick();
  }).join();
}

TEST_F(ProbeThread, AThreadsEndClosesItsTrack) {
  int ring = -1;
  std::uint64_t ticks = 0;
  std::thread([&] {
    ring = il_thread_claim(3, IL_WORKER_THREAD, il_thread_now());
    const std::uint64_t begin = il_thread_job_begin(7);
    EXPECT_GT(begin, 0u);
    for (int i = 0; i < 100; ++i) {
      il_thread_tick();
    }
    ticks = il_thread_job_end();
    EXPECT_GE(il_thread_last(), begin);
    EXPECT_EQ(il_thread_owner(static_cast<std::uint32_t>(ring)), getpid());
  }).join();
  ASSERT_GE(ring, 0);
  EXPECT_EQ(ticks, 100u);
  const std::vector<int> kinds = kindsIn(ring);
  ASSERT_GE(kinds.size(), 5u);
  EXPECT_EQ(kinds.front(), IL_START);
  EXPECT_EQ(kinds.back(), IL_STOP);
  EXPECT_EQ(il_thread_owner(static_cast<std::uint32_t>(ring)), 0) << "closed";
}

TEST_F(ProbeThread, OneThreadMayServeSeveralTracksInTurns) {
  std::thread([] {
    const int first = il_thread_claim(0, IL_WORKER_THREAD, il_thread_now());
    const int second = il_thread_claim(0, IL_WORKER_THREAD, il_thread_now());
    ASSERT_NE(first, second);
    il_thread_use(first);
    il_thread_job_begin(1);
    il_thread_use(second);
    il_thread_job_begin(2);
    il_thread_use(first);
    EXPECT_EQ(il_thread_job_end(), 0u);
    il_thread_close();
    il_thread_use(second);
    il_thread_tick();
    EXPECT_EQ(il_thread_job_end(), 1u);
    il_thread_close();
    EXPECT_EQ(kindsIn(first), (std::vector<int>{IL_START, IL_READY, IL_JOB_BEGIN, IL_JOB_END, IL_STOP}));
    EXPECT_EQ(kindsIn(second).back(), IL_STOP);
  }).join();
}

TEST_F(ProbeThread, AForkedChildHasNoTrackUntilItClaimsOne) {
  std::thread([] {
    const int ours = il_thread_claim(0, IL_WORKER_PROCESS, il_thread_now());
    const std::size_t before = kindsIn(ours).size();
    const pid_t child = fork();
    if (child == 0) {
      il_thread_job_begin(9);
      const int theirs = il_thread_claim(0, IL_WORKER_PROCESS, il_thread_now());
      const bool ok = theirs >= 0 && theirs != ours && il_thread_owner(static_cast<std::uint32_t>(theirs)) == getpid();
      _exit(ok ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    EXPECT_EQ(kindsIn(ours).size(), before) << "the child must not write on its parent's track";
  }).join();
}

TEST(ProbePython, OutsideAnInterpreterThereIsNoFunction) {
  EXPECT_EQ(il_python_tick_function(nullptr), nullptr);
}

}  // namespace
}  // namespace interleave
