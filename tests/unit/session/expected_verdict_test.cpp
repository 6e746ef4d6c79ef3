// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/expected_verdict.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace interleave {
namespace {

ExpectedVerdict expected(const char* text) {
  const auto read = expectedVerdictFromJson(nlohmann::json::parse(text));
  EXPECT_TRUE(read) << read.error().message;
  return *read;
}

Verdict verdict(Pattern pattern, std::optional<Bound> bound) {
  Verdict made;
  made.pattern = pattern;
  made.bound = bound;
  return made;
}

TEST(ExpectedVerdict, AsksForPatternAndBound) {
  const ExpectedVerdict wanted = expected(R"({"pattern": "parallel", "bound": "io"})");
  EXPECT_TRUE(wanted.isMetBy(verdict(Pattern::Parallel, Bound::Io), 4, 2));
  EXPECT_FALSE(wanted.isMetBy(verdict(Pattern::Parallel, Bound::Cpu), 4, 2));
  EXPECT_FALSE(wanted.isMetBy(verdict(Pattern::Serial, Bound::Io), 4, 2));
  EXPECT_FALSE(wanted.isMetBy(verdict(Pattern::Parallel, std::nullopt), 4, 2));
  EXPECT_FALSE(wanted.isMetBy(std::nullopt, 4, 2));
}

TEST(ExpectedVerdict, DependsOnTheCoresWhereItSaysSo) {
  const ExpectedVerdict wanted = expected(R"({"pattern": "parallel", "crowded": "oversubscribed"})");
  EXPECT_TRUE(wanted.isMetBy(verdict(Pattern::Parallel, Bound::Cpu), 4, 4));
  EXPECT_FALSE(wanted.isMetBy(verdict(Pattern::Oversubscribed, Bound::Cpu), 4, 4));
  EXPECT_TRUE(wanted.isMetBy(verdict(Pattern::Oversubscribed, Bound::Cpu), 4, 2));
  EXPECT_FALSE(wanted.isMetBy(verdict(Pattern::Parallel, Bound::Cpu), 4, 2));
}

TEST(ExpectedVerdict, SilenceIsSomethingToExpect) {
  EXPECT_TRUE(expected("null").isMetBy(std::nullopt, 4, 2));
  EXPECT_FALSE(expected("null").isMetBy(verdict(Pattern::Serial, Bound::Cpu), 4, 2));
  const ExpectedVerdict either = expected(R"({"pattern": ["serial", null], "bound": "cpu"})");
  EXPECT_TRUE(either.isMetBy(std::nullopt, 4, 2));
  EXPECT_TRUE(either.isMetBy(verdict(Pattern::Serial, Bound::Cpu), 4, 2));
  EXPECT_EQ(either.text(4, 2), "serial or none, cpu");
}

TEST(ExpectedVerdict, RefusesWhatItDoesNotKnow) {
  for (const char* wrong : {"[]", "{}", R"("parallel")", R"({"pattern": "paralel"})", R"({"pattern": 1})",
                            R"({"pattern": "serial", "bound": "disk"})", R"({"pattern": "serial", "why": "x"})"}) {
    EXPECT_FALSE(expectedVerdictFromJson(nlohmann::json::parse(wrong))) << wrong;
  }
}

}  // namespace
}  // namespace interleave
