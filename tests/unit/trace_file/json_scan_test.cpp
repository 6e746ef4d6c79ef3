// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/json_scan.h"

#include <gtest/gtest.h>

namespace interleave {
namespace {

TEST(JsonScan, MicrosecondsBecomeNanosecondsExactly) {
  EXPECT_EQ(json::nanoseconds("0"), 0);
  EXPECT_EQ(json::nanoseconds("1700000000000000.123"), 1700000000000000123);
  EXPECT_EQ(json::nanoseconds("-1.5"), -1500);
  EXPECT_EQ(json::nanoseconds("0.0005"), 1);
  EXPECT_EQ(json::nanoseconds("0.00049"), 0);
  EXPECT_EQ(json::nanoseconds("1.5e3"), 1500000);
  for (const char* bad : {"", "-", ".", "x", "1x", "NaN", "Infinity", "1e999", "1e16", "9999999999999999999"}) {
    EXPECT_EQ(json::nanoseconds(bad), std::nullopt) << bad;
  }
}

TEST(JsonScan, WhatIsQuotedReadsTheSame) {
  const std::string text = "a\"b\\c\n\t\x01 \xC3\xA9 \xF0\x9F\x98\x80 /";
  std::string quoted;
  json::appendQuoted(quoted, text);
  bool was_repaired = false;
  EXPECT_EQ(json::textOf(std::string_view(quoted).substr(1, quoted.size() - 2), 100, was_repaired), text);
  EXPECT_FALSE(was_repaired);
}

TEST(JsonScan, NothingThatIsNoUtf8IsWritten) {
  std::string quoted;
  json::appendQuoted(quoted, "a\xFF\xED\xA0\x80z\xC3");
  EXPECT_EQ(quoted, "\"a\uFFFD\uFFFD\uFFFD\uFFFDz\uFFFD\"");
}

}  // namespace
}  // namespace interleave
