// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/python_choices.h"

#include <algorithm>

#include "core/experiment/catalogue.h"
#include "core/experiment/python_api.h"

namespace interleave::ui {
namespace {

constexpr char kPython[] = "python:";

Choice choiceOf(Model model, const QString& explanation) {
  return {QString::fromStdString(name(model)), QString::fromStdString(label(model)), explanation};
}

bool isNameTaken(const std::vector<PythonOffer>& pythons, const PythonOffer& wanted) {
  return std::count_if(pythons.begin(), pythons.end(),
                       [&](const PythonOffer& one) { return one.name == wanted.name; }) > 1;
}

}  // namespace

PythonOffer PythonOffer::of(const PythonInterpreter& interpreter) {
  const bool has_name = interpreter.version != PythonVersion{};
  return {interpreter.path, has_name ? interpreter.name() : interpreter.path, interpreter.problem, interpreter.packages,
          interpreter.version};
}

const PythonOffer* newestWithGil(const std::vector<PythonOffer>& pythons) {
  const PythonOffer* newest = nullptr;
  for (const PythonOffer& one : pythons) {
    Experiment experiment;
    experiment.runtime = Runtime::Python;
    experiment.interpreter_name = one.name;
    if (one.problem.empty() && hasGil(experiment) && (newest == nullptr || newest->version < one.version)) {
      newest = &one;
    }
  }
  return newest;
}

QString runtimeChoice(Runtime runtime, const std::string& interpreter) {
  return runtime == Runtime::Python ? kPython + QString::fromStdString(interpreter)
                                    : QString::fromStdString(name(runtime));
}

std::optional<std::string> interpreterOf(const QString& runtime_choice) {
  return runtime_choice.startsWith(kPython) ? std::optional(runtime_choice.mid(sizeof kPython - 1).toStdString())
                                            : std::nullopt;
}

std::vector<Choice> runtimeChoices(const std::vector<PythonOffer>& pythons) {
  std::vector<Choice> choices{{QString::fromStdString(name(Runtime::Native)),
                               QString::fromStdString(label(Runtime::Native)), "Threads run in parallel, one a core."},
                              {QString::fromStdString(name(Runtime::Gil)), QString::fromStdString(label(Runtime::Gil)),
                               "A global lock as CPython's: of all threads of a process one runs at a time."}};
  for (const PythonOffer& python : pythons) {
    const QString path = QString::fromStdString(python.path);
    const QString called = QString::fromStdString(python.name);
    const bool is_named_by_path = python.name == python.path;
    choices.push_back(
        {runtimeChoice(Runtime::Python, python.path),
         !is_named_by_path && isNameTaken(pythons, python) ? called + " · " + path : called,
         python.problem.empty() ? path : path + " can't be used: " + QString::fromStdString(python.problem),
         python.problem.empty()});
  }
  choices.push_back(
      {kChooseInterpreter, "Choose an interpreter…", "A Python program that was not found by itself.", true, true});
  return choices;
}

std::vector<Choice> modelChoices(Runtime runtime, const std::string& workload) {
  std::vector<Choice> choices{
      choiceOf(Model::Serial, "One job after the other."),
      choiceOf(Model::Threads, "A pool of threads in one process takes the jobs from a queue."),
      choiceOf(Model::Processes, "A pool of processes takes the jobs; each has a lock of its own."),
      choiceOf(Model::EventLoop, runtime == Runtime::Python ? "One thread that switches at every await."
                                                            : "One thread has all jobs under way and waits for all."),
      choiceOf(Model::Hybrid, "Threads fetch, a pool of processes computes.")};
  if (runtime == Runtime::Python) {
    choices.push_back(choiceOf(Model::Distributed, "A cluster of worker processes."));
  }
  const auto info = workloadNamed(workload);
  const bool is_runtimes_fault = info && (*info)->needs_python && runtime != Runtime::Python;
  for (Choice& choice : choices) {
    Experiment wanted;
    wanted.runtime = runtime;
    wanted.model = *modelNamed(choice.name.toStdString());
    wanted.workload = workload;
    if (const Status ok = fitting(wanted); !ok && !is_runtimes_fault) {
      choice.is_enabled = false;
      choice.explanation = QString::fromStdString(ok.error().message);
    }
  }
  return choices;
}

std::vector<Choice> apiChoices(Model model, const PythonOffer* python) {
  std::vector<Choice> choices;
  for (const PythonApi& api : pythonApisOf(model)) {
    Choice choice{QString::fromStdString(api.name), QString::fromStdString(api.label),
                  QString::fromStdString(api.explanation)};
    const bool is_asked = python != nullptr && python->packages;
    if (is_asked && !api.package.empty() && !python->packages->contains(api.package)) {
      choice.is_enabled = false;
      choice.explanation = QString::fromStdString(python->name + " does not have the package " + api.package);
    }
    choices.push_back(std::move(choice));
  }
  return choices;
}

QString explained(const std::vector<Choice>& choices) {
  QStringList lines;
  for (const Choice& choice : choices) {
    lines << choice.label + ": " + choice.explanation;
  }
  return lines.join('\n');
}

}  // namespace interleave::ui
