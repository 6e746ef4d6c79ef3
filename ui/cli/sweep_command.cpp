// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/sweep_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/number_text.h"
#include "core/experiment/catalogue.h"
#include "core/session/sweep_plot.h"
#include "core/session/sweep_values.h"
#include "ui/chart/scaling_figure.h"
#include "ui/cli/exit_status.h"
#include "ui/cli/outputs.h"
#include "ui/cli/watched_run.h"

namespace interleave::ui {
namespace {

bool isList(const std::string& text) {
  return text.find(',') != std::string::npos || text.find("..") != std::string::npos;
}

// Of a text a comma is a part, not the end of a value.
bool isText(const std::string& key) {
  const auto isIt = [&](const ParameterSpec& spec) { return spec.key == key && spec.isText(); };
  return std::any_of(workloads().begin(), workloads().end(), [&](const WorkloadInfo& info) {
    return std::any_of(info.parameters.begin(), info.parameters.end(), isIt);
  });
}

// Takes a list out of an option, so that what is left says one experiment.
void takeList(std::optional<std::string>& option, const std::string& key,
              std::vector<std::pair<std::string, std::string>>& lists) {
  if (option && isList(*option)) {
    lists.emplace_back(key, *option);
    option.reset();
  }
}

}  // namespace

void SweepCommand::addTo(CLI::App& app) {
  m_command = app.add_subcommand("sweep", "runs one experiment over a list of values");
  ui::addTo(*m_command, m_experiment);
  m_command->add_option("--repeat", m_repeat, "how often each point is measured")->capture_default_str();
  addFilesTo(*m_command, m_output);
  m_command->add_option("--json", m_output.summary, "the same as --summary")->group("Outputs");
  m_command->add_option("--csv", m_csv, "a line a run; - for standard output")->group("Outputs");
  addPictureTo(*m_command, m_output);
  m_command->footer(
      "One of --workers, --jobs, --switch-interval or --set KEY=... takes a list (1,2,4,8 or 1..8); --model takes one\n"
      "besides, or alone: then the models are held against each other. Ctrl+C ends the sweep and keeps what is done.\n"
      "Example: interleave sweep --runtime native --model serial,threads,processes --set n=10^7 --workers 1,2,4,8\n"
      "                          --repeat 3 --png speed-up.png --csv runs.csv");
}

bool SweepCommand::isAsked() const {
  return m_command->parsed();
}

Result<Sweep> SweepCommand::sweep() const {
  ExperimentOptions options = m_experiment;
  std::vector<std::pair<std::string, std::string>> lists;
  takeList(options.workers, "workers", lists);
  takeList(options.jobs, "jobs", lists);
  takeList(options.switch_interval, "switch-interval", lists);
  for (auto setting = options.settings.begin(); setting != options.settings.end();) {
    const std::size_t equals = setting->find('=');
    if (equals != std::string::npos && isList(setting->substr(equals + 1)) && !isText(setting->substr(0, equals))) {
      lists.emplace_back(setting->substr(0, equals), setting->substr(equals + 1));
      setting = options.settings.erase(setting);
    } else {
      ++setting;
    }
  }
  if (lists.empty() && options.model && isList(*options.model)) {
    lists.emplace_back(kModelKey, *options.model);
  }
  if (lists.size() != 1) {
    std::string found;
    for (const auto& [key, values] : lists) {
      found += (found.empty() ? "" : ", ") + key;
    }
    return fail(ErrorCode::InvalidArgument,
                lists.empty() ? "nothing to sweep: give one setting a list of values, such as --workers 1,2,4,8"
                              : fmt::format("a sweep has one list of values, here are {}: {}", lists.size(), found));
  }
  SweepPlan plan;
  if (options.model) {
    const auto models = splitValues(*options.model);
    if (!models) {
      return tl::unexpected(models.error());
    }
    for (const std::string& text : *models) {
      const auto model = modelNamed(text);
      if (!model) {
        return tl::unexpected(model.error());
      }
      if (std::find(plan.models.begin(), plan.models.end(), *model) == plan.models.end()) {
        plan.models.push_back(*model);
      }
    }
    options.model = name(plan.models.front());
  }
  const auto values = splitValues(lists.front().second);
  if (!values) {
    return tl::unexpected(values.error());
  }
  const auto repeats = parseInteger(m_repeat);
  if (!repeats || *repeats < 1 || *repeats > kMostRepeats) {
    return fail(ErrorCode::OutOfRange,
                fmt::format("--repeat: {} is out of range, it takes 1 to {}", m_repeat, kMostRepeats));
  }
  const auto base = toExperiment(options);
  if (!base) {
    return tl::unexpected(base.error());
  }
  plan.base = *base;
  if (plan.models.empty()) {
    plan.models.push_back(base->model);
  }
  plan.key = lists.front().first;
  plan.values = *values;
  plan.repeats = static_cast<int>(*repeats);
  return Sweep::make(plan);
}

int SweepCommand::measure(Sweep& sweep) const {
  const InterruptWatch watch;
  while (const auto step = sweep.next()) {
    if (InterruptWatch::isInterrupted()) {
      return kCancelled;
    }
    const SweepPoint& point = sweep.at(*step);
    const auto left = sweep.left_s();
    const std::string where =
        fmt::format("{} of {}: {}, {} = {}{}", sweep.runsDone() + 1, sweep.runs(), name(point.experiment.model),
                    sweep.plan().key, point.value, left ? fmt::format(", {} left", durationText(*left)) : "");
    fmt::print(stderr, "{}\n", where);
    const auto record = runWatched(point.experiment, "sweep");
    if (!record) {
      fmt::print(stderr, "interleave: {}\n", record.error().message);
      sweep.addProblem(record.error().message);
      continue;
    }
    if (record->outcome.kind == OutcomeKind::Cancelled) {
      return kCancelled;
    }
    sweep.add(*record);
  }
  const auto failed = [](const SweepSeries& series) {
    return std::any_of(series.points.begin(), series.points.end(),
                       [](const SweepPoint& point) { return !point.problem.empty(); });
  };
  return std::any_of(sweep.series().begin(), sweep.series().end(), failed) ? kRunFailed : kFinished;
}

Status SweepCommand::draw(const Sweep& sweep, const Figure& looks) const {
  ScalingFigure figure;
  figure.title = m_output.title ? looks.title : QString::fromStdString(sweep.plan().base.workload);
  figure.theme = looks.theme;
  figure.size = looks.size;
  figure.scale = looks.scale;
  figure.transparent = looks.transparent;
  figure.plot = plotOf(sweep, usualQuantity(sweep));
  figure.footnote = QString::fromStdString(sweepProvenance(sweep));
  return renderScaling(figure).and_then([this](const QImage& image) { return savePng(image, m_output.png); });
}

int SweepCommand::execute(int argc, char** argv) {
  auto sweep = this->sweep();
  const auto looks = toFigure(m_output);
  if (!sweep || !looks) {
    fmt::print(stderr, "interleave: {}\n", !sweep ? sweep.error().message : looks.error().message);
    return kBadArguments;
  }
  if (const Status has_room = checkRoom(*sweep); !has_room) {
    fmt::print(stderr, "interleave: {}\n", has_room.error().message);
    return kRunFailed;
  }
  const int status = measure(*sweep);
  bool all_written = true;
  const auto report = [&](const Status& written) {
    if (!written) {
      fmt::print(stderr, "interleave: {}\n", written.error().message);
      all_written = false;
    }
  };
  if (!m_output.summary.empty()) {
    report(writeJson(sweepJson(*sweep), m_output.summary));
  }
  if (!m_csv.empty()) {
    report(writeText(sweepCsv(*sweep), m_csv));
  }
  if (!m_output.png.empty()) {
    const PictureDrawer drawer(argc, argv);
    report(draw(*sweep, *looks));
  }
  if (m_output.summary != "-" && m_csv != "-") {
    std::string text = sweepTable(*sweep) + "\n";
    for (const std::string& sentence : sweepSentences(*sweep)) {
      text += sentence + "\n";
    }
    if (const auto verdict = verdictOf(*sweep)) {
      text += "\n" + verdict->text() + "\n";
    }
    report(writeText(text, "-"));
  }
  return status == kFinished && !all_written ? kOutputFailed : status;
}

}  // namespace interleave::ui
