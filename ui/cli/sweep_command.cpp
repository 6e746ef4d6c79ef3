// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/sweep_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/number_text.h"
#include "ui/chart/scaling_figure.h"
#include "ui/cli/exit_status.h"
#include "ui/cli/outputs.h"
#include "ui/cli/watched_run.h"

namespace interleave::ui {
namespace {

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t comma = 0; comma != std::string::npos; begin = comma + 1) {
    comma = text.find(',', begin);
    parts.push_back(text.substr(begin, comma == std::string::npos ? comma : comma - begin));
  }
  return parts;
}

bool isList(const std::string& text) {
  return text.find(',') != std::string::npos || text.find("..") != std::string::npos;
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
      "besides. Ctrl+C ends the sweep and keeps what is done.\n"
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
    if (equals != std::string::npos && isList(setting->substr(equals + 1))) {
      lists.emplace_back(setting->substr(0, equals), setting->substr(equals + 1));
      setting = options.settings.erase(setting);
    } else {
      ++setting;
    }
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
  const std::string models = options.model.value_or("");
  options.model.reset();
  for (const std::string& text : models.empty() ? std::vector<std::string>() : split(models)) {
    const auto model = modelNamed(text);
    if (!model) {
      return tl::unexpected(model.error());
    }
    if (std::find(plan.models.begin(), plan.models.end(), *model) == plan.models.end()) {
      plan.models.push_back(*model);
    }
  }
  if (!plan.models.empty()) {
    options.model = name(plan.models.front());
  }
  const auto base = toExperiment(options);
  const auto repeats = parseInteger(m_repeat);
  if (!base) {
    return tl::unexpected(base.error());
  }
  if (!repeats || *repeats < 1 || *repeats > kMostRepeats) {
    return fail(ErrorCode::OutOfRange,
                fmt::format("--repeat: {} is out of range, it takes 1 to {}", m_repeat, kMostRepeats));
  }
  plan.base = *base;
  if (plan.models.empty()) {
    plan.models.push_back(base->model);
  }
  plan.key = lists.front().first;
  plan.values = split(lists.front().second);
  plan.repeats = static_cast<int>(*repeats);
  return Sweep::make(plan);
}

int SweepCommand::measure(Sweep& sweep) const {
  while (const auto step = sweep.next()) {
    const SweepPoint& point = sweep.at(*step);
    const auto left = sweep.left_s();
    const std::string where =
        fmt::format("{} of {}: {}, {} = {}{}", sweep.runsDone() + 1, sweep.runs(), name(point.experiment.model),
                    sweep.plan().key, point.value, left ? fmt::format(", {} left", durationText(*left)) : "");
    fmt::print(stderr, "{}\n", where);
    const auto record = runWatched(point.experiment, "sweep");
    if (!record) {
      fmt::print(stderr, "interleave: {}\n", record.error().message);
      return kRunFailed;
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
  figure.x_label = QString::fromStdString(sweep.plan().key);
  Experiment shared = sweep.plan().base;
  shared.parameters.erase(sweep.plan().key);  // the picture says it
  figure.footnote = QString::fromStdString(
      fmt::format("{} · runtime {} · {} · {} of {} runs, medians, with least and most", describeWork(shared),
                  name(sweep.plan().base.runtime), thisMachine().describe(), sweep.runsDone(), sweep.runs()));
  const bool of_workers = sweep.isOfWorkers();
  figure.y_label = of_workers ? "speed-up" : "seconds";
  figure.has_ideal = of_workers;
  bool has_numbers = true;
  double least = 0.0;
  double most = 0.0;
  for (const std::string& value : sweep.plan().values) {
    const auto whole = parseInteger(value);
    const auto number = whole ? std::optional(static_cast<double>(*whole)) : parseReal(value);
    has_numbers = has_numbers && number;
    least = least == 0.0 ? number.value_or(0.0) : std::min(least, number.value_or(0.0));
    most = std::max(most, number.value_or(0.0));
  }
  figure.has_log_x = has_numbers && least > 0.0 && most / least > 16.0;
  for (const std::string& value : has_numbers ? std::vector<std::string>() : sweep.plan().values) {
    figure.x_names.push_back(QString::fromStdString(value));
  }
  for (std::size_t s = 0; s < sweep.series().size(); ++s) {
    const SweepSeries& series = sweep.series()[s];
    ScalingCurve curve;
    curve.name = QString::fromStdString(label(series.model));
    for (std::size_t p = 0; p < series.points.size(); ++p) {
      const SweepPoint& point = series.points[p];
      const auto speed_up = sweep.speedUp(s, p);
      if (!point.isMeasured() || (of_workers && !speed_up)) {
        continue;
      }
      const auto whole = parseInteger(point.value);
      const double x = !has_numbers ? static_cast<double>(p)
                       : whole      ? static_cast<double>(*whole)
                                    : parseReal(point.value).value_or(0.0);
      const double median = point.median_s();
      if (of_workers) {
        curve.fit_reference_s = *speed_up * median;
        curve.marks.push_back(
            {x, *speed_up, *speed_up * median / point.most_s(), *speed_up * median / point.least_s()});
      } else {
        curve.marks.push_back({x, median, point.least_s(), point.most_s()});
      }
    }
    if (of_workers && series.points.size() > 1) {
      if (const auto fit = sweep.fit(s)) {
        curve.fit = *fit;
      }
      if (const auto knee = sweep.knee(s)) {
        curve.knee = *knee;
      }
    }
    std::sort(curve.marks.begin(), curve.marks.end(),
              [](const ScalingMark& a, const ScalingMark& b) { return a.x < b.x; });
    if (!curve.marks.empty()) {
      figure.curves.push_back(std::move(curve));
    }
  }
  return renderScaling(figure).and_then([this](const QImage& image) { return savePng(image, m_output.png); });
}

int SweepCommand::execute(int argc, char** argv) {
  auto sweep = this->sweep();
  const auto looks = toFigure(m_output);
  if (!sweep || !looks) {
    fmt::print(stderr, "interleave: {}\n", !sweep ? sweep.error().message : looks.error().message);
    return kBadArguments;
  }
  const int status = measure(*sweep);
  bool all_written = true;
  const auto report = [&](const Status& written) {
    if (!written) {
      fmt::print(stderr, "interleave: {}\n", written.error().message);
      all_written = false;
    }
  };
  const auto give = [&](const std::string& text, const std::string& path) {
    if (path == "-") {
      fmt::print("{}", text);
    } else if (!path.empty()) {
      report(writeText(text, path));
    }
  };
  give(sweepJson(*sweep).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n", m_output.summary);
  give(sweepCsv(*sweep), m_csv);
  if (!m_output.png.empty()) {
    const PictureDrawer drawer(argc, argv);
    report(draw(*sweep, *looks));
  }
  if (m_output.summary != "-" && m_csv != "-") {
    fmt::print("{}\n", sweepTable(*sweep));
    for (const std::string& sentence : sweepSentences(*sweep)) {
      fmt::print("{}\n", sentence);
    }
  }
  return status == kFinished && !all_written ? kOutputFailed : status;
}

}  // namespace interleave::ui
