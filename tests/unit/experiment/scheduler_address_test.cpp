// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/scheduler_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/experiment/experiment_json.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

TEST(SchedulerAddress, isCompleted) {
  for (const auto& [typed, meant] : {std::pair("tcp://10.0.0.7:8786", "tcp://10.0.0.7:8786"),
                                     {"tls://lab-3.example:443", "tls://lab-3.example:443"},
                                     {"lab-3.example:1", "tcp://lab-3.example:1"},
                                     {"localhost", "tcp://localhost:8786"},
                                     {"tcp://[fe80::1%eth0]:65535", "tcp://[fe80::1%eth0]:65535"},
                                     {"[::1]", "tcp://[::1]:8786"}}) {
    const auto address = schedulerAddress(typed);
    ASSERT_TRUE(address) << address.error().message;
    EXPECT_EQ(*address, meant);
    EXPECT_EQ(schedulerAddress(*address).value(), *address) << "it stays what it is";
  }
}

TEST(SchedulerAddress, refusalsSayInOneLineWhatIsWrong) {
  for (const auto& [typed, why] : {std::pair("", "names no host"),
                                   {"tcp://", "names no host"},
                                   {"tcp://:8786", "names no host"},
                                   {"http://here:1", "neither tcp:// nor tls://"},
                                   {"tcp://here:0", "no port from 1 to 65535"},
                                   {"tcp://here:65536", "no port"},
                                   {"tcp://here:", "no port"},
                                   {"tcp://here:12ab", "no port"},
                                   {"tcp://two words:1", "names no host"},
                                   {"tcp://a\nb:1", "names no host"},
                                   {"tcp://::1:8786", "names no host"},
                                   {"tcp://me@here:1", "names no host"}}) {
    const auto address = schedulerAddress(typed);
    ASSERT_FALSE(address) << typed;
    EXPECT_THAT(address.error().message, HasSubstr(why));
    EXPECT_EQ(address.error().message.find('\n'), std::string::npos);
  }
  EXPECT_FALSE(schedulerAddress(std::string(100'000, 'a')));
}

Experiment given() {
  Experiment experiment;
  experiment.runtime = Runtime::Python;
  experiment.model = Model::Distributed;
  experiment.workload = "sleep";
  experiment.scheduler = "10.0.0.7";
  return experiment;
}

TEST(AGivenScheduler, isPartOfTheExperiment) {
  const auto complete = checked(given());
  ASSERT_TRUE(complete) << complete.error().message;
  EXPECT_EQ(complete->scheduler, "tcp://10.0.0.7:8786");
  EXPECT_EQ(experimentFromJson(toJson(*complete)).value(), *complete);
  EXPECT_THAT(describe(*complete), HasSubstr("on tcp://10.0.0.7:8786"));
}

TEST(AGivenScheduler, isForDistributedAndForWhatNeedsNothingOfThisMachine) {
  Experiment wrong = given();
  wrong.model = Model::Threads;
  EXPECT_THAT(checked(wrong).error().message, HasSubstr("the model distributed, not for python and threads"));
  wrong = given();
  wrong.runtime = Runtime::Gil;
  EXPECT_FALSE(checked(wrong));
  wrong = given();
  wrong.workload = "http-fetch";
  EXPECT_THAT(checked(wrong).error().message, HasSubstr("live-tracker, cpu-heavy, sum-of-squares, primes, sleep, crash"));
  wrong = given();
  wrong.workload = "crash";
  wrong.parameters["how"] = std::string("segfault");
  EXPECT_THAT(checked(wrong).error().message, HasSubstr("how=exception"));
  wrong.parameters["how"] = std::string("exception");
  EXPECT_TRUE(checked(wrong));
}

}  // namespace
}  // namespace interleave
