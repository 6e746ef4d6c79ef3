// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number_text.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace interleave {
namespace {

TEST(ParseInteger, takesTheWaysInWhichPeopleWriteThem) {
  for (const char* text : {"1000000", "1_000_000", "1,000,000", "1 000 000", "1e6", "10^6", "1.0e6", "100^3"}) {
    EXPECT_EQ(parseInteger(text), 1'000'000) << text;
  }
  EXPECT_EQ(parseInteger("10^8"), 100'000'000);
  EXPECT_EQ(parseInteger("2^62"), std::int64_t{1} << 62);
  EXPECT_EQ(parseInteger("0"), 0);
  EXPECT_EQ(parseInteger("-5"), -5);
  EXPECT_EQ(parseInteger("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
}

TEST(ParseInteger, refusesEverythingElse) {
  for (const char* text : {"", " ", "abc", "1.5", "10^", "^6", "10^6^2", "1e", "0x10", "12a", "1e400", "10^100",
                           "9223372036854775808", "nan", "inf", "--1", "+"}) {
    EXPECT_EQ(parseInteger(text), std::nullopt) << "'" << text << "'";
  }
}

TEST(ParseReal, takesFiniteNumbersAndNothingElse) {
  EXPECT_EQ(parseReal("0.5"), 0.5);
  EXPECT_EQ(parseReal("-1e-3"), -0.001);
  for (const char* text : {"", "0,5", "1 ", " 1", "nan", "inf", "1e999", "one", "0.5ms"}) {
    EXPECT_EQ(parseReal(text), std::nullopt) << "'" << text << "'";
  }
}

TEST(GroupedDigits, groupsByThreeAndReadsBack) {
  EXPECT_EQ(groupedDigits(0), "0");
  EXPECT_EQ(groupedDigits(999), "999");
  EXPECT_EQ(groupedDigits(1000), "1,000");
  EXPECT_EQ(groupedDigits(-1000), "-1,000");
  EXPECT_EQ(groupedDigits(-999), "-999");
  EXPECT_EQ(groupedDigits(1234567), "1,234,567");
  for (const std::int64_t value : {std::numeric_limits<std::int64_t>::max(), std::int64_t{-1234567890}}) {
    EXPECT_EQ(parseInteger(groupedDigits(value)), value);
  }
}

TEST(DurationText, hasAUnitThatFitsAndThreeDigits) {
  EXPECT_EQ(durationText(0.348), "348 ms");
  EXPECT_EQ(durationText(0.00508), "5.08 ms");
  EXPECT_EQ(durationText(1.25), "1.25 s");
  EXPECT_EQ(durationText(8.4e-9), "8.40 ns");
  EXPECT_EQ(durationText(12.3e-6), "12.3 µs");
  EXPECT_EQ(durationText(1668.89), "1669 s");
}

}  // namespace
}  // namespace interleave
