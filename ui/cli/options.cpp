// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/base/names.h"
#include "core/base/number_text.h"
#include "core/experiment/catalogue.h"
#include "core/experiment/experiment_json.h"
#include "core/python/python_discovery.h"
#include "core/sched/machine.h"
#include "ui/cli/assignments.h"

namespace interleave::ui {
namespace {

Result<std::int64_t> wholeNumber(const std::string& option, const std::string& text) {
  if (const auto number = parseInteger(text)) {
    return *number;
  }
  return fail(ErrorCode::InvalidArgument, fmt::format("{}: '{}' is not a whole number", option, text));
}

Result<double> number(const std::string& option, const std::string& text) {
  if (const auto value = parseReal(text)) {
    return *value;
  }
  return fail(ErrorCode::InvalidArgument, fmt::format("{}: '{}' is not a number", option, text));
}

Result<int> wholeNumberIn(const std::string& option, const std::string& text, int least, int most) {
  const auto value = wholeNumber(option, text);
  if (!value) {
    return tl::unexpected(value.error());
  }
  if (*value < least || *value > most) {
    return fail(ErrorCode::OutOfRange,
                fmt::format("{}: {} is out of range, it takes {} to {}", option, text, least, most));
  }
  return static_cast<int>(*value);
}

Result<Experiment> readExperiment(const std::string& path) {
  std::error_code ignored;
  std::ifstream file(path);
  if (!file || std::filesystem::is_directory(path, ignored)) {  // a directory opens, but does not read
    return fail(ErrorCode::NotFound, fmt::format("can't read the experiment {}: is it a file, and readable?", path));
  }
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  auto experiment = experimentFromText(text);
  if (!experiment) {
    return fail(experiment.error().code, fmt::format("{}: {}", path, experiment.error().message));
  }
  return experiment;
}

Status applySettings(const std::vector<std::string>& settings, Experiment& experiment) {
  const auto workload = workloadNamed(experiment.workload);
  if (!workload) {
    return tl::unexpected(workload.error());
  }
  for (const std::string& setting : settings) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos) {
      return fail(ErrorCode::InvalidArgument,
                  fmt::format("--set {}: write it as KEY=VALUE, such as n=1000000", setting));
    }
    const std::string key = setting.substr(0, equals);
    const auto spec = parameterNamed(**workload, key);
    if (!spec) {
      return tl::unexpected(spec.error());
    }
    auto value = parseValue(**spec, setting.substr(equals + 1));
    if (!value) {
      return tl::unexpected(value.error());
    }
    if (spec.value()->kind == ParameterKind::File) {
      std::error_code ignored;  // then the path stays as it was typed, and is not found
      value = std::filesystem::absolute(std::get<std::string>(*value), ignored).lexically_normal().string();
    }
    experiment.parameters[key] = std::move(*value);
  }
  return {};
}

}  // namespace

void addTo(CLI::App& command, ExperimentOptions& options) {
  const char* const group = "Experiment";
  command.add_option("--runtime", options.runtime, "native, gil, or python[:VERSION or PATH]")->group(group);
  command.add_option("-m,--model", options.model, "serial, threads, processes; event-loop, hybrid or distributed")
      ->group(group);
  command.add_option("--api", options.api, "which of Python's ways to do it, such as threading (runtime python)")
      ->group(group);
  command
      .add_option("--scheduler", options.scheduler,
                  "a Dask cluster's, as tcp://host:port (runtime python, model distributed)")
      ->group(group);
  command.add_option("-w,--workload", options.workload, "what a job does; see 'interleave list workloads'")
      ->group(group);
  command.add_option("-s,--set", options.settings, "a parameter of the workload, as KEY=VALUE; repeatable")
      ->group(group)
      ->allow_extra_args(false);
  command.add_option("-n,--workers", options.workers, "1 to 2048 (processes: 256), or 'cores'")->group(group);
  command.add_option("-j,--jobs", options.jobs, "1 to 100000")->group(group);
  command.add_option("--switch-interval", options.switch_interval, "the GIL's, in ms (runtimes gil and python)")
      ->group(group);
  command.add_option("--start-method", options.start_method, "spawn, forkserver or fork (models processes and hybrid)")
      ->group(group);
  command.add_option("--timeout", options.timeout, "ends the run after this many seconds")->group(group);
  command.add_option("--seed", options.seed, "for workloads that draw random numbers")->group(group);
  command
      .add_option("-e,--experiment", options.file, "a JSON file with an experiment or a summary; options override it")
      ->group(group);
}

Result<Experiment> toExperiment(const ExperimentOptions& options) {
  Experiment experiment;
  if (!options.file.empty()) {
    auto from_file = readExperiment(options.file);
    if (!from_file) {
      return from_file;
    }
    experiment = std::move(*from_file);
  }
  if (options.workload && *options.workload != experiment.workload) {
    const auto workload = workloadNamed(*options.workload);
    if (!workload) {
      return tl::unexpected(workload.error());
    }
    experiment.workload = *options.workload;
    experiment.parameters.clear();
    experiment.jobs = (*workload)->usual_jobs;
  }
  Assignments assign;
  if (options.runtime) {
    // python:3.12 names an interpreter besides.
    const std::size_t colon = options.runtime->find(':');
    const bool names_one = colon != std::string::npos && options.runtime->substr(0, colon) == name(Runtime::Python);
    assign.set(names_one ? name(Runtime::Python) : *options.runtime, experiment.runtime, runtimeNamed);
    experiment.interpreter = names_one ? options.runtime->substr(colon + 1) : std::string();
    experiment.interpreter_name.clear();
    if (experiment.runtime != Runtime::Python) {
      experiment.api.clear();
      experiment.scheduler.clear();
    }
  }
  if (options.model) {
    assign.set(options.model, experiment.model, modelNamed);
    experiment.api.clear();  // a file's belongs to its own model
    if (experiment.model != Model::Distributed) {
      experiment.scheduler.clear();
    }
  }
  assign.set(options.api, experiment.api, [](const std::string& text) -> Result<std::string> { return text; });
  assign.set(options.scheduler, experiment.scheduler, [](const std::string& text) -> Result<std::string> {
    if (text.empty()) {
      return fail(ErrorCode::InvalidArgument, "--scheduler: which address? Write it as tcp://host:port");
    }
    return text;
  });
  assign.set(options.start_method, experiment.start_method, startMethodNamed);
  assign.set(options.workers, experiment.workers, [](const std::string& text) -> Result<int> {
    if (text == "cores") {
      return std::min(thisMachine().cores, Limits::kMostWorkers);
    }
    return wholeNumberIn("--workers", text, Limits::kFewestWorkers, Limits::kMostWorkers);
  });
  assign.set(options.jobs, experiment.jobs, [](const std::string& text) {
    return wholeNumberIn("--jobs", text, Limits::kFewestJobs, Limits::kMostJobs);
  });
  assign.set(options.switch_interval, experiment.switch_interval_ms,
             [](const std::string& text) { return number("--switch-interval", text); });
  assign.set(options.timeout, experiment.timeout_s, [](const std::string& text) { return number("--timeout", text); });
  assign.set(options.seed, experiment.seed, [](const std::string& text) -> Result<std::uint64_t> {
    const auto seed = wholeNumber("--seed", text);
    if (!seed || *seed < 0) {
      return fail(ErrorCode::InvalidArgument, fmt::format("--seed: '{}' is not a whole number from 0 on", text));
    }
    return static_cast<std::uint64_t>(*seed);
  });
  if (assign.error()) {
    return tl::unexpected(*assign.error());
  }
  if (const Status ok = applySettings(options.settings, experiment); !ok) {
    return tl::unexpected(ok.error());
  }
  auto complete = checked(std::move(experiment));
  if (!complete || complete->runtime != Runtime::Python) {
    return complete;
  }
  const auto interpreter = choosePython(complete->interpreter);
  if (!interpreter) {
    return tl::unexpected(interpreter.error());
  }
  complete->interpreter = interpreter->path;
  complete->interpreter_name = interpreter->name();
  return complete;
}

}  // namespace interleave::ui
