// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/experiment_panel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <iterator>

#include "core/experiment/catalogue.h"
#include "ui/window/choice_field.h"
#include "ui/window/field_grid.h"
#include "ui/window/interval_field.h"
#include "ui/window/number_field.h"
#include "ui/window/scheduler_field.h"
#include "ui/window/section_head.h"
#include "ui/window/tab_order.h"
#include "ui/window/text_field.h"
#include "ui/window/workers_field.h"
#include "ui/window/workload_fields.h"

namespace interleave::ui {
namespace {

template <class Enum>
Choice choiceOf(Enum value, const QString& text, const QString& explanation) {
  return {QString::fromStdString(name(value)), text, explanation};
}

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

  m_runtime = choiceField("Runtime", FieldWidth::Full, runtimeChoices({}));
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
  connect(m_runtime, &Field::edited, this, &ExperimentPanel::runtimeChosen);
  for (Field* field : {static_cast<Field*>(m_model), static_cast<Field*>(m_api), static_cast<Field*>(m_scheduler)}) {
    connect(field, &Field::edited, this, [this] {
      showWanted();
      emit changed();
    });
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
  if (info && (*info)->needs_python && runtime() != Runtime::Python) {
    const auto usable =
        std::find_if(m_pythons.begin(), m_pythons.end(), [](const PythonOffer& one) { return one.problem.empty(); });
    if (usable != m_pythons.end()) {
      m_runtime->choose(runtimeChoice(Runtime::Python, usable->path));
    }
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

Runtime ExperimentPanel::runtime() const {
  const QString chosen = m_runtime->chosen();
  return interpreterOf(chosen) ? Runtime::Python : runtimeNamed(chosen.toStdString()).value_or(Runtime::Native);
}

Model ExperimentPanel::model() const {
  return modelNamed(m_model->chosen().toStdString()).value_or(Model::Threads);
}

const PythonOffer* ExperimentPanel::python() const {
  const auto path = interpreterOf(m_runtime->chosen());
  const auto found = std::find_if(m_pythons.begin(), m_pythons.end(),
                                  [&](const PythonOffer& one) { return path && one.path == *path; });
  return found == m_pythons.end() ? nullptr : &*found;
}

const PythonOffer* ExperimentPanel::realPython() const {
  return python() != nullptr ? python() : newestWithGil(m_pythons);
}

void ExperimentPanel::runtimeChosen() {
  if (m_runtime->chosen() == kChooseInterpreter) {
    m_runtime->choose(m_runtime_before);
    emit interpreterWanted();
    return;
  }
  m_runtime->setNote({});
  showWanted();
  emit changed();
}

void ExperimentPanel::showWanted() {
  m_runtime_before = m_runtime->chosen();
  const std::vector<Choice> models = modelChoices(runtime(), m_workload->chosen().toStdString());
  const QString before = m_model->chosen();
  m_model->setChoices(models, explained(models));
  if (m_model->chosen() != before) {
    m_model->choose(QString::fromStdString(name(Model::Threads)));
  }
  showPython();
  m_workers->setSerial(model() == Model::Serial || (model() == Model::EventLoop && runtime() != Runtime::Python));
  m_scheduler->setWanted(runtime() == Runtime::Python && model() == Model::Distributed);
  const bool has_start_method = model() == Model::Processes || model() == Model::Hybrid;
  m_start_method->setWanted(has_start_method && m_api->chosen() != "joblib");
  Experiment chosen;
  chosen.runtime = runtime();
  chosen.interpreter_name = python() != nullptr ? python()->name : std::string();
  // Workers that are another's keep the interval they have.
  const bool is_elsewhere = m_scheduler->isWanted() && !m_scheduler->scheduler().empty();
  m_interval->setWanted(hasGil(chosen) && !is_elsewhere);
}

void ExperimentPanel::showPython() {
  const std::vector<Choice> apis = apiChoices(model(), python());
  m_api->setChoices(apis, explained(apis));
  m_api->setWanted(python() != nullptr && apis.size() > 1);
  // The one way there is, and not even that.
  m_model->setNote(python() != nullptr && m_api->chosen().isEmpty() ? apis.front().explanation : QString());
}

void ExperimentPanel::showRuntimes() {
  const std::vector<Choice> choices = runtimeChoices(m_pythons);
  m_runtime->setChoices(choices, explained(choices));
}

void ExperimentPanel::setPythons(const std::vector<PythonInterpreter>& pythons) {
  const auto chosen = interpreterOf(m_runtime->chosen());
  std::vector<PythonOffer> offers;
  std::transform(pythons.begin(), pythons.end(), std::back_inserter(offers), PythonOffer::of);
  const auto again =
      std::find_if(offers.begin(), offers.end(), [&](const PythonOffer& one) { return chosen && one.path == *chosen; });
  QString note;
  if (again != offers.end() && !again->problem.empty()) {
    const std::string was = python() != nullptr ? python()->name : again->name;
    note = QString::fromStdString(was + " can't be used any more: " + again->problem);
  } else if (chosen && again == offers.end() && python() != nullptr) {
    offers.push_back(*python());
    offers.back().packages.reset();
  } else if (std::none_of(offers.begin(), offers.end(), [](const auto& one) { return one.problem.empty(); })) {
    note = "No CPython 3.8 or newer was found here.";
  }
  m_pythons = std::move(offers);
  m_are_pythons_known = true;
  showRuntimes();
  m_runtime->setNote(note);
  showWanted();
  emit changed();
}

void ExperimentPanel::chooseInterpreter(const std::string& path) {
  const auto found =
      std::find_if(m_pythons.begin(), m_pythons.end(), [&](const PythonOffer& one) { return one.path == path; });
  if (found == m_pythons.end()) {
    return;
  }
  if (!found->problem.empty()) {
    m_runtime->setNote(QString::fromStdString(found->problem));
    return;
  }
  m_runtime->choose(runtimeChoice(Runtime::Python, path));
  runtimeChosen();
}

std::optional<std::string> ExperimentPanel::unknownInterpreter() const {
  const PythonOffer* offer = python();
  return offer != nullptr && !offer->packages ? std::optional(offer->path) : std::nullopt;
}

std::optional<ExperimentPanel::OwnFile> ExperimentPanel::ownFile() const {
  const auto* file = dynamic_cast<const TextField*>(current().field("file"));
  if (python() == nullptr || file == nullptr || file->text().isEmpty()) {
    return std::nullopt;
  }
  return OwnFile{python()->path, file->text().toStdString()};
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
  chosen.runtime = runtime();
  chosen.model = model();
  if (const PythonOffer* offer = python()) {
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
  m_runtime->setNote({});
  if (experiment.runtime == Runtime::Python) {
    const auto isIt = [&](const PythonOffer& one) { return one.path == experiment.interpreter; };
    if (!m_are_pythons_known && !experiment.interpreter_name.empty() &&
        std::none_of(m_pythons.begin(), m_pythons.end(), isIt)) {
      m_pythons.push_back({experiment.interpreter, experiment.interpreter_name, {}, std::nullopt, {}});
      showRuntimes();
    }
  }
  m_runtime->choose(runtimeChoice(experiment.runtime, experiment.interpreter));
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
