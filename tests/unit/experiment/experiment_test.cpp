// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/experiment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/experiment/catalogue.h"

namespace interleave {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string refusalOf(const Experiment& experiment) {
  const auto result = checked(experiment);
  return result ? "accepted" : result.error().message;
}

TEST(Experiment, theDefaultIsCompleteAndTheFirstOneIsToo) {
  const auto whole = checked(Experiment{});
  ASSERT_TRUE(whole);
  EXPECT_EQ(integer(whole->parameters, "n"), 1'000'000);
  EXPECT_TRUE(checked(firstExperiment()));
}

TEST(Experiment, everyWorkloadIsCompleteWithItsDefaultsAndWithinItsOwnLimits) {
  for (const WorkloadInfo& info : workloads()) {
    Experiment experiment;
    experiment.workload = info.name;
    experiment.jobs = info.usual_jobs;
    if (info.needs_python) {
      experiment.runtime = Runtime::Python;
      experiment.parameters["file"] = std::string("/a/file.py");
    }
    const auto whole = checked(experiment);
    ASSERT_TRUE(whole) << whole.error().message;
    EXPECT_EQ(whole->parameters.size(), info.parameters.size());
    for (const ParameterSpec& spec : info.parameters) {
      EXPECT_FALSE(spec.label.empty());
      EXPECT_FALSE(spec.explanation.empty());
      EXPECT_TRUE(check(spec, spec.fallback)) << spec.key;
      EXPECT_EQ(toText(*parseValue(spec, toText(spec.fallback))), toText(spec.fallback)) << spec.key;
    }
  }
}

TEST(Experiment, theLimitsAreTheFirstAndLastAccepted) {
  Experiment experiment;
  for (const int workers : {1, 2'048}) {
    experiment.workers = workers;
    EXPECT_TRUE(checked(experiment));
  }
  for (const int workers : {0, 2'049, -1}) {
    experiment.workers = workers;
    EXPECT_THAT(refusalOf(experiment), HasSubstr("it takes 1 to 2048"));
  }
  experiment.workers = 1;
  for (const int jobs : {1, 100'000}) {
    experiment.jobs = jobs;
    EXPECT_TRUE(checked(experiment));
  }
  for (const int jobs : {0, 100'001}) {
    experiment.jobs = jobs;
    EXPECT_THAT(refusalOf(experiment), HasSubstr("it takes 1 to 100000"));
  }
  experiment.jobs = 1;
  experiment.switch_interval_ms = 0.0001;
  EXPECT_THAT(refusalOf(experiment), HasSubstr("switch interval"));
  experiment.switch_interval_ms = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(refusalOf(experiment), HasSubstr("switch interval"));
  experiment.switch_interval_ms = 5.0;
  experiment.timeout_s = 0.0;
  EXPECT_THAT(refusalOf(experiment), HasSubstr("timeout"));
}

TEST(Experiment, unknownNamesListTheValidOnesAndTheNearest) {
  Experiment experiment;
  experiment.workload = "live-traker";
  EXPECT_THAT(refusalOf(experiment), AllOf(HasSubstr("did you mean 'live-tracker'?"), HasSubstr("cpu-heavy")));
  experiment.workload = "http-fetch";
  experiment.parameters["dely"] = 1.0;
  EXPECT_THAT(refusalOf(experiment), AllOf(HasSubstr("did you mean 'delay'?"), HasSubstr("straggler")));
  EXPECT_THAT(runtimeNamed("nativ").error().message, HasSubstr("did you mean 'native'?"));
  EXPECT_THAT(modelNamed("thread").error().message, HasSubstr("did you mean 'threads'?"));
  EXPECT_THAT(startMethodNamed("forkserv").error().message, HasSubstr("did you mean 'forkserver'?"));
}

TEST(Experiment, namesAndValuesOfTheEnumsAgree) {
  for (const std::string& text : runtimeNames()) {
    EXPECT_EQ(name(*runtimeNamed(text)), text);
  }
  for (const std::string& text : modelNames()) {
    EXPECT_EQ(name(*modelNamed(text)), text);
  }
  for (const std::string& text : startMethodNames()) {
    EXPECT_EQ(name(*startMethodNamed(text)), text);
  }
}

TEST(Experiment, onlyTheRuntimePythonHasAnInterpreterAnApiAndTheModelsOfPython) {
  Experiment experiment;
  experiment.api = "threading";
  EXPECT_THAT(refusalOf(experiment), HasSubstr("an api can be chosen for the runtime python, not for gil"));
  experiment.api.clear();
  experiment.interpreter = "3.12";
  EXPECT_THAT(refusalOf(experiment), HasSubstr("an interpreter can be chosen for the runtime python, not for gil"));
  experiment.interpreter.clear();
  experiment.model = Model::Distributed;
  EXPECT_THAT(refusalOf(experiment), HasSubstr("needs the runtime python"));
  experiment.runtime = Runtime::Python;
  experiment.model = Model::Hybrid;
  EXPECT_THAT(refusalOf(experiment), HasSubstr("it takes the workloads http-fetch and fetch-crunch, not live-tracker"));
  experiment.model = Model::EventLoop;
  experiment.workload = "deadlock";
  EXPECT_THAT(refusalOf(experiment), HasSubstr("choose the model threads or processes for deadlock"));
  experiment.model = Model::Processes;
  experiment.workload = "start-cost";
  experiment.api = "joblib";
  experiment.parameters["pool"] = std::string("one-per-job");
  EXPECT_THAT(refusalOf(experiment), HasSubstr("joblib keeps its processes"));
  experiment.parameters.clear();
  experiment.api.clear();
  experiment.workload = "live-tracker";
  experiment.model = Model::Threads;
  EXPECT_EQ(checked(experiment)->api, "concurrent.futures") << "the model's usual one";
  experiment.api = "theading";
  EXPECT_THAT(refusalOf(experiment), AllOf(HasSubstr("did you mean 'threading'?"), HasSubstr("multiprocessing.dummy")));
  experiment.api = "joblib";
  EXPECT_THAT(refusalOf(experiment), HasSubstr("unknown api of the model threads"));
  experiment.model = Model::Processes;
  EXPECT_EQ(refusalOf(experiment), "accepted");
  experiment.interpreter = std::string("/usr/bin/python3\0", 17);
  EXPECT_THAT(refusalOf(experiment), HasSubstr("must be a path or a version"));
}

TEST(Experiment, aHybridInPythonHasAsManyProcessesAsThreads) {
  Experiment experiment;
  experiment.runtime = Runtime::Python;
  experiment.model = Model::Hybrid;
  experiment.workers = 256;
  EXPECT_EQ(experiment.effectiveWorkers(), 512);
}

TEST(Experiment, serialRunsOnOneWorkerWhateverIsAsked) {
  Experiment experiment;
  experiment.model = Model::Serial;
  experiment.workers = 16;
  EXPECT_EQ(experiment.effectiveWorkers(), 1);
  experiment.model = Model::Threads;
  EXPECT_EQ(experiment.effectiveWorkers(), 16);
}

TEST(ParameterValue, isReadInAllItsNotations) {
  const ParameterSpec& n = **parameterNamed(**workloadNamed("cpu-heavy"), "n");
  EXPECT_EQ(std::get<std::int64_t>(*parseValue(n, "10^8")), 100'000'000);
  EXPECT_EQ(std::get<std::int64_t>(*parseValue(n, "1e8")), 100'000'000);
  EXPECT_THAT(parseValue(n, "many").error().message, HasSubstr("not a whole number"));
  EXPECT_THAT(parseValue(n, "0").error().message,
              AllOf(HasSubstr("out of range"), HasSubstr("1 to 10,000,000,000,000")));
  const ParameterSpec& shape = **parameterNamed(**workloadNamed("http-fetch"), "shape");
  EXPECT_THAT(parseValue(shape, "article").error().message, HasSubstr("did you mean 'articles'?"));
  const ParameterSpec& delay = **parameterNamed(**workloadNamed("http-fetch"), "delay");
  EXPECT_THAT(parseValue(delay, "60001").error().message, HasSubstr("0 to 60000 ms"));
  EXPECT_FALSE(parseValue(delay, "nan"));
}

TEST(ParameterValue, ofTheWrongTypeIsRefused) {
  const ParameterSpec& n = **parameterNamed(**workloadNamed("cpu-heavy"), "n");
  EXPECT_FALSE(check(n, 1.5));
  EXPECT_FALSE(check(n, std::string("5")));
  const ParameterSpec& delay = **parameterNamed(**workloadNamed("http-fetch"), "delay");
  EXPECT_TRUE(check(delay, std::int64_t{5})) << "a whole number is a number";
  const ParameterSpec& shape = **parameterNamed(**workloadNamed("http-fetch"), "shape");
  EXPECT_FALSE(check(shape, std::int64_t{0}));
}

}  // namespace
}  // namespace interleave
