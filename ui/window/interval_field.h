// SPDX-License-Identifier: GPL-3.0-or-later
// The switch interval: a slider over powers of ten, and the exact value beside it.
#pragma once

#include <optional>

#include "ui/window/field.h"
#include "ui/window/number_edit.h"

class QSlider;

namespace interleave::ui {

class IntervalField : public Field {
  Q_OBJECT
 public:
  IntervalField();

  std::optional<double> interval_ms() const;
  /// Does not count as edited.
  void setInterval_ms(double interval_ms);
  QString problem() const override { return m_edit->problem(); }

 private:
  void slideTo(double interval_ms);

  QSlider* m_slider = nullptr;
  NumberEdit* m_edit = nullptr;
};

}  // namespace interleave::ui
