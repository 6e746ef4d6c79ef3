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

// Collects the first error of a list of assignments, so that each reads as one line.
class Assignments {
 public:
  template <class Target, class Parse>
  void set(const std::optional<std::string>& text, Target& target, Parse parse) {
    if (!text || m_error) {
      return;
    }
    auto value = parse(*text);
    if (value) {
      target = std::move(*value);
    } else {
      m_error = value.error();
    }
  }
  const std::optional<Error>& error() const { return m_error; }

 private:
  std::optional<Error> m_error;
};

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

template <class Enum>
Result<Enum> oneOf(std::string_view what, const std::string& text,
                   const std::vector<std::pair<std::string, Enum>>& choices) {
  std::vector<std::string> names;
  for (const auto& [choice_name, value] : choices) {
    if (choice_name == text) {
      return value;
    }
    names.push_back(choice_name);
  }
  return fail(ErrorCode::InvalidArgument, unknownName(what, text, names));
}

Result<QSize> toSize(const std::string& text) {
  const std::size_t cross = text.find('x');
  const auto width = parseInteger(text.substr(0, cross));
  const auto height = cross == std::string::npos ? std::nullopt : parseInteger(text.substr(cross + 1));
  if (!width || !height) {
    return fail(ErrorCode::InvalidArgument,
                fmt::format("--size {}: write it as WIDTHxHEIGHT, such as 1920x1080", text));
  }
  if (std::min(*width, *height) < kSmallestFigure_px || std::max(*width, *height) > kLargestFigure_px) {
    return fail(ErrorCode::OutOfRange, fmt::format("--size {}: out of range, each side takes {} to {} pixels", text,
                                                   kSmallestFigure_px, kLargestFigure_px));
  }
  return QSize(static_cast<int>(*width), static_cast<int>(*height));
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

void addPictureTo(CLI::App& command, OutputOptions& options) {
  const char* const group = "Pictures";
  command.add_option("--rows", options.rows, "worker, job or core")->group(group)->capture_default_str();
  command.add_option("--style", options.style, "live or runtimes")->group(group)->capture_default_str();
  command.add_option("--size", options.size, "WIDTHxHEIGHT in pixels")->group(group)->capture_default_str();
  command.add_option("--scale", options.scale, "how large type and lines are")->group(group)->capture_default_str();
  command.add_option("--theme", options.theme, "light, dark or print")->group(group)->capture_default_str();
  command.add_option("--palette", options.palette, "default or article")->group(group)->capture_default_str();
  command.add_option("--title", options.title, "above the picture")->group(group);
  command.add_flag("--transparent", options.transparent, "no ground")->group(group);
}

void addFilesTo(CLI::App& command, OutputOptions& options) {
  command.add_option("-o,--png", options.png, "the picture")->group("Outputs");
  command.add_option("--summary", options.summary, "all figures as JSON; - for standard output")->group("Outputs");
}

void addTraceTo(CLI::App& command, OutputOptions& options) {
  command
      .add_option("--trace", options.trace,
                  "the trace: Chrome Trace Event JSON, packed where the name ends in .gz; binary where in .iltrace")
      ->group("Outputs");
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

Result<Figure> toFigure(const OutputOptions& options) {
  Figure figure;
  Assignments assign;
  assign.set(std::optional(options.rows), figure.rows, [](const std::string& text) {
    return oneOf<Rows>("kind of rows", text, {{"worker", Rows::Worker}, {"job", Rows::Job}, {"core", Rows::Core}});
  });
  assign.set(std::optional(options.style), figure.style, [](const std::string& text) {
    return oneOf<MarkStyle>("style", text, {{"live", MarkStyle::Live}, {"runtimes", MarkStyle::Runtimes}});
  });
  assign.set(std::optional(options.theme), figure.theme, [](const std::string& text) {
    return oneOf<ThemeName>("theme", text,
                            {{"light", ThemeName::Light}, {"dark", ThemeName::Dark}, {"print", ThemeName::Print}});
  });
  assign.set(std::optional(options.palette), figure.palette, [](const std::string& text) {
    return oneOf<PaletteName>("palette", text, {{"default", PaletteName::Default}, {"article", PaletteName::Article}});
  });
  assign.set(std::optional(options.size), figure.size, toSize);
  assign.set(std::optional(options.scale), figure.scale, [](const std::string& text) -> Result<double> {
    const auto scale = number("--scale", text);
    if (scale && (*scale < 0.25 || *scale > 8.0)) {
      return fail(ErrorCode::OutOfRange, fmt::format("--scale: {} is out of range, it takes 0.25 to 8", text));
    }
    return scale;
  });
  if (assign.error()) {
    return tl::unexpected(*assign.error());
  }
  figure.transparent = options.transparent;
  if (options.title) {
    figure.title = QString::fromStdString(*options.title);
  }
  return figure;
}

}  // namespace interleave::ui
