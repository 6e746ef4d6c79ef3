// SPDX-License-Identifier: GPL-3.0-or-later
// What the dropdowns offer of Python: the interpreters, the models that a runtime has, the ways a model is done in
// Python. Threading: pure functions.
#pragma once

#include <QStringList>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/experiment/experiment.h"
#include "core/python/python_interpreter.h"
#include "ui/window/choice_field.h"

namespace interleave::ui {

/// An interpreter as it is offered, perhaps before it was asked.
struct PythonOffer {
  std::string path;
  std::string name;
  std::string problem;                                         // why it can't be chosen; empty: it can
  std::optional<std::map<std::string, std::string>> packages;  // nothing: not asked yet

  PythonVersion version;  // nothing but noughts: not known

  static PythonOffer of(const PythonInterpreter& interpreter);
};

/// Of those that can be chosen; null when there is none.
const PythonOffer* newestWithGil(const std::vector<PythonOffer>& pythons);

/// A runtime's name in the dropdown: as --runtime has it.
QString runtimeChoice(Runtime runtime, const std::string& interpreter);
/// The interpreter in such a name; nothing where it is another runtime.
std::optional<std::string> interpreterOf(const QString& runtime_choice);
/// The last choice, "Choose an interpreter…".
inline constexpr char kChooseInterpreter[] = "choose";

std::vector<Choice> runtimeChoices(const std::vector<PythonOffer>& pythons);
/// Those that the runtime has; one that doesn't take the workload can't be chosen.
std::vector<Choice> modelChoices(Runtime runtime, const std::string& workload);
/// Those for which `python` lacks the package can't be chosen.
std::vector<Choice> apiChoices(Model model, const PythonOffer* python);
/// All choices with their explanations, a line each.
QString explained(const std::vector<Choice>& choices);

}  // namespace interleave::ui
