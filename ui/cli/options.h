// SPDX-License-Identifier: GPL-3.0-or-later
// What the command line asks for, as values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/experiment/experiment.h"
#include "ui/chart/figure.h"

namespace CLI {
class App;
}

namespace interleave::ui {

/// The experiment's options as typed; nothing where they were not.
struct ExperimentOptions {
  std::string file;
  std::optional<std::string> runtime;
  std::optional<std::string> model;
  std::optional<std::string> api;
  std::optional<std::string> scheduler;
  std::optional<std::string> workload;
  std::vector<std::string> settings;  // KEY=VALUE
  std::optional<std::string> workers;
  std::optional<std::string> jobs;
  std::optional<std::string> switch_interval;
  std::optional<std::string> start_method;
  std::optional<std::string> timeout;
  std::optional<std::string> seed;
};

/// What pictures are to look like, and where results go.
struct OutputOptions {
  std::string png;
  std::string trace;
  std::string summary;
  std::string rows = "worker";
  std::string style = "live";
  std::string size = "1920x1080";
  std::string scale = "1";
  std::string theme = "light";
  std::string palette = "default";
  std::optional<std::string> title;
  bool transparent = false;
};

void addTo(CLI::App& command, ExperimentOptions& options);
void addPictureTo(CLI::App& command, OutputOptions& options);
void addFilesTo(CLI::App& command, OutputOptions& options);
/// Of commands with one trace.
void addTraceTo(CLI::App& command, OutputOptions& options);

/// The file's experiment, if one is named, with every option that was typed in place of its own.
Result<Experiment> toExperiment(const ExperimentOptions& options);
/// A figure without panels, with all that the options say of its looks.
Result<Figure> toFigure(const OutputOptions& options);

}  // namespace interleave::ui
