// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/likeness_controller.h"

#include <QtConcurrent>
#include <algorithm>

#include "ui/window/likeness_card.h"
#include "ui/window/shown_runs.h"

namespace interleave::ui {
namespace {

bool isEmulated(const ShelfRun& run) {
  const Experiment* experiment = run.subject.experiment();
  return experiment != nullptr && experiment->runtime == Runtime::Gil;
}

bool isReal(const ShelfRun& run) {
  const Experiment* experiment = run.subject.experiment();
  return experiment != nullptr && experiment->runtime == Runtime::Python;
}

// The emulated one and the real one, where that is what is shown.
std::optional<std::pair<const ShelfRun*, const ShelfRun*>> pairOf(const std::vector<const ShelfRun*>& shown) {
  const auto is_experiment = [](const ShelfRun* run) { return run->subject.experiment() != nullptr; };
  if (shown.size() != 2 || !std::all_of(shown.begin(), shown.end(), is_experiment) || !shown[0]->hasFinished() ||
      !shown[1]->hasFinished() || !isSameWork(shown[0]->subject, shown[1]->subject) ||
      shown[0]->subject.experiment()->model != shown[1]->subject.experiment()->model) {
    return std::nullopt;
  }
  for (const auto& [one, other] : {std::pair(shown[0], shown[1]), std::pair(shown[1], shown[0])}) {
    if (isEmulated(*one) && isReal(*other)) {
      return std::pair(one, other);
    }
  }
  return std::nullopt;
}

}  // namespace

LikenessController::LikenessController(ShownRuns& shown, LikenessCard& card) : m_shown(shown), m_card(card) {
  connect(&m_shown, &ShownRuns::changed, this, &LikenessController::look);
  connect(&m_computing, &QFutureWatcherBase::finished, this, &LikenessController::computed);
}

LikenessController::~LikenessController() {
  m_computing.waitForFinished();
}

void LikenessController::look() {
  const auto found = pairOf(m_shown.runs());
  const auto ids = found ? std::optional(std::pair(found->first->id, found->second->id)) : std::nullopt;
  if (ids == m_pair) {
    return;
  }
  m_pair = ids;
  m_report.reset();
  m_card.setReport(std::nullopt);
  if (found) {
    m_computing.setFuture(QtConcurrent::run([one = found->first->findings, other = found->second->findings] {
      return likenessReport(traitsOf(*one->snapshot, one->figures), traitsOf(*other->snapshot, other->figures));
    }));
  } else {
    m_computing.setFuture({});
  }
}

void LikenessController::computed() {
  if (m_pair && m_computing.future().resultCount() > 0) {
    m_report = m_computing.result();
    m_card.setReport(m_report);
  }
}

QString LikenessController::remark() const {
  return m_report ? "Emulated against real: " + m_card.text() : QString();
}

}  // namespace interleave::ui
