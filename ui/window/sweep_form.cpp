// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/sweep_form.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/session/sweep_values.h"
#include "ui/window/choice_field.h"
#include "ui/window/number_field.h"
#include "ui/window/python_choices.h"
#include "ui/window/text_field.h"

namespace interleave::ui {
namespace {

constexpr int kKey_px = 150;
constexpr int kRepeats_px = 64;
constexpr int kMostCharacters = 10'000;

ParameterSpec repeatsSpec() {
  ParameterSpec spec;
  spec.key = "repeats";
  spec.label = "Repeats";
  spec.explanation = "How often each point is measured: least, median and most are shown.";
  spec.least = 1;
  spec.most = kMostRepeats;
  return spec;
}

std::vector<Choice> keyChoices(const std::string& workload) {
  std::vector<Choice> choices;
  for (const SweepSubject& subject : sweepSubjects(workload)) {
    choices.push_back({QString::fromStdString(subject.key), QString::fromStdString(subject.label),
                       QString::fromStdString(subject.explanation)});
  }
  return choices;
}

}  // namespace

SweepForm::SweepForm(QWidget* parent) : QWidget(parent), m_base(firstExperiment()) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 8, 14, 4);
  column->setSpacing(4);
  const std::vector<Choice> keys = keyChoices(m_base.workload);
  m_key = new ChoiceField("Sweep over", FieldWidth::Half, keys, "What differs from point to point");
  m_values =
      new TextField("Values", FieldWidth::Full, "A list, 1,2,4,8, or a range of whole numbers, 1..8", kMostCharacters);
  m_repeats = new NumberField(repeatsSpec(), FieldWidth::Half);
  m_key->setFixedWidth(kKey_px);
  m_repeats->setFixedWidth(kRepeats_px);
  m_run = new QPushButton("Run sweep");
  m_run->setProperty("role", "primary");
  m_run->setToolTip("Measure every point, one run after the other (Shift+F5)");
  m_cancel = new QPushButton("Cancel");
  m_cancel->setAccessibleName("Cancel the sweep");
  m_cancel->setToolTip("End the sweep; what is done is kept (Esc)");
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addWidget(m_key);
  row->addWidget(m_values, 1);
  row->addWidget(m_repeats);
  row->addWidget(m_run, 0, Qt::AlignBottom);
  row->addWidget(m_cancel, 0, Qt::AlignBottom);
  column->addLayout(row);
  auto* models = new QWidget;
  models->setSizePolicy(QSizePolicy::Ignored,
                        QSizePolicy::Minimum);  // they stand in two lines where there is less room
  m_model_grid = new QGridLayout(models);
  m_model_grid->setContentsMargins(0, 0, 0, 0);
  m_model_grid->setHorizontalSpacing(14);
  m_model_grid->setVerticalSpacing(0);
  for (std::size_t i = 0; i < modelNames().size(); ++i) {
    auto* box = new QCheckBox(QString::fromStdString(label(static_cast<Model>(i))));
    box->setAccessibleName("Sweep the model " + box->text());
    m_models.push_back(box);
    connect(box, &QCheckBox::clicked, this, &SweepForm::changed);
  }
  placeModels(static_cast<int>(m_models.size()));
  column->addWidget(models);
  connect(m_key, &Field::edited, this, [this] {
    m_are_values_typed = false;
    showUsual();
    showModels();
    emit changed();
  });
  connect(m_values, &Field::edited, this, [this] {
    m_are_values_typed = !m_values->text().trimmed().isEmpty();
    emit changed();
  });
  connect(m_repeats, &Field::edited, this, &SweepForm::changed);
  connect(m_run, &QPushButton::clicked, this, &SweepForm::runWanted);
  connect(m_cancel, &QPushButton::clicked, this, &SweepForm::cancelWanted);
  setChoices({});
  setState(true, false);
}

void SweepForm::placeModels(int columns) {
  if (columns == m_columns) {
    return;
  }
  m_columns = columns;
  for (std::size_t i = 0; i < m_models.size(); ++i) {
    const int at = static_cast<int>(i);
    m_model_grid->addWidget(m_models[i], at / columns, at % columns);
  }
  for (std::size_t i = 0; i <= m_models.size(); ++i) {
    m_model_grid->setColumnStretch(static_cast<int>(i), static_cast<int>(i) == columns ? 1 : 0);
  }
}

void SweepForm::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  int needed = 0;
  for (const QCheckBox* box : m_models) {
    needed += box->sizeHint().width() + m_model_grid->horizontalSpacing();
  }
  const QMargins margins = layout()->contentsMargins();
  const int count = static_cast<int>(m_models.size());
  placeModels(needed > width() - margins.left() - margins.right() ? (count + 1) / 2 : count);
}

QString SweepForm::key() const {
  return m_key->chosen();
}

void SweepForm::setExperiment(const Experiment& base) {
  const bool is_other_work = base.workload != m_base.workload;
  m_base = base;
  if (is_other_work) {
    const QString before = key();
    const std::vector<Choice> keys = keyChoices(base.workload);
    m_key->setChoices(keys, explained(keys));
    m_are_values_typed = m_are_values_typed && key() == before;
  }
  if (!m_are_values_typed) {
    showUsual();
  }
  showModels();
}

void SweepForm::showUsual() {
  m_values->setText(QString::fromStdString(usualValues(m_base, key().toStdString(), thisMachine().cores)));
}

// A model that does not go with the experiment can't be chosen, and says why.
void SweepForm::showModels() {
  const bool is_of_models = key() == kModelKey;
  for (std::size_t i = 0; i < m_models.size(); ++i) {
    Experiment with = m_base;
    with.model = static_cast<Model>(i);
    with.api = with.model == m_base.model ? m_base.api : std::string();
    const Status fits = fitting(with);
    m_models[i]->setVisible(!is_of_models);
    m_models[i]->setEnabled(fits.has_value());
    m_models[i]->setToolTip(fits ? "Measure this model as well" : QString::fromStdString(fits.error().message));
  }
}

SweepChoices SweepForm::choices() const {
  SweepChoices choices;
  choices.key = key();
  choices.values = m_are_values_typed ? m_values->text() : QString();
  choices.models.clear();
  for (std::size_t i = 0; i < m_models.size(); ++i) {
    if (m_models[i]->isChecked()) {
      choices.models.push_back(static_cast<Model>(i));
    }
  }
  choices.repeats = static_cast<int>(std::get<std::int64_t>(m_repeats->value().value_or(std::int64_t{1})));
  return choices;
}

void SweepForm::setChoices(const SweepChoices& choices) {
  m_key->choose(choices.key);
  m_are_values_typed = !choices.values.isEmpty() && key() == choices.key;
  if (m_are_values_typed) {
    m_values->setText(choices.values);
  } else {
    showUsual();
  }
  for (std::size_t i = 0; i < m_models.size(); ++i) {
    m_models[i]->setChecked(std::count(choices.models.begin(), choices.models.end(), static_cast<Model>(i)) > 0);
  }
  m_repeats->setValue(std::int64_t{choices.repeats});
  showModels();
}

Result<SweepPlan> SweepForm::plan() const {
  if (const QString problem = m_repeats->problem(); !problem.isEmpty()) {
    return fail(ErrorCode::OutOfRange, problem.toStdString());
  }
  SweepPlan plan;
  plan.base = m_base;
  plan.key = key().toStdString();
  plan.repeats = choices().repeats;
  const auto values = splitValues(m_values->text().toStdString());
  if (!values) {
    return tl::unexpected(values.error());
  }
  plan.values = *values;
  for (std::size_t i = 0; i < m_models.size(); ++i) {
    if (m_models[i]->isChecked() && m_models[i]->isEnabled()) {
      plan.models.push_back(static_cast<Model>(i));
    }
  }
  if (plan.key == kModelKey) {
    plan.models = {m_base.model};
  }
  if (plan.models.empty()) {
    return fail(ErrorCode::InvalidArgument, "check one model at least that goes with the workload");
  }
  return plan;
}

void SweepForm::setState(bool can_run, bool is_running) {
  m_run->setEnabled(can_run && !is_running);
  m_cancel->setEnabled(is_running);
  for (QWidget* field : std::initializer_list<QWidget*>{m_key, m_values, m_repeats}) {
    field->setEnabled(!is_running);
  }
  if (is_running) {
    for (QCheckBox* box : m_models) {
      box->setEnabled(false);
    }
  } else {
    showModels();
  }
}

}  // namespace interleave::ui
