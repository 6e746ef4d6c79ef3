// SPDX-License-Identifier: GPL-3.0-or-later
// Before a lesson: its claim, its runs, and what the student expects of them.
#pragma once

#include <QDialog>
#include <optional>
#include <vector>

#include "core/session/article.h"
#include "ui/window/prediction.h"

class QButtonGroup;
class QCheckBox;
class QLabel;
class QPushButton;

namespace interleave::ui {

class LessonDialog : public QDialog {
  Q_OBJECT
 public:
  /// `pythons`: real ones in which the lesson's runs can be, where they have a Python form.
  /// REQUIRES: the article outlives the dialog.
  LessonDialog(const Article& article, std::optional<Prediction> prediction, const ArticleInterpreters& pythons,
               QWidget* parent);

 signals:
  /// `answer`: which of the prediction's; nothing when it asks nothing or the student would not say.
  void startWanted(std::optional<int> answer, const std::vector<interleave::ArticleRun>& runs);

 private:
  QWidget* answers(const Prediction& prediction);
  std::vector<ArticleRun> runs() const;
  void showRuns();
  void start(std::optional<int> answer);

  const Article& m_article;
  QButtonGroup* m_answers = nullptr;
  ArticleInterpreters m_pythons;
  QCheckBox* m_full = nullptr;
  QCheckBox* m_real = nullptr;
  QLabel* m_runs = nullptr;
  QPushButton* m_start = nullptr;
};

}  // namespace interleave::ui
