// SPDX-License-Identifier: GPL-3.0-or-later
// What a lesson is about, how far it is, and in the end what came out: held against the claim, and against what the
// student expected. Hidden while there is no lesson.
#pragma once

#include <QFrame>
#include <optional>

#include "core/session/article.h"
#include "ui/window/prediction.h"

class QLabel;

namespace interleave::ui {

class LessonCard : public QFrame {
  Q_OBJECT
 public:
  explicit LessonCard(QWidget* parent = nullptr);

  void showRunning(const Article& article, const QString& progress);
  /// It ended before its runs did; `why` is a sentence.
  void showUnfinished(const QString& why);
  void showFinding(const Article& article, const ArticleFinding& finding, const std::optional<Prediction>& prediction,
                   std::optional<int> answer);

 private:
  void say(QLabel* label, const QString& text);

  QLabel* m_claim = nullptr;
  QLabel* m_verdict = nullptr;
  QLabel* m_sentence = nullptr;
  QLabel* m_prediction = nullptr;
};

}  // namespace interleave::ui
