// SPDX-License-Identifier: GPL-3.0-or-later
// The Python program that the current choice amounts to: to read, and to copy with one click; also in
// a window of its own.
// Threading: the GUI thread.
#pragma once

#include <QPointer>
#include <QWidget>

#include "core/experiment/experiment.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace interleave::ui {

class CodeSection : public QWidget {
  Q_OBJECT
 public:
  explicit CodeSection(QWidget* parent = nullptr);

  /// What is chosen; a choice that makes no sense has no program.
  void setExperiment(const Result<Experiment>& experiment);
  QString program() const { return m_program; }

 private:
  void showProgram();

  QString m_program;
  QLabel* m_about = nullptr;
  QPlainTextEdit* m_preview = nullptr;
  QPushButton* m_copy = nullptr;
  QPushButton* m_show = nullptr;
  QPointer<QPlainTextEdit> m_text;  // of the dialog, while that is open
};

}  // namespace interleave::ui
