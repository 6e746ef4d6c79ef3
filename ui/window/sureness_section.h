// SPDX-License-Identifier: GPL-3.0-or-later
// "How sure is this?": who saw the run that is shown, how exactly, and what was missed. Threading: the GUI thread.
#pragma once

#include <QWidget>

#include "ui/window/run_findings.h"

class QLabel;

namespace interleave::ui {

class FactList;

class SurenessSection : public QWidget {
  Q_OBJECT
 public:
  explicit SurenessSection(QWidget* parent = nullptr);

  /// Null: nothing to show.
  void showRun(const RunFindings* run);
  /// What the last frame of the timeline took.
  void setFrame_ms(double frame_ms);

 private:
  void showFacts(const RunFindings* run, const Measurement& measurement, const QString& limit);
  void showNote(const RunFindings* run, const QString& limit);

  FactList* m_facts = nullptr;
  QLabel* m_note = nullptr;
};

}  // namespace interleave::ui
