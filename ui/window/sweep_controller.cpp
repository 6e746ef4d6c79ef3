// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/sweep_controller.h"

#include <algorithm>
#include <utility>

#include "core/base/number_text.h"
#include "ui/window/experiment_panel.h"
#include "ui/window/live_controller.h"
#include "ui/window/shown_runs.h"
#include "ui/window/sweep_form.h"
#include "ui/window/sweep_page.h"

namespace interleave::ui {
namespace {

constexpr int kTick_ms = 250;

QString counted(std::size_t runs) {
  return QString::fromStdString(groupedDigits(static_cast<std::int64_t>(runs))) + (runs == 1 ? " run" : " runs");
}

// What a person may not have thought of.
QString noteOf(const Sweep& sweep) {
  const Experiment& base = sweep.plan().base;
  for (const SweepSeries& series : sweep.series()) {
    for (const SweepPoint& point : series.points) {
      if (sweep.isOfWorkers() && point.experiment.effectiveWorkers() > point.experiment.jobs) {
        return QString(" · only %1 jobs: more workers have nothing to do").arg(base.jobs);
      }
    }
  }
  return {};
}

}  // namespace

SweepController::SweepController(Parts parts)
    : m_parts(parts), m_runner(parts.monitor), m_export(parts.window, parts.settings) {
  SweepForm& form = m_parts.page.form();
  connect(&form, &SweepForm::changed, this, [this] {
    m_parts.settings.setSweepChoices(m_parts.page.form().choices());
    showAvailable();
  });
  connect(&form, &SweepForm::runWanted, this, &SweepController::run);
  connect(&form, &SweepForm::cancelWanted, this, &SweepController::cancel);
  connect(&m_parts.experiment, &ExperimentPanel::changed, this, &SweepController::choose);
  connect(&m_parts.live, &LiveController::availableChanged, this, &SweepController::showAvailable);
  connect(&m_parts.page, &SweepPage::runWanted, this, &SweepController::showRun);
  connect(&m_parts.results, &SweepResults::copyWanted, this, [this] {
    m_parts.page.copyTable();
    m_parts.results.say("Copied.");
  });
  connect(&m_parts.results, &SweepResults::exportWanted, this, [this](SweepResults::Export what) {
    if (m_sweep) {
      m_export.ask(*m_sweep, m_parts.page.quantity(), what);
    }
  });
  connect(&m_export, &SweepExport::told, &m_parts.results, &SweepResults::say);
  connect(&m_runner, &SweepRunner::ended, this, &SweepController::take);
  connect(&m_runner, &SweepRunner::refused, this, &SweepController::refuse);
  m_tick.setInterval(kTick_ms);
  // Of short runs there are many a second: plot and findings follow at the eye's pace.
  connect(&m_tick, &QTimer::timeout, this, [this] {
    showMeasured();
    showProgress();
  });
}

SweepController::~SweepController() {
  m_parts.page.setSweep(nullptr);
}

void SweepController::restore() {
  m_parts.page.form().setChoices(m_parts.settings.sweepChoices());
  choose();
}

void SweepController::choose() {
  if (const auto experiment = m_parts.experiment.experiment(); experiment && !m_is_sweeping) {
    m_parts.page.form().setExperiment(*experiment);
  }
  showAvailable();
}

void SweepController::showAvailable() {
  SweepForm& form = m_parts.page.form();
  if (m_is_sweeping) {
    form.setState(false, true);
    return;
  }
  const auto experiment = m_parts.experiment.experiment();
  const auto made = !experiment ? Result<Sweep>(tl::unexpected(experiment.error())) : form.plan().and_then(Sweep::make);
  form.setState(made.has_value() && !m_parts.live.isBusy(), false);
  if (!made) {
    m_parts.page.say(QString::fromStdString(made.error().message), SweepPage::Tone::Problem);
  } else if (const Status has_room = checkRoom(*made); !has_room) {
    m_parts.page.say(asSentence(QString::fromStdString(has_room.error().message)), SweepPage::Tone::Problem);
  } else {
    m_parts.page.say(
        counted(made->runs()) + " of " +
        QString::fromStdString(describeWork(made->plan().base) + " · " + label(made->plan().base.runtime)) +
        noteOf(*made));
  }
}

void SweepController::run() {
  const auto experiment = m_parts.experiment.experiment();
  if (m_is_sweeping || m_parts.live.isBusy() || !experiment) {
    return;
  }
  auto made = m_parts.page.form().plan().and_then(Sweep::make);
  if (!made || !checkRoom(*made)) {
    showAvailable();  // says why not
    return;
  }
  m_runner.discard(m_runs.clear());
  m_parts.page.setSweep(nullptr);
  m_sweep = std::move(*made);
  m_is_sweeping = true;
  m_is_cancelled = false;
  m_parts.live.occupy([this] { cancel(); }, "sweeping…");
  m_parts.page.setSweep(&*m_sweep);
  m_parts.results.showSweep(&*m_sweep);
  m_parts.results.say({});
  m_parts.settings.setSweepChoices(m_parts.page.form().choices());
  m_tick.start();
  showAvailable();
  emit changed();
  next();
}

void SweepController::cancel() {
  if (m_is_sweeping && !m_is_cancelled) {
    m_is_cancelled = true;
    m_runner.cancel();
    showProgress();
  }
}

void SweepController::next() {
  const auto step = m_sweep->next();
  if (!step || m_is_cancelled) {
    finish();
    return;
  }
  m_since_run.start();
  m_runner.start(m_sweep->at(*step).experiment);
  showProgress();
}

void SweepController::take(const FindingsPtr& findings) {
  const SweepStep step = *m_sweep->next();
  const bool was_cancelled = findings->outcome && findings->outcome->kind == OutcomeKind::Cancelled;
  if (was_cancelled) {
    finish();
    return;
  }
  m_sweep->add(recordOf(m_sweep->at(step).experiment, *findings));
  m_runner.discard(m_runs.keep(step, findings));
  goOn(step);
}

void SweepController::refuse(const Error& error) {
  const SweepStep step = *m_sweep->next();
  m_sweep->addProblem(error.message);
  goOn(step);
}

void SweepController::goOn(const SweepStep& step) {
  m_parts.page.pointChanged(step);
  m_is_stale = true;
  next();
}

void SweepController::finish() {
  m_is_sweeping = false;
  m_tick.stop();
  m_parts.page.setProgress(0, 0);
  showMeasured();
  m_parts.live.release(
      m_is_cancelled
          ? QString("sweep cancelled after %1 of %2 runs, which are kept").arg(m_sweep->runsDone()).arg(m_sweep->runs())
          : "sweep finished: " + counted(m_sweep->runsDone()));
  choose();
  emit changed();
}

void SweepController::showMeasured() {
  if (std::exchange(m_is_stale, false)) {
    m_parts.page.refresh();
    m_parts.results.showSweep(&*m_sweep);
  }
}

void SweepController::showProgress() {
  if (!m_is_sweeping) {
    return;
  }
  m_parts.page.setProgress(m_sweep->runsDone(), m_sweep->runs());
  const auto step = m_sweep->next();
  if (m_is_cancelled || !step) {
    m_parts.page.say(m_is_cancelled ? "Ending the run that goes on…" : "");
    return;
  }
  const SweepPoint& point = m_sweep->at(*step);
  QString text = QString("Run %1 of %2: %3, %4 = %5")
                     .arg(m_sweep->runsDone() + 1)
                     .arg(m_sweep->runs())
                     .arg(QString::fromStdString(label(point.experiment.model)),
                          QString::fromStdString(m_sweep->plan().key), QString::fromStdString(point.value));
  if (const auto left = m_sweep->left_s()) {
    const double now = std::max(0.0, *left - static_cast<double>(m_since_run.elapsed()) / 1000.0);
    text += QString(" · about %1 s left").arg(now, 0, 'f', now < 10.0 ? 1 : 0);
  }
  m_parts.page.say(text);
}

void SweepController::showRun(std::size_t series, std::size_t point) {
  SweepRuns::Kept* kept = m_runs.find(series, point);
  if (kept == nullptr) {
    const SweepPoint& of = m_sweep->series()[series].points[point];
    m_parts.page.say(of.problem.empty() && !of.isMeasured() ? QString("That point was not measured.")
                     : of.problem.empty()
                         ? QString("That run's trace is gone: the newest %1 are kept, as far as memory goes.")
                               .arg(SweepRuns::kMostRuns)
                         : QString::fromStdString(of.problem),
                     SweepPage::Tone::Problem);
    return;
  }
  if (!kept->on_shelf || m_parts.shelf.run(*kept->on_shelf) == nullptr) {
    kept->on_shelf = m_parts.shelf.add(RunSubject(m_sweep->series()[series].points[point].experiment));
    m_parts.shelf.setFindings(*kept->on_shelf, kept->findings, Moment::End);
  }
  m_parts.shown.showAlone(*kept->on_shelf);
  emit runShown();
}

void SweepController::savePicture() {
  if (hasPicture()) {
    m_export.ask(*m_sweep, m_parts.page.quantity(), SweepResults::Export::Picture);
  }
}

}  // namespace interleave::ui
