// SPDX-License-Identifier: GPL-3.0-or-later
// One choice of the experiment: a label above its control. A field knows what is wrong with what was typed into it; the
// grid it stands in shows that.
#pragma once

#include <QString>
#include <QWidget>

class QLabel;
class QLayout;

namespace interleave::ui {

enum class FieldWidth { Half, Full };

class Field : public QWidget {
  Q_OBJECT
 public:
  QString name() const { return m_name; }
  FieldWidth width() const { return m_width; }
  /// What is wrong and what would be right, in one line; empty when nothing is.
  virtual QString problem() const { return {}; }
  /// Whether the experiment at hand has this choice at all.
  bool isWanted() const { return m_is_wanted; }
  void setWanted(bool is_wanted);
  /// The letter of the name that Alt picks.
  void setMnemonicAt(int at);
  QWidget* control() const { return m_control; }
  /// A quiet line below the control; empty: none.
  void setNote(const QString& note);

 signals:
  void edited();
  void problemChanged();
  void wantedChanged();

 protected:
  Field(const QString& name, FieldWidth width);
  /// The control proper, which gets the field's accessible name and its explanation. `row`: what it stands in, where
  /// that is more than the control. Once.
  void setControl(QWidget* control, const QString& explanation, QLayout* row = nullptr);
  void setExplanation(const QString& explanation);
  /// Marks the control as in error, or not.
  void markProblem();

 private:
  QString m_name;
  FieldWidth m_width;
  bool m_is_wanted = true;
  QLabel* m_label = nullptr;
  QLabel* m_note = nullptr;
  QWidget* m_control = nullptr;
};

}  // namespace interleave::ui
