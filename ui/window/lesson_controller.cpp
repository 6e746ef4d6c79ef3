// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/lesson_controller.h"

#include <QAction>
#include <algorithm>
#include <utility>

#include "ui/window/experiment_run.h"
#include "ui/window/figures_text.h"
#include "ui/window/lesson_card.h"
#include "ui/window/lesson_dialog.h"
#include "ui/window/live_controller.h"
#include "ui/window/shown_runs.h"
#include "ui/window/window_actions.h"

namespace interleave::ui {

LessonController::LessonController(Parts parts) : m_parts(parts) {
  connect(&m_parts.actions, &WindowActions::lessonsMade, this, [this] {
    const std::vector<QAction*>& lessons = m_parts.actions.lessons();
    for (std::size_t i = 0; i < lessons.size(); ++i) {
      connect(lessons[i], &QAction::triggered, this, [this, i] { ask(articles()[i]); });
    }
    showAvailable();
  });
  connect(&m_parts.live, &LiveController::availableChanged, this, &LessonController::showAvailable);
  connect(&m_parts.live, &LiveController::ended, this, &LessonController::take);
}

void LessonController::showAvailable() {
  for (QAction* lesson : m_parts.actions.lessons()) {
    lesson->setEnabled(!m_parts.live.isBusy());
  }
}

void LessonController::ask(const Article& article) {
  if (m_parts.live.isBusy()) {
    return;
  }
  delete m_dialog;
  m_prediction = predictionFor(article.id);
  m_dialog = new LessonDialog(article, m_prediction, m_pythons, &m_parts.window);
  m_dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(m_dialog, &LessonDialog::startWanted, this,
          [this, &article](std::optional<int> answer, const std::vector<ArticleRun>& runs) {
            begin(article, answer, runs);
          });
  m_dialog->open();
}

void LessonController::begin(const Article& article, std::optional<int> answer, std::vector<ArticleRun> runs) {
  m_article = &article;
  m_answer = answer;
  m_runs = std::move(runs);
  m_ids.clear();
  m_records.clear();
  emit begun();
  startNext();
}

std::vector<RunId> LessonController::drawn(std::size_t most) const {
  std::vector<RunId> found;
  for (const std::size_t place : m_article->shown) {
    if (place < m_ids.size() && m_parts.shelf.run(m_ids[place]) != nullptr) {
      found.push_back(m_ids[place]);
    }
  }
  while (found.size() > most) {
    found.erase(found.begin() + 1);
  }
  return found;
}

void LessonController::startNext() {
  const ArticleRun& next = m_runs[m_ids.size()];
  const QString progress = QString("run %1 of %2").arg(m_ids.size() + 1).arg(m_runs.size());
  m_parts.card.showRunning(*m_article, progress + ": " + QString::fromStdString(next.title) + ".");
  const auto experiment = checked(next.experiment);
  auto run = experiment ? startExperiment(*experiment) : Result<LiveRunPtr>(tl::unexpected(experiment.error()));
  if (!run) {
    m_parts.live.refuse(run.error());
    giveUp(asSentence(QString::fromStdString(run.error().message)));
    return;
  }
  m_ids.push_back(m_parts.live.begin(RunSubject(*experiment, QString::fromStdString(next.title)), std::move(*run),
                                     drawn(RunShelf::kMostCompared - 1), progress + " · "));
}

void LessonController::take(RunId id) {
  if (m_article == nullptr || m_ids.empty() || m_ids.back() != id) {
    return;
  }
  const ShelfRun& run = *m_parts.shelf.run(id);
  const OutcomeKind must_end = m_runs[m_ids.size() - 1].ends;
  if (run.findings->outcome->kind != must_end) {
    giveUp(QString("Run %1 of %2 %3. What was measured is kept.")
               .arg(m_ids.size())
               .arg(m_runs.size())
               .arg(run.findings->ending == RunEnding::Stopped ? "was stopped"
                    : run.hasFinished()                        ? "finished, and was to end as " + outcomeText(must_end)
                                                               : "failed: " + run.findings->end_words));
    return;
  }
  m_parts.live.dismissProblem();
  if (!m_parts.window.isVisible()) {
    giveUp("The window was closed.");
    return;
  }
  m_records.push_back(recordOf(*run.subject.experiment(), *run.findings));
  if (m_ids.size() < m_runs.size()) {
    startNext();
  } else {
    finish();
  }
}

void LessonController::finish() {
  const std::vector<RunId> ids = drawn(RunShelf::kMostCompared);
  const Article& article = *std::exchange(m_article, nullptr);
  // What ended as no run should is what the lesson is about.
  RunId chosen = ids.back();
  for (const std::size_t place : article.shown) {
    if (m_runs[place].ends != OutcomeKind::Finished && std::find(ids.begin(), ids.end(), m_ids[place]) != ids.end()) {
      chosen = m_ids[place];
    }
  }
  m_parts.shown.showTogether(ids, chosen);
  m_parts.card.showFinding(article, article.judge(m_records), m_prediction, m_answer);
}

void LessonController::giveUp(const QString& why) {
  m_article = nullptr;
  m_parts.card.showUnfinished(why);
}

}  // namespace interleave::ui
