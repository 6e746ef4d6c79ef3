// SPDX-License-Identifier: GPL-3.0-or-later
// Where a person chooses what to run. Every control is made from what the core knows (names, limits, the catalogue of
// workloads), so that window and command line offer the same. Threading: the GUI thread.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/experiment/experiment.h"
#include "core/python/python_interpreter.h"
#include "ui/window/python_choices.h"

namespace interleave::ui {

class FieldGrid;
class IntervalField;
class NumberField;
class RuntimeField;
class SchedulerField;
class WorkersField;
class WorkloadFields;

class ExperimentPanel : public QWidget {
  Q_OBJECT
 public:
  /// `cores`: of this machine, for "= cores".
  explicit ExperimentPanel(int cores, QWidget* parent = nullptr);

  /// What is chosen, complete; or what is wrong with it, in one line.
  Result<Experiment> experiment() const;
  /// REQUIRES: an experiment that checked() accepts.
  void setExperiment(const Experiment& experiment);
  void reset();

  /// The interpreters of this machine, all of them. What is chosen stays so, if it can be used.
  void setPythons(const std::vector<PythonInterpreter>& pythons);
  /// As if a person had; nothing where it can't be used.
  void chooseInterpreter(const std::string& path);
  /// The interpreter that is chosen, else the newest that has a GIL; null when there is none.
  const PythonOffer* realPython() const;
  bool arePythonsKnown() const;
  /// The interpreter that is chosen, if it is none of those.
  std::optional<std::string> unknownInterpreter() const;
  /// Which interpreter is to run a function of which file, where that is what is chosen.
  struct OwnFile {
    std::string interpreter;
    std::string file;
    friend bool operator==(const OwnFile&, const OwnFile&) = default;
  };
  std::optional<OwnFile> ownFile() const;
  /// The functions of that file to choose from, and a quiet word about it.
  void offerFunctions(const QStringList& names, const QString& note);

 signals:
  /// The user changed something, maybe into something invalid.
  void changed();
  /// The user wants an interpreter that is not offered.
  void interpreterWanted();

 private:
  void build(int cores);
  void connectFields();
  void workloadChosen();
  void showWorkload();
  void showWanted();
  void showPython();
  Model model() const;
  std::size_t chosenWorkload() const;
  /// Those of the chosen workload. REQUIRES: makeFields() since that was chosen.
  WorkloadFields& current() const;
  void makeFields();
  void offerFunctions(const WorkloadFields& fields) const;

  FieldGrid* m_grid = nullptr;
  RuntimeField* m_runtime = nullptr;
  ChoiceField* m_model = nullptr;
  ChoiceField* m_api = nullptr;
  SchedulerField* m_scheduler = nullptr;
  ChoiceField* m_workload = nullptr;
  // As the catalogue; null: not yet chosen, so not made. All of them together are most of a window's controls.
  std::vector<WorkloadFields*> m_workload_fields;
  QStringList m_functions;  // offered in each
  QString m_functions_note;
  NumberField* m_jobs = nullptr;
  WorkersField* m_workers = nullptr;
  IntervalField* m_interval = nullptr;
  ChoiceField* m_start_method = nullptr;
  NumberField* m_timeout = nullptr;
  std::uint64_t m_seed = 1;  // has no control; kept so that a run's settings come back whole
  bool m_are_jobs_typed = false;
};

}  // namespace interleave::ui
