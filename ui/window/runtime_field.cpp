// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/runtime_field.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace interleave::ui {
namespace {

bool isUsable(const PythonOffer& python) {
  return python.problem.empty();
}

const PythonOffer* offerOf(const std::vector<PythonOffer>& pythons, const std::optional<std::string>& path) {
  const auto found =
      std::find_if(pythons.begin(), pythons.end(), [&](const PythonOffer& one) { return path && one.path == *path; });
  return found == pythons.end() ? nullptr : &*found;
}

}  // namespace

RuntimeField::RuntimeField()
    : ChoiceField("Runtime", FieldWidth::Full, runtimeChoices({}), explained(runtimeChoices({}))), m_before(chosen()) {
  connect(this, &Field::edited, this, &RuntimeField::takeChoice);
}

Runtime RuntimeField::runtime() const {
  return interpreterOf(chosen()) ? Runtime::Python : runtimeNamed(chosen().toStdString()).value_or(Runtime::Native);
}

const PythonOffer* RuntimeField::python() const {
  return offerOf(m_pythons, interpreterOf(chosen()));
}

const PythonOffer* RuntimeField::realPython() const {
  return python() != nullptr ? python() : newestWithGil(m_pythons);
}

std::optional<std::string> RuntimeField::unknownInterpreter() const {
  const PythonOffer* offer = python();
  return offer != nullptr && !offer->packages ? std::optional(offer->path) : std::nullopt;
}

void RuntimeField::takeChoice() {
  if (chosen() == kChooseInterpreter) {
    choose(m_before);
    emit interpreterWanted();
    return;
  }
  m_before = chosen();
  setNote({});
  emit runtimeChosen();
}

void RuntimeField::select(const QString& choice) {
  choose(choice);
  m_before = chosen();
}

void RuntimeField::offer(std::vector<PythonOffer> pythons) {
  m_pythons = std::move(pythons);
  const std::vector<Choice> choices = runtimeChoices(m_pythons);
  setChoices(choices, explained(choices));
  m_before = chosen();
}

void RuntimeField::setExperiment(const Experiment& experiment) {
  setNote({});
  if (experiment.runtime == Runtime::Python && !m_are_pythons_known && !experiment.interpreter_name.empty() &&
      offerOf(m_pythons, experiment.interpreter) == nullptr) {
    std::vector<PythonOffer> offers = m_pythons;
    offers.push_back({experiment.interpreter, experiment.interpreter_name, {}, std::nullopt, {}});
    offer(std::move(offers));
  }
  select(runtimeChoice(experiment.runtime, experiment.interpreter));
}

void RuntimeField::chooseAnyPython() {
  const auto usable = std::find_if(m_pythons.begin(), m_pythons.end(), isUsable);
  if (usable != m_pythons.end()) {
    select(runtimeChoice(Runtime::Python, usable->path));
  }
}

void RuntimeField::setPythons(const std::vector<PythonInterpreter>& pythons) {
  const auto chosen_path = interpreterOf(chosen());
  std::vector<PythonOffer> offers;
  std::transform(pythons.begin(), pythons.end(), std::back_inserter(offers), PythonOffer::of);
  const PythonOffer* again = offerOf(offers, chosen_path);
  QString note;
  if (again != nullptr && !isUsable(*again)) {
    const std::string was = python() != nullptr ? python()->name : again->name;
    note = QString::fromStdString(was + " can't be used any more: " + again->problem);
  } else if (again == nullptr && python() != nullptr) {
    offers.push_back(*python());
    offers.back().packages.reset();
  } else if (std::none_of(offers.begin(), offers.end(), isUsable)) {
    note = "No CPython 3.8 or newer was found here.";
  }
  m_are_pythons_known = true;
  offer(std::move(offers));
  setNote(note);
  emit runtimeChosen();
}

void RuntimeField::chooseInterpreter(const std::string& path) {
  const PythonOffer* found = offerOf(m_pythons, path);
  if (found == nullptr) {
    return;
  }
  if (!isUsable(*found)) {
    setNote(QString::fromStdString(found->problem));
    return;
  }
  choose(runtimeChoice(Runtime::Python, path));
  takeChoice();
}

}  // namespace interleave::ui
