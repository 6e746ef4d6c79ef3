// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/catalogue.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/names.h"

namespace interleave {
namespace {

ParameterSpec integerSpec(std::string key, std::string label, std::string unit, std::int64_t fallback, double least,
                          double most, std::string explanation) {
  ParameterSpec spec;
  spec.key = std::move(key);
  spec.label = std::move(label);
  spec.unit = std::move(unit);
  spec.explanation = std::move(explanation);
  spec.kind = ParameterKind::Integer;
  spec.fallback = fallback;
  spec.least = least;
  spec.most = most;
  return spec;
}

ParameterSpec realSpec(std::string key, std::string label, std::string unit, double fallback, double least, double most,
                       std::string explanation) {
  ParameterSpec spec = integerSpec(std::move(key), std::move(label), std::move(unit), 0, least, most,
                                   std::move(explanation));
  spec.kind = ParameterKind::Real;
  spec.fallback = fallback;
  return spec;
}

ParameterSpec choiceSpec(std::string key, std::string label, std::vector<std::string> choices, std::string explanation) {
  ParameterSpec spec;
  spec.key = std::move(key);
  spec.label = std::move(label);
  spec.explanation = std::move(explanation);
  spec.kind = ParameterKind::Choice;
  spec.fallback = choices.front();
  spec.choices = std::move(choices);
  return spec;
}

ParameterSpec textSpec(std::string key, std::string label, ParameterKind kind, std::string fallback, double most,
                       std::string explanation) {
  ParameterSpec spec;
  spec.key = std::move(key);
  spec.label = std::move(label);
  spec.explanation = std::move(explanation);
  spec.kind = kind;
  spec.fallback = std::move(fallback);
  spec.most = most;
  return spec;
}

std::vector<WorkloadInfo> makeWorkloads() {
  return {
      {"live-tracker",
       "Counts to n and leaves a mark at every step: pure computing, seen at every instant.",
       false,
       4,
       {integerSpec("n", "Marks per job", "", 1'000'000, 1, 1e12, "How many steps, and so marks, a job makes.")}},
      {"cpu-heavy",
       "Adds the numbers 0 to n-1: pure computing with a result that can be checked.",
       false,
       4,
       {integerSpec("n", "Numbers to add", "", 100'000'000, 1, 1e13, "How many numbers a job adds up.")}},
      {"http-fetch",
       "Fetches URLs from a server on this machine that answers after a delay: almost pure waiting.",
       true,
       16,
       {choiceSpec("shape", "Delays", {"uniform", "straggler", "articles"},
                   "uniform: every URL takes the same delay. straggler: URL 0 takes far longer. articles: 16 different "
                   "delays of about half a second."),
        integerSpec("urls", "URLs", "", 16, 1, 100'000,
                    "How many different URLs there are; job i fetches URL i mod urls."),
        realSpec("delay", "Delay", "ms", 100.0, 0.0, 60'000.0, "How long the server waits before it answers."),
        realSpec("straggler", "Straggler's delay", "ms", 1'000.0, 0.0, 600'000.0,
                 "The delay of URL 0 when the delays are of the shape straggler."),
        realSpec("scale", "Delay scale", "×", 1.0, 0.001, 100.0, "Multiplies every delay, whatever the shape."),
        integerSpec("bytes", "Answer's size", "bytes", 1'024, 0, 64.0 * 1024 * 1024, "Length of each answer's body."),
        realSpec("timeout", "Time-out", "ms", 30'000.0, 1.0, 600'000.0,
                 "A request that has no answer by then fails, and its job with it.")}},
      {"sleep",
       "Sleeps: waiting and nothing else.",
       false,
       4,
       {realSpec("duration", "Sleep", "ms", 200.0, 0.0, 3'600'000.0, "How long a job sleeps.")}},
      {"crash",
       "Computes like live-tracker, but one job ends its process half-way.",
       false,
       4,
       {choiceSpec("how", "How it ends", {"segfault", "abort", "exit"},
                   "segfault: reads memory that is not there. abort: gives up. exit: leaves without a word."),
        integerSpec("job", "Which job", "", 1, 0, 99'999, "The job that does it."),
        integerSpec("n", "Marks per job", "", 10'000'000, 1, 1e12, "How many steps the other jobs make.")}},
      {"my-python",
       "Calls a function of a Python file of your own, which is left as it is.",
       false,
       4,
       {textSpec("file", "Python file", ParameterKind::File, "", 4096, "The file with the function."),
        textSpec("function", "Function", ParameterKind::Text, "main", 200, "The function that each job calls."),
        textSpec("args", "Arguments, as JSON", ParameterKind::Text, "[]", 10'000,
                 "A list of positional arguments, or an object of named ones. \"$job\" stands for the job's number.")},
       true,
       false},
  };
}

}  // namespace

const std::vector<WorkloadInfo>& workloads() {
  static const std::vector<WorkloadInfo> all = makeWorkloads();
  return all;
}

std::vector<std::string> workloadNames() {
  std::vector<std::string> names;
  for (const WorkloadInfo& info : workloads()) {
    names.push_back(info.name);
  }
  return names;
}

Result<const WorkloadInfo*> workloadNamed(const std::string& name) {
  for (const WorkloadInfo& info : workloads()) {
    if (info.name == name) {
      return &info;
    }
  }
  return fail(ErrorCode::InvalidArgument, unknownName("workload", name, workloadNames()));
}

Result<const ParameterSpec*> parameterNamed(const WorkloadInfo& workload, const std::string& key) {
  std::vector<std::string> keys;
  for (const ParameterSpec& spec : workload.parameters) {
    if (spec.key == key) {
      return &spec;
    }
    keys.push_back(spec.key);
  }
  return fail(ErrorCode::InvalidArgument,
              unknownName(fmt::format("parameter of the workload {}", workload.name), key, keys));
}

}  // namespace interleave
