// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/combinations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/experiment/catalogue.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

Experiment of(Model model, const std::string& workload) {
  Experiment experiment;
  experiment.model = model;
  experiment.workload = workload;
  return experiment;
}

std::string refusalOf(const Experiment& experiment) {
  const auto result = checked(experiment);
  return result ? "accepted" : result.error().message;
}

// Of the runtimes that are C++: what needs an interpreter is refused there, and tested with the interpreters.
std::vector<std::string> namesHere() {
  std::vector<std::string> names;
  for (const WorkloadInfo& info : workloads()) {
    if (!info.needs_python) {
      names.push_back(info.name);
    }
  }
  return names;
}

TEST(Combinations, whatNeedsAnInterpreterIsRefusedWithoutOne) {
  EXPECT_EQ(refusalOf(of(Model::Threads, "my-python")), "the workload my-python needs the runtime python, not gil");
}

TEST(Combinations, everythingGoesWithSerialThreadsAndProcesses) {
  for (const std::string& workload : namesHere()) {
    for (const Model model : {Model::Serial, Model::Threads, Model::Processes}) {
      EXPECT_EQ(refusalOf(of(model, workload)), "accepted") << workload << " " << name(model);
    }
  }
}

TEST(Combinations, theEventLoopTakesWhatOnlyWaits) {
  for (const std::string& workload : namesHere()) {
    const bool waits = workload == "http-fetch" || workload == "sleep";
    EXPECT_THAT(refusalOf(of(Model::EventLoop, workload)),
                HasSubstr(waits ? "accepted" : "choose the model threads or processes"))
        << workload;
  }
}

TEST(Combinations, theHybridTakesWhatHasTwoHalves) {
  for (const std::string& workload : namesHere()) {
    EXPECT_THAT(
        refusalOf(of(Model::Hybrid, workload)),
        HasSubstr(workload == "fetch-crunch" ? "accepted" : "it takes the workload fetch-crunch, not " + workload));
  }
  Experiment experiment = of(Model::Hybrid, "fetch-crunch");
  experiment.workers = 2;
  EXPECT_THAT(refusalOf(experiment), HasSubstr("leaves no thread to fetch"));
}

TEST(Combinations, aProcessIsHandedNoReference) {
  Experiment experiment = of(Model::Processes, "payload");
  experiment.parameters["how"] = std::string("reference");
  EXPECT_THAT(refusalOf(experiment), HasSubstr("choose pipe or shared-memory, or the model threads"));
  experiment.model = Model::Threads;
  EXPECT_EQ(refusalOf(experiment), "accepted");
}

TEST(Combinations, processesAreFewerThanThreads) {
  Experiment experiment = of(Model::Threads, "sleep");
  experiment.workers = 2'048;
  EXPECT_EQ(refusalOf(experiment), "accepted");
  experiment.model = Model::Processes;
  EXPECT_THAT(refusalOf(experiment), HasSubstr("2048 is out of range, it takes 1 to 256 where they are processes"));
  experiment.workers = 256;
  EXPECT_EQ(refusalOf(experiment), "accepted");
}

TEST(Combinations, aWorkerForEachJobCountsThem) {
  Experiment experiment = of(Model::Processes, "start-cost");
  experiment.parameters["pool"] = std::string("one-per-job");
  experiment.jobs = 7;
  EXPECT_EQ(experiment.effectiveWorkers(), 7);
  experiment.jobs = 257;
  EXPECT_THAT(refusalOf(experiment), HasSubstr("and here each job gets one"));
  experiment.model = Model::Serial;
  EXPECT_EQ(experiment.effectiveWorkers(), 1);
}

}  // namespace
}  // namespace interleave
