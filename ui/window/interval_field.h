// SPDX-License-Identifier: GPL-3.0-or-later
// The switch interval of the experiment that is chosen.
#pragma once

#include <optional>

#include "ui/window/field.h"
#include "ui/window/interval_control.h"

namespace interleave::ui {

class IntervalField : public Field {
  Q_OBJECT
 public:
  IntervalField();

  std::optional<double> interval_ms() const { return m_control->interval_ms(); }
  /// Does not count as edited.
  void setInterval_ms(double interval_ms) { m_control->setInterval_ms(interval_ms); }
  QString problem() const override { return m_control->problem(); }

 private:
  IntervalControl* m_control = nullptr;
};

}  // namespace interleave::ui
