// SPDX-License-Identifier: GPL-3.0-or-later
// A number of the experiment: a parameter of the workload, the jobs, the time limit.
#pragma once

#include <optional>

#include "ui/window/field.h"
#include "ui/window/number_edit.h"

namespace interleave::ui {

class NumberField : public Field {
  Q_OBJECT
 public:
  NumberField(const ParameterSpec& spec, FieldWidth width);

  std::optional<ParameterValue> value() const { return m_edit->value(); }
  /// Does not count as edited.
  void setValue(const ParameterValue& value);
  /// An empty line means "not set" and reads as `placeholder`.
  void setOptional(const QString& placeholder) { m_edit->setOptional(placeholder); }
  void clear();
  QString problem() const override { return m_edit->problem(); }

 private:
  NumberEdit* m_edit = nullptr;
};

}  // namespace interleave::ui
