// SPDX-License-Identifier: GPL-3.0-or-later
// Says how alike two runs are whenever exactly two are shown that can be held against each other: the same work under
// the emulated GIL and in CPython, both done. Computed off the GUI's thread. Threading: the GUI thread.
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <optional>
#include <utility>

#include "core/trace/likeness.h"
#include "ui/window/run_shelf.h"

namespace interleave::ui {

class LikenessCard;
class ShownRuns;

class LikenessController : public QObject {
  Q_OBJECT
 public:
  /// REQUIRES: both outlive this.
  LikenessController(ShownRuns& shown, LikenessCard& card);
  ~LikenessController() override;

  /// "Emulated against real, 0.97 alike: ...", for a picture of what is shown; empty where the card is hidden.
  QString remark() const;

 private:
  void look();
  void computed();

  ShownRuns& m_shown;
  LikenessCard& m_card;
  std::optional<std::pair<RunId, RunId>> m_pair;  // that the card is of, or that is being computed
  std::optional<LikenessReport> m_report;
  QFutureWatcher<LikenessReport> m_computing;
};

}  // namespace interleave::ui
