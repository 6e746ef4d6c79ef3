// SPDX-License-Identifier: GPL-3.0-or-later
// A choice of one name out of a few, as a dropdown.
#pragma once

#include <QString>
#include <vector>

#include "ui/window/field.h"

class QComboBox;

namespace interleave::ui {

/// What is chosen, what a person reads, and what it means.
struct Choice {
  QString name;
  QString label;
  QString explanation;
  bool is_enabled = true;   // else it is listed, and the explanation says why it can't be chosen
  bool is_command = false;  // does something: chosen by a click or Enter in the open list, passed over by other keys
};

class ChoiceField : public Field {
  Q_OBJECT
 public:
  ChoiceField(const QString& name, FieldWidth width, const std::vector<Choice>& choices, const QString& explanation);

  QString chosen() const;
  /// Does not count as edited. Nothing happens when there is no such choice.
  void choose(const QString& name);
  /// Other choices, of which the one that was chosen stays so if it is among them and enabled, else the first enabled
  /// one. Does not count as edited.
  void setChoices(const std::vector<Choice>& choices, const QString& explanation);

 private:
  void fill(const std::vector<Choice>& choices);

  QComboBox* m_box = nullptr;
};

}  // namespace interleave::ui
