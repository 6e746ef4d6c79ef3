// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/experiment_panel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/experiment/catalogue.h"
#include "ui/window/choice_field.h"
#include "ui/window/experiment_choices.h"
#include "ui/window/field_grid.h"
#include "ui/window/interval_field.h"
#include "ui/window/number_field.h"
#include "ui/window/runtime_field.h"
#include "ui/window/scheduler_field.h"
#include "ui/window/section_head.h"
#include "ui/window/tab_order.h"
#include "ui/window/text_field.h"
#include "ui/window/workers_field.h"
#include "ui/window/workload_fields.h"

namespace interleave::ui {
namespace {

ChoiceField* choiceField(const QString& name, FieldWidth width, const std::vector<Choice>& choices) {
  return new ChoiceField(name, width, choices, explained(choices));
}

}  // namespace

ExperimentPanel::ExperimentPanel(int cores, QWidget* parent) : QWidget(parent) {
  build(cores);
  connectFields();
  reset();
}

void ExperimentPanel::build(int cores) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 14, 14, 6);
  column->setSpacing(10);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(0, 0, 20, 0);  // room for the fold button
  auto* reset_button = new QPushButton("Reset", this);
  reset_button->setProperty("role", "link");
  reset_button->setFixedHeight(18);
  reset_button->setToolTip("Back to the experiment that the program starts with");
  reset_button->setAccessibleName("Reset the experiment");
  head->addWidget(new SectionHead("Experiment"), 1);
  head->addWidget(reset_button);
  column->addLayout(head);
  m_grid = new FieldGrid(this);
  column->addWidget(m_grid);

  m_runtime = new RuntimeField;
  m_model = choiceField("Model", FieldWidth::Full, modelChoices(Runtime::Gil, {}));
  m_api = choiceField("API", FieldWidth::Full, apiChoices(Model::Threads, nullptr));
  m_scheduler = new SchedulerField;
  m_workload = choiceField("Workload", FieldWidth::Full, workloadChoices());
  m_jobs = new NumberField(jobsSpec(), FieldWidth::Half);
  m_workers = new WorkersField(cores);
  m_interval = new IntervalField;
  m_start_method = choiceField("Start method", FieldWidth::Half, startMethodChoices());
  m_timeout = new NumberField(timeoutSpec(), FieldWidth::Half);
  m_timeout->setOptional("none");
  m_workload_fields.resize(workloads().size());
  m_runtime->setObjectName("runtime");
  m_model->setObjectName("model");
  m_api->setObjectName("api");
  m_scheduler->setObjectName("scheduler");
  m_workload->setObjectName("workload");
  m_jobs->setObjectName("jobs");
  m_workers->setObjectName("workers");
  m_interval->setObjectName("interval");
  m_start_method->setObjectName("start_method");
  m_timeout->setObjectName("timeout");
  connect(reset_button, &QPushButton::clicked, this, [this] {
    reset();
    emit changed();
  });
  setTabOrder(m_timeout, reset_button);
}

void ExperimentPanel::connectFields() {
  const auto take = [this] {
    showWanted();
    emit changed();
  };
  connect(m_runtime, &RuntimeField::runtimeChosen, this, take);
  connect(m_runtime, &RuntimeField::interpreterWanted, this, &ExperimentPanel::interpreterWanted);
  for (Field* field : {static_cast<Field*>(m_model), static_cast<Field*>(m_api), static_cast<Field*>(m_scheduler)}) {
    connect(field, &Field::edited, this, take);
  }
  connect(m_workload, &Field::edited, this, &ExperimentPanel::workloadChosen);
  connect(m_jobs, &Field::edited, this, [this] {
    m_are_jobs_typed = true;
    emit changed();
  });
  for (Field* field : {static_cast<Field*>(m_workers), static_cast<Field*>(m_interval),
                       static_cast<Field*>(m_start_method), static_cast<Field*>(m_timeout)}) {
    connect(field, &Field::edited, this, &ExperimentPanel::changed);
  }
}

std::size_t ExperimentPanel::chosenWorkload() const {
  const std::string name = m_workload->chosen().toStdString();
  const auto found =
      std::find_if(workloads().begin(), workloads().end(), [&](const WorkloadInfo& info) { return info.name == name; });
  return found == workloads().end() ? 0 : static_cast<std::size_t>(found - workloads().begin());
}

WorkloadFields& ExperimentPanel::current() const {
  return *m_workload_fields[chosenWorkload()];
}

void ExperimentPanel::makeFields() {
  const std::size_t at = chosenWorkload();
  if (m_workload_fields[at] != nullptr) {
    return;
  }
  auto* fields = new WorkloadFields(workloads()[at], *this);
  m_workload_fields[at] = fields;
  connect(fields, &WorkloadFields::edited, this, &ExperimentPanel::changed);
  offerFunctions(*fields);
  if (m_workload->window() != window()) {
    return;  // nothing is in its place yet, and these come in order
  }
  QWidget* before = m_workload->control();
  for (const Field* field : fields->fields()) {
    tabInto(*field, before);
    before = field->control();
  }
}

void ExperimentPanel::offerFunctions(const WorkloadFields& fields) const {
  if (auto* function = dynamic_cast<TextField*>(fields.field("function"))) {
    function->setSuggestions(m_functions);
    function->setNote(m_functions_note);
  }
}

void ExperimentPanel::workloadChosen() {
  makeFields();
  const auto info = workloadNamed(m_workload->chosen().toStdString());
  if (info && !m_are_jobs_typed) {
    m_jobs->setValue(std::int64_t{(*info)->usual_jobs});
  }
  if (info && (*info)->needs_python && m_runtime->runtime() != Runtime::Python) {
    m_runtime->chooseAnyPython();
  }
  showWanted();
  showWorkload();
  emit changed();
}

void ExperimentPanel::showWorkload() {
  std::vector<Field*> fields{m_runtime, m_model, m_api, m_scheduler, m_workload};
  const std::vector<Field*>& parameters = current().fields();
  fields.insert(fields.end(), parameters.begin(), parameters.end());
  for (Field* field : {static_cast<Field*>(m_jobs), static_cast<Field*>(m_workers), static_cast<Field*>(m_start_method),
                       static_cast<Field*>(m_timeout), static_cast<Field*>(m_interval)}) {
    fields.push_back(field);
  }
  m_grid->setFields(std::move(fields));
}

Model ExperimentPanel::model() const {
  return modelNamed(m_model->chosen().toStdString()).value_or(Model::Threads);
}

const PythonOffer* ExperimentPanel::realPython() const {
  return m_runtime->realPython();
}

bool ExperimentPanel::arePythonsKnown() const {
  return m_runtime->arePythonsKnown();
}

std::optional<std::string> ExperimentPanel::unknownInterpreter() const {
  return m_runtime->unknownInterpreter();
}

void ExperimentPanel::setPythons(const std::vector<PythonInterpreter>& pythons) {
  m_runtime->setPythons(pythons);
}

void ExperimentPanel::chooseInterpreter(const std::string& path) {
  m_runtime->chooseInterpreter(path);
}

void ExperimentPanel::showWanted() {
  const std::vector<Choice> models = modelChoices(m_runtime->runtime(), m_workload->chosen().toStdString());
  const QString before = m_model->chosen();
  m_model->setChoices(models, explained(models));
  if (m_model->chosen() != before) {
    m_model->choose(QString::fromStdString(name(Model::Threads)));
  }
  showPython();
  m_workers->setSerial(model() == Model::Serial ||
                       (model() == Model::EventLoop && m_runtime->runtime() != Runtime::Python));
  m_scheduler->setWanted(m_runtime->runtime() == Runtime::Python && model() == Model::Distributed);
  const bool has_start_method = model() == Model::Processes || model() == Model::Hybrid;
  m_start_method->setWanted(has_start_method && m_api->chosen() != "joblib");
  Experiment chosen;
  chosen.runtime = m_runtime->runtime();
  chosen.interpreter_name = m_runtime->python() != nullptr ? m_runtime->python()->name : std::string();
  // Workers that are another's keep the interval they have.
  const bool is_elsewhere = m_scheduler->isWanted() && !m_scheduler->scheduler().empty();
  m_interval->setWanted(hasGil(chosen) && !is_elsewhere);
}

void ExperimentPanel::showPython() {
  const std::vector<Choice> apis = apiChoices(model(), m_runtime->python());
  m_api->setChoices(apis, explained(apis));
  m_api->setWanted(m_runtime->python() != nullptr && apis.size() > 1);
  // The one way there is, and not even that.
  m_model->setNote(m_runtime->python() != nullptr && m_api->chosen().isEmpty() ? apis.front().explanation : QString());
}

std::optional<ExperimentPanel::OwnFile> ExperimentPanel::ownFile() const {
  const auto* file = dynamic_cast<const TextField*>(current().field("file"));
  if (m_runtime->python() == nullptr || file == nullptr || file->text().isEmpty()) {
    return std::nullopt;
  }
  return OwnFile{m_runtime->python()->path, file->text().toStdString()};
}

void ExperimentPanel::offerFunctions(const QStringList& names, const QString& note) {
  m_functions = names;
  m_functions_note = note;
  for (const WorkloadFields* fields : m_workload_fields) {
    if (fields != nullptr) {
      offerFunctions(*fields);
    }
  }
}

Result<Experiment> ExperimentPanel::experiment() const {
  if (const QString problem = m_grid->problem(); !problem.isEmpty()) {
    return fail(ErrorCode::OutOfRange, problem.toStdString());
  }
  Experiment chosen;
  chosen.runtime = m_runtime->runtime();
  chosen.model = model();
  if (const PythonOffer* offer = m_runtime->python()) {
    chosen.interpreter = offer->path;
    chosen.interpreter_name = offer->name;
    chosen.api = m_api->chosen().toStdString();
    chosen.scheduler = m_scheduler->isWanted() ? m_scheduler->scheduler() : std::string();
    if (chosen.api.empty()) {
      return fail(ErrorCode::NotFound, apiChoices(chosen.model, offer).front().explanation.toStdString());
    }
  }
  chosen.workload = m_workload->chosen().toStdString();
  chosen.parameters = current().values();
  chosen.workers = m_workers->workers().value_or(1);
  chosen.jobs = static_cast<int>(std::get<std::int64_t>(m_jobs->value().value_or(std::int64_t{chosen.jobs})));
  chosen.switch_interval_ms = m_interval->interval_ms().value_or(chosen.switch_interval_ms);
  chosen.start_method = startMethodNamed(m_start_method->chosen().toStdString()).value_or(chosen.start_method);
  if (const auto timeout = m_timeout->value()) {
    chosen.timeout_s = std::get<double>(*timeout);
  }
  chosen.seed = m_seed;
  return checked(std::move(chosen));
}

void ExperimentPanel::setExperiment(const Experiment& experiment) {
  m_runtime->setExperiment(experiment);
  m_workload->choose(QString::fromStdString(experiment.workload));
  makeFields();
  showWanted();  // which models and ways there are
  m_model->choose(QString::fromStdString(name(experiment.model)));
  showWanted();
  m_api->choose(QString::fromStdString(experiment.api));
  m_scheduler->setText(QString::fromStdString(experiment.scheduler));
  current().setValues(experiment.parameters);
  m_jobs->setValue(std::int64_t{experiment.jobs});
  const auto info = workloadNamed(experiment.workload);
  m_are_jobs_typed = info && (*info)->usual_jobs != experiment.jobs;
  m_workers->setWorkers(experiment.workers);
  m_interval->setInterval_ms(experiment.switch_interval_ms);
  m_start_method->choose(QString::fromStdString(name(experiment.start_method)));
  m_timeout->clear();
  if (experiment.timeout_s) {
    m_timeout->setValue(*experiment.timeout_s);
  }
  m_seed = experiment.seed;
  showWanted();
  showWorkload();
}

void ExperimentPanel::reset() {
  setExperiment(firstExperiment());
}

}  // namespace interleave::ui
