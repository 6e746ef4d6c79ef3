// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run_record.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/experiment/experiment_json.h"
#include "tests/support/trace_text.h"

namespace interleave {
namespace {

RunRecord recordOf(const std::vector<std::string>& lines) {
  RunRecord record;
  record.experiment = *checked(Experiment{});
  record.machine = {"a processor", 2, "Linux 6"};
  record.measurement.clock = "tsc";
  record.snapshot = test::traceFromText(lines, 4);
  record.outcome.elapsed_ns = record.snapshot->now_ns;
  record.figures = computeFigures(*record.snapshot, record.snapshot->now_ns);
  return record;
}

TEST(Summary, SaysWhatTheTraceSays) {
  const nlohmann::json summary = summaryJson(recordOf({
      "ssAAAAgggg",
      "ssggggBBBB",
  }));
  EXPECT_DOUBLE_EQ(summary["elapsed_s"], 0.010);
  EXPECT_DOUBLE_EQ(summary["busy_s"], 0.008);
  EXPECT_DOUBLE_EQ(summary["parallelism"], 0.8);
  EXPECT_EQ(summary["max_parallelism"], 1);
  EXPECT_EQ(summary["overlap"], 0.0);
  EXPECT_EQ(summary["slices"], 2);
  EXPECT_DOUBLE_EQ(summary["workers"][0]["states"]["gil_wait_s"], 0.004);
  EXPECT_DOUBLE_EQ(summary["workers"][1]["states"]["starting_s"], 0.002);
  EXPECT_DOUBLE_EQ(summary["jobs"][1]["begin_s"], 0.006);
  EXPECT_DOUBLE_EQ(summary["jobs"][1]["running_s"], 0.004);
  EXPECT_EQ(summary["jobs"][1]["worker"], 1);
}

TEST(Summary, WhatWasNotMeasuredIsNullNeverZero) {
  RunRecord record = recordOf({"ssss"});
  record.outcome.core_busy_ratio.clear();
  record.outcome.cpu_s.reset();
  const nlohmann::json summary = summaryJson(record);
  for (const char* field : {"overlap", "median_slice_ms", "p90_slice_ms", "cpu_s", "verdict"}) {
    EXPECT_TRUE(summary[field].is_null()) << field;
  }
  EXPECT_TRUE(summary["jobs"][0]["begin_s"].is_null());
  EXPECT_TRUE(summary["jobs"][0]["worker"].is_null());
  EXPECT_TRUE(summary["cores"][0]["busy_ratio"].is_null());
}

TEST(Summary, ItsExperimentRepeatsTheRun) {
  RunRecord record = recordOf({"AAAA"});
  record.experiment.model = Model::Processes;
  record.experiment.timeout_s = 2.5;
  record.experiment.parameters["n"] = std::int64_t{123};
  EXPECT_EQ(*experimentFromText(summaryJson(record).dump()), record.experiment);
}

TEST(Provenance, SeveralRunsAreToldByWhatTheyShare) {
  RunRecord threads = recordOf({"AAAA"});
  RunRecord processes = threads;
  processes.experiment.model = Model::Processes;
  processes.experiment.workers = 16;
  const std::string both = provenance(std::vector{threads, processes});
  EXPECT_NE(both.find("live-tracker"), std::string::npos);
  EXPECT_EQ(both.find("workers"), std::string::npos) << "they differ in it";
  processes.experiment.workload = "sleep";
  EXPECT_EQ(provenance(std::vector{threads, processes}).find("live-tracker"), std::string::npos);
  EXPECT_NE(provenance(threads).find("4 workers"), std::string::npos);
}

}  // namespace
}  // namespace interleave
