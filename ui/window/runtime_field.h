// SPDX-License-Identifier: GPL-3.0-or-later
// The choice of a runtime, and where it is Python, of an interpreter of this machine or of one that a person names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/experiment/experiment.h"
#include "core/python/python_interpreter.h"
#include "ui/window/choice_field.h"
#include "ui/window/python_choices.h"

namespace interleave::ui {

class RuntimeField : public ChoiceField {
  Q_OBJECT
 public:
  RuntimeField();

  Runtime runtime() const;
  /// The interpreter that is chosen; null where it is another runtime.
  const PythonOffer* python() const;
  /// The interpreter that is chosen, else the newest that has a GIL; null when there is none.
  const PythonOffer* realPython() const;
  bool arePythonsKnown() const { return m_are_pythons_known; }
  /// The interpreter that is chosen, if nobody has asked yet what it is.
  std::optional<std::string> unknownInterpreter() const;

  /// The experiment's. Does not count as chosen. An interpreter that may yet be found is taken at its word.
  void setExperiment(const Experiment& experiment);
  /// Python, if any interpreter can be used. Does not count as chosen.
  void chooseAnyPython();
  /// The interpreters of this machine, all of them. What is chosen stays so, if it can be used.
  void setPythons(const std::vector<PythonInterpreter>& pythons);
  /// As if a person had; nothing where it can't be used.
  void chooseInterpreter(const std::string& path);

 signals:
  /// A person chose another, or there are other interpreters.
  void runtimeChosen();
  /// A person wants an interpreter that is not offered. What was chosen still is.
  void interpreterWanted();

 private:
  using ChoiceField::choose;
  using ChoiceField::setChoices;
  void takeChoice();
  void select(const QString& choice);
  void offer(std::vector<PythonOffer> pythons);

  std::vector<PythonOffer> m_pythons;
  bool m_are_pythons_known = false;
  QString m_before;  // "Choose an interpreter…" was chosen
};

}  // namespace interleave::ui
