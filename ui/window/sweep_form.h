// SPDX-License-Identifier: GPL-3.0-or-later
// What to sweep: the parameter, its values, the models side by side, how often; and the two buttons. The experiment
// itself is chosen where every run's is. Threading: the GUI thread.
#pragma once

#include <QWidget>
#include <vector>

#include "core/session/sweep.h"
#include "ui/window/sweep_choices.h"

class QCheckBox;
class QGridLayout;
class QPushButton;

namespace interleave::ui {

class ChoiceField;
class NumberField;
class TextField;

class SweepForm : public QWidget {
  Q_OBJECT
 public:
  explicit SweepForm(QWidget* parent = nullptr);

  /// The experiment whose sweep it is: which parameters and models there are, which values are usual. Values that a
  /// person typed stay.
  void setExperiment(const Experiment& base);
  SweepChoices choices() const;
  void setChoices(const SweepChoices& choices);
  /// The sweep that is chosen, not yet checked; or what is wrong in one line.
  Result<SweepPlan> plan() const;
  /// `is_running`: only Cancel can be pressed.
  void setState(bool can_run, bool is_running);

 signals:
  void changed();
  void runWanted();
  void cancelWanted();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void placeModels(int columns);
  void showModels();
  void showUsual();
  QString key() const;

  Experiment m_base;
  ChoiceField* m_key = nullptr;
  TextField* m_values = nullptr;
  NumberField* m_repeats = nullptr;
  std::vector<QCheckBox*> m_models;  // by the values of Model
  QGridLayout* m_model_grid = nullptr;
  int m_columns = 0;
  QPushButton* m_run = nullptr;
  QPushButton* m_cancel = nullptr;
  bool m_are_values_typed = false;
};

}  // namespace interleave::ui
