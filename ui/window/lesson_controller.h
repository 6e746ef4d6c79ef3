// SPDX-License-Identifier: GPL-3.0-or-later
// A lesson from the question to the answer: its runs one after the other, all on one time axis, and what they show.
// Threading: the GUI thread.
#pragma once

#include <QObject>
#include <QPointer>
#include <optional>
#include <utility>
#include <vector>

#include "core/session/article.h"
#include "ui/window/prediction.h"
#include "ui/window/run_shelf.h"

namespace interleave::ui {

class LessonCard;
class LessonDialog;
class LiveController;
class ShownRuns;
class WindowActions;

class LessonController : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    QWidget& window;
    const WindowActions& actions;
    const RunShelf& shelf;
    ShownRuns& shown;
    LiveController& live;
    LessonCard& card;
  };

  /// REQUIRES: the parts outlive this.
  explicit LessonController(Parts parts);

  /// Real interpreters that a lesson can be in.
  void setPythons(ArticleInterpreters pythons) { m_pythons = std::move(pythons); }

 signals:
  /// A lesson has begun: its card should be in sight.
  void begun();

 private:
  void showAvailable();
  void ask(const Article& article);
  void begin(const Article& article, std::optional<int> answer, std::vector<ArticleRun> runs);
  void startNext();
  void take(RunId id);
  void finish();
  void giveUp(const QString& why);
  /// Those begun that the lesson wants to be seen together: the first, against which the others are held, and the
  /// newest.
  std::vector<RunId> drawn(std::size_t most) const;

  Parts m_parts;
  ArticleInterpreters m_pythons;
  const Article* m_article = nullptr;  // of the lesson that goes on
  std::optional<Prediction> m_prediction;
  std::optional<int> m_answer;
  std::vector<ArticleRun> m_runs;
  std::vector<RunId> m_ids;  // begun
  std::vector<RunRecord> m_records;
  QPointer<LessonDialog> m_dialog;
};

}  // namespace interleave::ui
