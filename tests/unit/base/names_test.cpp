// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<std::string> kNames{"live-tracker", "cpu-heavy", "http-fetch", "sleep", "crash"};

TEST(NearestName, findsWhatWasMeant) {
  EXPECT_EQ(nearestName("cpu-hevy", kNames), "cpu-heavy");
  EXPECT_EQ(nearestName("live_tracker", kNames), "live-tracker");
  EXPECT_EQ(nearestName("slep", kNames), "sleep");
  EXPECT_EQ(nearestName("http", kNames), "http-fetch");
}

TEST(NearestName, findsNothingWhereNothingIsNear) {
  EXPECT_EQ(nearestName("matrix-product", kNames), "");
  EXPECT_EQ(nearestName("", kNames), "");
  EXPECT_EQ(nearestName("x", {}), "");
  EXPECT_EQ(nearestName(std::string(1'000'000, 'a'), kNames), "");
}

TEST(UnknownName, namesTheNearestAndAllThatAreValid) {
  const std::string text = unknownName("workload", "cpu-hevy", kNames);
  EXPECT_THAT(text, HasSubstr("unknown workload 'cpu-hevy': did you mean 'cpu-heavy'?"));
  for (const std::string& name : kNames) {
    EXPECT_THAT(text, HasSubstr(name));
  }
  EXPECT_THAT(unknownName("workload", "matrix-product", kNames), Not(HasSubstr("did you mean")));
  EXPECT_LT(unknownName("workload", std::string(1'000'000, 'a'), kNames).size(), 400u);
}

}  // namespace
}  // namespace interleave
