// SPDX-License-Identifier: GPL-3.0-or-later
// Before a lesson: its claim, its runs, and what the student expects of them.
#pragma once

#include <QDialog>
#include <optional>

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
  /// REQUIRES: the article outlives the dialog.
  LessonDialog(const Article& article, std::optional<Prediction> prediction, QWidget* parent);

 signals:
  /// `answer`: which of the prediction's; nothing when it asks nothing or the student would not say.
  void startWanted(std::optional<int> answer, interleave::Extent extent);

 private:
  QWidget* answers(const Prediction& prediction);
  void showRuns();
  void start(std::optional<int> answer);

  const Article& m_article;
  QButtonGroup* m_answers = nullptr;
  QCheckBox* m_full = nullptr;
  QLabel* m_runs = nullptr;
  QPushButton* m_start = nullptr;
};

}  // namespace interleave::ui
