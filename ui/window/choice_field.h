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
};

class ChoiceField : public Field {
  Q_OBJECT
 public:
  ChoiceField(const QString& name, FieldWidth width, const std::vector<Choice>& choices, const QString& explanation);

  QString chosen() const;
  /// Does not count as edited. Nothing happens when there is no such choice.
  void choose(const QString& name);

 private:
  QComboBox* m_box = nullptr;
};

}  // namespace interleave::ui
