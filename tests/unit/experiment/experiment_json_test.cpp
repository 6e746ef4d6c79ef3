// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/experiment_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/experiment/catalogue.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

TEST(ExperimentJson, comesBackAsItWent) {
  for (const WorkloadInfo& info : workloads()) {
    for (const std::string& model : modelNames()) {
      Experiment experiment;
      experiment.workload = info.name;
      experiment.model = *modelNamed(model);
      experiment.runtime = Runtime::Python;
      experiment.interpreter = "/opt/python 3/bin/python";
      experiment.interpreter_name = "CPython 3.13.0 free-threaded";
      if (info.needs_python) {
        experiment.parameters["file"] = std::string("/a b/\"quoted\".py");
        experiment.parameters["args"] = std::string("{\"n\": [1, \"ü\"]}");
      }
      if (!fitting(experiment)) {
        experiment.parameters.clear();
        experiment.workload = "http-fetch";
      }
      experiment.start_method = StartMethod::Fork;
      experiment.workers = 256;
      experiment.jobs = 100'000;
      experiment.switch_interval_ms = 0.1;
      experiment.timeout_s = 0.25;
      experiment.seed = 18'446'744'073'709'551'615u;
      const auto checked_one = checked(experiment);
      if (!checked_one) {
        continue;  // what does not go together, see combinations_test.cpp
      }
      const Experiment whole = *checked_one;
      const auto back = experimentFromText(toJson(whole).dump());
      ASSERT_TRUE(back) << back.error().message;
      EXPECT_EQ(*back, whole);
    }
  }
}

TEST(ExperimentJson, whatIsMissingHasItsDefault) {
  const auto empty = experimentFromText("{}");
  ASSERT_TRUE(empty) << empty.error().message;
  EXPECT_EQ(*empty, *checked(Experiment{}));
  const auto null = experimentFromText(R"({"timeout_s": null})");
  ASSERT_TRUE(null);
  EXPECT_EQ(null->timeout_s, std::nullopt);
}

TEST(ExperimentJson, aSummaryIsTakenForItsExperiment) {
  const auto taken = experimentFromText(R"({"experiment": {"workers": 7}, "elapsed_s": 1.0})");
  ASSERT_TRUE(taken) << taken.error().message;
  EXPECT_EQ(taken->workers, 7);
}

struct Refused {
  const char* text;
  const char* because;
};

TEST(ExperimentJson, saysWhatIsWrong) {
  for (const Refused& refused : std::initializer_list<Refused>{
           {"", "not JSON"},
           {"{", "not JSON"},
           {"[]", "must be a JSON object"},
           {"7", "must be a JSON object"},
           {R"({"experiment": 7})", "must be a JSON object"},
           {R"({"worker": 4})", "did you mean 'workers'?"},
           {R"({"workers": "4"})", "'workers' must be a whole number"},
           {R"({"workers": 4.5})", "'workers' must be a whole number"},
           {R"({"workers": 4294967297})", "out of range"},
           {R"({"workers": 18446744073709551615})", "out of range"},
           {R"({"workers": -9223372036854775808})", "out of range"},
           {R"({"jobs": 0})", "out of range"},
           {R"({"runtime": "pyton"})", "unknown runtime"},
           {R"({"runtime": 1})", "'runtime' must be a text"},
           {R"({"model": "thread"})", "did you mean 'threads'?"},
           {R"({"workload": "nothing"})", "unknown workload"},
           {R"({"parameters": []})", "'parameters' must be an object"},
           {R"({"parameters": {"m": 5}})", "unknown parameter"},
           {R"({"parameters": {"n": "5"}})", "whole number"},
           {R"({"parameters": {"n": null}})", "'n' must be a number or a text"},
           {R"({"parameters": {"n": 18446744073709551615}})", "smaller number"},
           {R"({"parameters": {"n": 0}})", "out of range"},
           {R"({"switch_interval_ms": "5"})", "must be a number"},
           {R"({"timeout_s": true})", "must be a number"},
           {R"({"seed": -1})", "not negative"},
           {R"({"seed": 1.5})", "not negative"},
       }) {
    const auto result = experimentFromText(refused.text);
    ASSERT_FALSE(result) << refused.text;
    EXPECT_THAT(result.error().message, HasSubstr(refused.because)) << refused.text;
  }
}

}  // namespace
}  // namespace interleave
