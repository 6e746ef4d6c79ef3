// SPDX-License-Identifier: GPL-3.0-or-later
// The program that an experiment amounts to runs, in a real interpreter, and gives the experiment's results.
#include "core/experiment/as_python.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "core/experiment/catalogue.h"
#include "core/experiment/python_api.h"
#include "core/python/python_discovery.h"
#include "tests/support/program.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

struct Program {
  ParameterValues parameters;
  std::string expected;
};

// Of three jobs each.
const std::map<std::string, Program> kPrograms{
    {"sum-of-squares", {{{"n", std::int64_t{1'000}}}, "[332833500, 332833500, 332833500]"}},
    {"primes", {{{"from", std::int64_t{1'000'000}}}, "[1000003, 1001003, 1002017]"}},
    {"race", {{{"n", std::int64_t{50}}, {"lock", std::string("with")}}, "\n0 of 150 updates lost"}},
    {"queue", {{{"items", std::int64_t{40}}, {"work", 0.1}}, "\n40 of 40 items taken"}},
    {"print-squares", {{{"items", std::int64_t{3}}, {"slow", 2.0}, {"fast", 1.0}}, "[3, 3, 3]"}},
    {"deadlock", {{{"order", std::string("same")}, {"hold", 1.0}}, "[1, 1, 1]"}},
    {"log-regex", {{{"size", std::int64_t{1}}}, " lines matched"}},
    {"matrix", {{{"n", std::int64_t{10}}}, "[21950, 16950, 19050]"}},
    {"compress", {{{"size", std::int64_t{1}}, {"level", std::int64_t{1}}}, "["}},
    {"file-read", {{{"size", std::int64_t{1}}}, " lines read"}},
    {"query", {{{"rows", std::int64_t{500}}}, "["}},
    {"payload", {{{"size", std::int64_t{4}}}, "[11992290301888970496, 11992290301888970496,"}},
    {"fetch-crunch",
     {{{"delay", 2.0}, {"n", std::int64_t{1'001}}, {"crunchers", std::int64_t{1}}}, "[500500, 500500, 500500]"}},
    {"start-cost", {{}, "[None, None, None]"}},
};

class AsPython : public testing::TestWithParam<PythonApi> {
 protected:
  void SetUp() override {
    for (const PythonInterpreter& one : findPythons()) {
      if (one.isUsable() && (GetParam().package.empty() || one.packages.contains(GetParam().package))) {
        m_python = one.path;
        return;
      }
    }
    GTEST_SKIP() << "no interpreter here has what " << GetParam().name << " needs";
  }
  Experiment made(const std::string& workload) const {
    Experiment experiment;
    experiment.runtime = Runtime::Python;
    experiment.model = GetParam().model;
    experiment.api = GetParam().name;
    experiment.workload = workload;
    experiment.workers = 2;
    experiment.jobs = 3;
    experiment.switch_interval_ms = 2.5;
    return experiment;
  }
  // Its status, and what it printed.
  std::pair<int, std::string> run(const Experiment& experiment) const {
    const auto whole = checked(experiment);
    EXPECT_TRUE(whole) << whole.error().message;
    std::ofstream(m_folder / "program.py") << asPython(*whole);
    // Files of an example are for one who runs it alone.
    const std::string command = fmt::format("TMPDIR={} {} {} >{} 2>&1", m_folder.path().string(), m_python,
                                            m_folder / "program.py", m_folder / "out");
    const int status = std::system(command.c_str());
    return {status, test::textOf(m_folder / "out")};
  }
  test::TemporaryFolder m_folder;
  std::string m_python;
};

TEST_P(AsPython, EveryWorkloadsProgramRunsAndGivesItsResults) {
  std::ofstream(m_folder / "mine.py") << "def main(job, *rest):\n    return [job, *rest]\n";
  for (const WorkloadInfo& info : workloads()) {
    Experiment experiment = made(info.name);
    if (!fitting(experiment) || info.name == "crash") {
      continue;
    }
    std::string expected = "[None, None, None]";
    if (info.name == "http-fetch") {
      experiment.parameters = {{"delay", 5.0}, {"straggler", 9.0}, {"bytes", std::int64_t{77}}, {"scale", 0.01}};
      expected = "[77, 77, 77]";
    } else if (info.name == "sleep") {
      experiment.parameters["duration"] = 3.0;
    } else if (info.name == "my-python") {
      experiment.parameters["file"] = std::string(m_folder / "mine.py");
      experiment.parameters["args"] = std::string(R"(["$job", true, null, {"a": [1.5, "ü\n\""]}])");
      expected = "[[0, True, None, {'a': [1.5, 'ü\\n\"']}], [1, True, None,";
    } else if (const auto known = kPrograms.find(info.name); known != kPrograms.end()) {
      experiment.parameters = known->second.parameters;
      expected = known->second.expected;
    } else {
      experiment.parameters["n"] = std::int64_t{1001};
      expected = info.name == "cpu-heavy" ? "[500500, 500500, 500500]" : "[1001, 1001, 1001]";
    }
    for (const char* shape : {"uniform", "straggler", "growing", "articles"}) {
      if (info.name == "http-fetch") {
        experiment.parameters["shape"] = std::string(shape);
      } else if (std::string(shape) != "uniform") {
        continue;
      }
      const auto [status, printed] = run(experiment);
      EXPECT_EQ(status, 0) << printed << asPython(*checked(experiment));
      EXPECT_THAT(printed, HasSubstr(expected)) << info.name << "\n" << asPython(*checked(experiment));
    }
  }
}

TEST_P(AsPython, ACrashCrashes) {
  Experiment experiment = made("crash");
  if (!fitting(experiment) || GetParam().model == Model::Distributed) {
    return;  // a cluster starts a worker anew, several times
  }
  experiment.parameters = {{"how", std::string("exit")}, {"n", std::int64_t{100}}};
  if (GetParam().name == "multiprocessing") {
    return;  // a Pool waits for ever
  }
  const auto [status, printed] = run(experiment);
  EXPECT_NE(status, 0) << printed;
}

INSTANTIATE_TEST_SUITE_P(Python, AsPython, testing::ValuesIn(pythonApis()), [](const auto& api) {
  std::string text = name(api.param.model) + "_" + api.param.name;
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
  return text;
});

}  // namespace
}  // namespace interleave
