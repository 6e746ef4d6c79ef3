// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/child_process.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

#include "core/base/unique_fd.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

struct Pipe {
  UniqueFd reading;
  UniqueFd writing;
};

Pipe makePipe() {
  int ends[2] = {-1, -1};
  EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

std::string readAll(int fd) {
  std::string text;
  std::array<char, 4096> chunk;
  for (ssize_t n = 0; (n = read(fd, chunk.data(), chunk.size())) > 0;) {
    text.append(chunk.data(), static_cast<std::size_t>(n));
  }
  return text;
}

Result<ChildProcess> shell(const std::string& script, const std::vector<int>& inherited = {},
                           ProcessGroup group = ProcessGroup::Own) {
  return ChildProcess::spawn({"/bin/sh", "-c", script}, inherited, group);
}

TEST(ChildProcess, tellsHowItEnded) {
  auto clean = shell("exit 0");
  ASSERT_TRUE(clean);
  EXPECT_TRUE(clean->wait().isClean());
  auto three = shell("exit 3");
  ASSERT_TRUE(three);
  EXPECT_EQ(three->wait().describe(), "exited with status 3");
  EXPECT_FALSE(three->wait().isClean()) << "and says the same again";
  auto killed = shell("kill -SEGV $$");
  ASSERT_TRUE(killed);
  EXPECT_EQ(killed->wait().describe(), "was killed by SIGSEGV (segmentation fault)");
}

TEST(ChildProcess, describesEverySignalInWords) {
  EXPECT_EQ(describeWaitStatus(SIGABRT), "was killed by SIGABRT (aborted)");
  EXPECT_THAT(describeWaitStatus(SIGKILL), HasSubstr("SIGKILL"));
  EXPECT_EQ(describeWaitStatus(SIGUSR1), "was killed by signal " + std::to_string(SIGUSR1));
  EXPECT_EQ(describeWaitStatus(0), "exited with status 0");
}

TEST(ChildProcess, thatCannotBeStartedSaysWhichAndWhy) {
  const auto missing = ChildProcess::spawn({"/no/such/program"}, {});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
  EXPECT_THAT(missing.error().message, HasSubstr("can't start /no/such/program: No such file or directory"));
  const auto forbidden = ChildProcess::spawn({"/etc/passwd"}, {});
  ASSERT_FALSE(forbidden);
  EXPECT_THAT(forbidden.error().message, HasSubstr("Permission denied"));
  EXPECT_FALSE(ChildProcess::spawn({}, {}));
}

TEST(ChildProcess, getsTheDescriptorsInTheirOrderAndNoOthers) {
  Pipe first = makePipe();
  Pipe second = makePipe();
  const UniqueFd leaky(dup(second.reading.get()));  // without close-on-exec
  auto child = shell("echo one >&3; echo two >&4; for fd in /proc/self/fd/*; do echo ${fd##*/}; done >&4",
                     {first.writing.get(), second.writing.get()});
  ASSERT_TRUE(child) << child.error().message;
  first.writing.reset();
  second.writing.reset();
  EXPECT_EQ(readAll(first.reading.get()), "one\n");
  const std::string text = readAll(second.reading.get());
  EXPECT_THAT(text, ::testing::StartsWith("two\n"));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("\n" + std::to_string(leaky.get()) + "\n")));
  EXPECT_TRUE(child->wait().isClean());
}

TEST(ChildProcess, swapsDescriptorsThatStandInEachOthersPlace) {
  // Ours are numbered so that 3 and 4 must change places.
  Pipe a = makePipe();
  Pipe b = makePipe();
  auto child = ChildProcess::fork([&] {
    dup2(a.writing.get(), 100);
    dup2(b.writing.get(), 101);
    dup2(100, 4);
    dup2(101, 3);
    auto inner = ChildProcess::spawn({"/bin/sh", "-c", "echo a >&3; echo b >&4"}, {4, 3});
    return inner && inner->wait().isClean() ? 0 : 1;
  });
  ASSERT_TRUE(child);
  EXPECT_TRUE(child->wait().isClean());
  a.writing.reset();
  b.writing.reset();
  EXPECT_EQ(readAll(a.reading.get()), "a\n");
  EXPECT_EQ(readAll(b.reading.get()), "b\n");
}

// Whether the other end of the pipe is open nowhere any more, once all that held it have gone.
bool endsAfterKill(int reading) {
  pollfd waiting{reading, POLLIN, 0};
  return poll(&waiting, 1, 60'000) == 1 && readAll(reading).empty();
}

TEST(ChildProcess, killTakesItsWholeGroup) {
  Pipe line = makePipe();
  auto child = shell("sleep 1000 & sleep 1000 & echo up >&3; exec sleep 1000", {line.writing.get()});
  ASSERT_TRUE(child);
  line.writing.reset();
  char up[3] = {};
  ASSERT_EQ(read(line.reading.get(), up, sizeof up), 3);
  EXPECT_FALSE(child->poll());
  child->kill();
  EXPECT_THAT(child->wait().describe(), HasSubstr("SIGKILL"));
  EXPECT_TRUE(endsAfterKill(line.reading.get()));
}

TEST(ChildProcess, itsOrphansGoWhenItsEndIsCollected) {
  Pipe line = makePipe();
  auto child = shell("sleep 1000 & exit 0", {line.writing.get()});
  ASSERT_TRUE(child);
  line.writing.reset();
  EXPECT_TRUE(child->wait().isClean());
  EXPECT_TRUE(endsAfterKill(line.reading.get()));
}

TEST(ChildProcess, goesWithItsObject) {
  Pipe line = makePipe();
  {
    auto child = shell("exec sleep 1000", {line.writing.get()});
    ASSERT_TRUE(child);
    line.writing.reset();
  }
  EXPECT_TRUE(endsAfterKill(line.reading.get()));
}

TEST(ChildProcess, goesWithItsParentHoweverThatEnds) {
  Pipe line = makePipe();
  auto parent = ChildProcess::fork([&] {
    auto child = shell("exec sleep 1000", {line.writing.get()});
    raise(SIGKILL);
    return child ? 0 : 1;
  });
  ASSERT_TRUE(parent);
  line.writing.reset();
  EXPECT_THAT(parent->wait().describe(), HasSubstr("SIGKILL"));
  EXPECT_TRUE(endsAfterKill(line.reading.get()));
}

TEST(ChildProcess, forkRunsTheBodyInAnotherProcess) {
  const pid_t ours = getpid();
  auto child =
      ChildProcess::fork([ours] { return getpid() != ours && getppid() == ours && getpgrp() == getpid() ? 7 : 1; });
  ASSERT_TRUE(child);
  EXPECT_EQ(child->wait().describe(), "exited with status 7");
  auto sharing = ChildProcess::fork([group = getpgrp()] { return getpgrp() == group ? 7 : 1; }, ProcessGroup::Parents);
  ASSERT_TRUE(sharing);
  EXPECT_EQ(sharing->wait().describe(), "exited with status 7");
}

TEST(ChildProcess, countsTheProcessorTimeOfItsChildrenToo) {
  auto busy = shell("sh -c 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done'");
  ASSERT_TRUE(busy);
  EXPECT_GT(busy->wait().cpu_s, 0.001);
}

}  // namespace
}  // namespace interleave
