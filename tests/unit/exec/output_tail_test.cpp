// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/output_tail.h"

#include <gtest/gtest.h>

#include "core/base/child_process.h"

namespace interleave {
namespace {

std::string tailOf(const std::string& script) {
  auto tail = OutputTail::open();
  EXPECT_TRUE(tail);
  auto process = ChildProcess::spawn({"/bin/sh", "-c", script}, {}, ProcessGroup::Own, tail->writingEnd());
  EXPECT_TRUE(process);
  tail->closeWriting();
  while (!process->poll()) {
    tail->read();
  }
  tail->read();
  return tail->text();
}

TEST(OutputTail, keepsBothStreamsAndGivesTheChildNothingToRead) {
  EXPECT_EQ(tailOf("echo one; echo two >&2; cat; echo three"), "one\ntwo\nthree");
  EXPECT_EQ(tailOf("true"), "");
  EXPECT_EQ(tailOf("printf ' \\n\\t'"), "");
}

TEST(OutputTail, ofMegabytesKeepsTheLastWholeLines) {
  const std::string text = tailOf("i=0; while [ $i -lt 100000 ]; do echo line $i; i=$((i+1)); done; echo end");
  EXPECT_LE(text.size(), OutputTail::kMostBytes);
  EXPECT_TRUE(text.starts_with("line ")) << text.substr(0, 40);
  EXPECT_TRUE(text.ends_with("line 99999\nend"));
}

}  // namespace
}  // namespace interleave
