// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/experiment.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/names.h"
#include "core/base/number_text.h"
#include "core/experiment/catalogue.h"
#include "core/experiment/combinations.h"
#include "core/experiment/python_api.h"
#include "core/experiment/scheduler_address.h"

namespace interleave {
namespace {

template <class Enum>
Result<Enum> named(std::string_view what, const std::string& text, const std::vector<std::string>& names) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) {
    return fail(ErrorCode::InvalidArgument, unknownName(what, text, names));
  }
  return static_cast<Enum>(found - names.begin());
}

template <class Number>
Status inRange(std::string_view what, Number value, Number least, Number most, std::string_view unit) {
  if (!(value >= least && value <= most)) {
    return fail(ErrorCode::OutOfRange, fmt::format("{}: {} is out of range, it takes {} to {}{}{}", what, value, least,
                                                   most, unit.empty() ? "" : " ", unit));
  }
  return {};
}

// What only the runtime python has, or needs.
Status completePython(Experiment& experiment) {
  if (experiment.runtime != Runtime::Python) {
    if (!experiment.api.empty() || !experiment.interpreter.empty()) {
      return fail(ErrorCode::InvalidArgument,
                  fmt::format("an {} can be chosen for the runtime python, not for {}",
                              experiment.api.empty() ? "interpreter" : "api", name(experiment.runtime)));
    }
    return {};
  }
  if (experiment.isElsewhere()) {
    auto address = schedulerAddress(experiment.scheduler);
    if (!address) {
      return tl::unexpected(address.error());
    }
    experiment.scheduler = std::move(*address);
  }
  const auto api = pythonApiNamed(experiment.model, experiment.api);
  if (!api) {
    return tl::unexpected(api.error());
  }
  experiment.api = api->name;
  for (const std::string* text : {&experiment.interpreter, &experiment.interpreter_name}) {
    const bool has_control = std::any_of(text->begin(), text->end(), [](unsigned char c) { return c < ' '; });
    if (has_control || text->size() > Limits::kLongestInterpreter) {
      return fail(ErrorCode::InvalidArgument, "the interpreter must be a path or a version, such as 3.12");
    }
  }
  return {};
}

Status checkOwnFunction(const ParameterValues& values) {
  if (choice(values, "file").empty()) {
    return fail(ErrorCode::InvalidArgument, "file: which Python file holds the function?");
  }
  const std::string& function = choice(values, "function");
  const auto isNamePart = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c >= 128; };
  if (function.empty() || std::isdigit(static_cast<unsigned char>(function.front())) != 0 ||
      !std::all_of(function.begin(), function.end(), isNamePart)) {
    return fail(ErrorCode::InvalidArgument, fmt::format("function: '{}' is no name of a function", function));
  }
  const std::string& args = choice(values, "args");
  if (!nlohmann::json::accept(args)) {
    return fail(ErrorCode::InvalidArgument,
                fmt::format("args: '{}' is no JSON: write a list such as [30, \"fast\"], or an object such as "
                            "{{\"n\": 30}}",
                            args.substr(0, 100)));
  }
  return {};
}

}  // namespace

const std::vector<std::string>& runtimeNames() {
  static const std::vector<std::string> names{"native", "gil", "python"};
  return names;
}
const std::vector<std::string>& modelNames() {
  static const std::vector<std::string> names{"serial", "threads", "processes", "event-loop", "hybrid", "distributed"};
  return names;
}
const std::vector<std::string>& startMethodNames() {
  static const std::vector<std::string> names{"spawn", "forkserver", "fork"};
  return names;
}
const std::string& name(Runtime runtime) {
  return runtimeNames()[static_cast<std::size_t>(runtime)];
}
const std::string& name(Model model) {
  return modelNames()[static_cast<std::size_t>(model)];
}
const std::string& name(StartMethod method) {
  return startMethodNames()[static_cast<std::size_t>(method)];
}

Result<Runtime> runtimeNamed(const std::string& text) {
  return named<Runtime>("runtime", text, runtimeNames());
}
Result<Model> modelNamed(const std::string& text) {
  return named<Model>("model", text, modelNames());
}
Result<StartMethod> startMethodNamed(const std::string& text) {
  return named<StartMethod>("start method", text, startMethodNames());
}

std::string label(Runtime runtime) {
  switch (runtime) {
    case Runtime::Gil:
      return "C++ under a GIL";
    case Runtime::Python:
      return "CPython";
    case Runtime::Native:
      break;
  }
  return "C++, native";
}

std::string label(Model model) {
  switch (model) {
    case Model::Serial:
      return "Serial";
    case Model::Threads:
      return "Threads";
    case Model::EventLoop:
      return "Event loop";
    case Model::Hybrid:
      return "Threads and processes";
    case Model::Distributed:
      return "Distributed";
    case Model::Processes:
      break;
  }
  return "Processes";
}

Result<Experiment> checked(Experiment experiment) {
  const auto workload = workloadNamed(experiment.workload);
  if (!workload) {
    return tl::unexpected(workload.error());
  }
  const Status ranges[] = {
      inRange("workers", experiment.workers, Limits::kFewestWorkers, Limits::kMostWorkers, ""),
      inRange("jobs", experiment.jobs, Limits::kFewestJobs, Limits::kMostJobs, ""),
      inRange("switch interval", experiment.switch_interval_ms, Limits::kShortestSwitchInterval_ms,
              Limits::kLongestSwitchInterval_ms, "ms"),
      inRange("timeout", experiment.timeout_s.value_or(1.0), Limits::kShortestTimeout_s, Limits::kLongestTimeout_s,
              "s"),
  };
  for (const Status& range : ranges) {
    if (!range) {
      return tl::unexpected(range.error());
    }
  }
  if (const Status ok = fitting(experiment); !ok) {
    return tl::unexpected(ok.error());
  }
  if (const Status ok = completePython(experiment); !ok) {
    return tl::unexpected(ok.error());
  }
  for (const auto& [key, value] : experiment.parameters) {
    const auto spec = parameterNamed(**workload, key);
    if (!spec) {
      return tl::unexpected(spec.error());
    }
    if (const Status ok = check(**spec, value); !ok) {
      return tl::unexpected(ok.error());
    }
  }
  for (const ParameterSpec& spec : (*workload)->parameters) {
    experiment.parameters.try_emplace(spec.key, spec.fallback);
  }
  if (experiment.workload == "my-python") {
    if (const Status ok = checkOwnFunction(experiment.parameters); !ok) {
      return tl::unexpected(ok.error());
    }
  }
  if (const Status fits = checkCombination(experiment); !fits) {
    return tl::unexpected(fits.error());
  }
  return experiment;
}

bool Experiment::hasWorkerPerJob() const {
  const auto pool = parameters.find("pool");
  return workload == "start-cost" && model != Model::Serial && pool != parameters.end() &&
         pool->second == ParameterValue(std::string("one-per-job"));
}

int Experiment::effectiveWorkers() const {
  const bool is_python = runtime == Runtime::Python;
  if (model == Model::Serial || (model == Model::EventLoop && !is_python)) {
    return 1;
  }
  if (model == Model::Hybrid && is_python && workload != "fetch-crunch") {
    return 2 * workers;  // as many processes as threads
  }
  return hasWorkerPerJob() ? jobs : workers;
}

Experiment firstExperiment() {
  Experiment first;
  first.parameters["n"] = std::int64_t{10'000'000};
  return first;
}

std::string title(const Experiment& experiment) {
  std::string text = label(experiment.model);
  if (experiment.runtime == Runtime::Gil) {
    text += experiment.model == Model::Processes ? ", a GIL each" : " under a GIL";
  } else if (experiment.runtime == Runtime::Python) {
    text += " in " + (experiment.interpreter_name.empty() ? label(experiment.runtime) : experiment.interpreter_name);
  }
  if (experiment.model != Model::Serial && experiment.model != Model::EventLoop) {
    text += fmt::format(", {}", experiment.effectiveWorkers());
  }
  return text;
}

std::string describeWork(const Experiment& experiment) {
  std::string text = experiment.workload;
  for (const auto& [key, value] : experiment.parameters) {
    const std::int64_t* whole = std::get_if<std::int64_t>(&value);
    text += fmt::format(", {} = {}", key, whole != nullptr ? groupedDigits(*whole) : toText(value));
  }
  return text + fmt::format(" · {} job{}", groupedDigits(experiment.jobs), experiment.jobs == 1 ? "" : "s");
}

std::string describe(const Experiment& experiment) {
  const int workers = experiment.effectiveWorkers();
  std::string text = fmt::format("{}, {} worker{} · runtime {}, model {}", describeWork(experiment), workers,
                                 workers == 1 ? "" : "s", name(experiment.runtime), name(experiment.model));
  const bool has_processes = experiment.model == Model::Processes || experiment.model == Model::Hybrid;
  if (has_processes && experiment.api != "joblib") {
    text += fmt::format(" ({})", name(experiment.start_method));
  }
  if (experiment.runtime == Runtime::Python) {
    const std::string& named = experiment.interpreter_name;
    text += fmt::format(" · {}{}{}", named.empty() ? experiment.interpreter : named,
                        named.empty() && experiment.interpreter.empty() ? "" : ", ", experiment.api);
  }
  if (experiment.isElsewhere()) {
    text += " on " + experiment.scheduler;  // whose interpreters keep the switch interval they have
  } else if (experiment.runtime != Runtime::Native) {
    text += fmt::format(" · switch interval {:g} ms", experiment.switch_interval_ms);
  }
  return text;
}

bool hasGil(const Experiment& experiment) {
  if (experiment.runtime != Runtime::Python) {
    return experiment.runtime == Runtime::Gil;
  }
  const std::string& name = experiment.interpreter_name;
  return name.find("free-threaded") == std::string::npos || name.find("GIL on") != std::string::npos;
}

}  // namespace interleave
