// SPDX-License-Identifier: GPL-3.0-or-later
// What a sweep showed: the verdict, what was found of each model, and where to take it.
#pragma once

#include <QWidget>

#include "core/session/sweep.h"

class QLabel;
class QPushButton;

namespace interleave::ui {

class VerdictCard;

class SweepResults : public QWidget {
  Q_OBJECT
 public:
  enum class Export { Picture, Csv, Json };

  explicit SweepResults(QWidget* parent = nullptr);

  /// Null: nothing was swept yet.
  void showSweep(const Sweep* sweep);
  /// What became of an export.
  void say(const QString& text);

 signals:
  void exportWanted(interleave::ui::SweepResults::Export what);
  void copyWanted();

 private:
  VerdictCard* m_verdict = nullptr;
  QLabel* m_sentences = nullptr;
  QLabel* m_message = nullptr;
  std::vector<QPushButton*> m_exports;
};

}  // namespace interleave::ui
