// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/experiment_choices.h"

#include "core/experiment/catalogue.h"
#include "core/experiment/experiment.h"

namespace interleave::ui {
namespace {

template <class Enum>
Choice choiceOf(Enum value, const QString& text, const QString& explanation) {
  return {QString::fromStdString(name(value)), text, explanation};
}

}  // namespace

std::vector<Choice> startMethodChoices() {
  return {choiceOf(StartMethod::Spawn, "spawn", "Each process is started anew: slow to start, nothing shared."),
          choiceOf(StartMethod::Forkserver, "forkserver", "A small server process forks each one."),
          choiceOf(StartMethod::Fork, "fork", "Each process is a copy of the runner.")};
}

std::vector<Choice> workloadChoices() {
  std::vector<Choice> choices;
  for (const WorkloadInfo& info : workloads()) {
    const QString name = QString::fromStdString(info.name);
    choices.push_back({name, name, QString::fromStdString(info.explanation)});
  }
  return choices;
}

ParameterSpec jobsSpec() {
  ParameterSpec spec;
  spec.key = "jobs";
  spec.label = "Jobs";
  spec.explanation = "How many jobs the workers share.";
  spec.least = Limits::kFewestJobs;
  spec.most = Limits::kMostJobs;
  return spec;
}

ParameterSpec timeoutSpec() {
  ParameterSpec spec;
  spec.key = "timeout";
  spec.label = "Time limit";
  spec.unit = "s";
  spec.explanation = "The run is ended after this long. Empty: no limit.";
  spec.kind = ParameterKind::Real;
  spec.least = Limits::kShortestTimeout_s;
  spec.most = Limits::kLongestTimeout_s;
  return spec;
}

}  // namespace interleave::ui
