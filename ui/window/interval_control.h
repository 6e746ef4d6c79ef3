// SPDX-License-Identifier: GPL-3.0-or-later
// A switch interval: a slider over powers of ten, and the exact value beside it.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/window/number_edit.h"

class QSlider;

namespace interleave::ui {

class IntervalControl : public QWidget {
  Q_OBJECT
 public:
  /// `name`: for a screen reader.
  explicit IntervalControl(const QString& name, QWidget* parent = nullptr);

  std::optional<double> interval_ms() const;
  /// Does not count as edited.
  void setInterval_ms(double interval_ms);
  QString problem() const { return m_edit->problem(); }
  NumberEdit& edit() const { return *m_edit; }
  bool hasFocusWithin() const;

 signals:
  /// By a person, maybe into something invalid.
  void edited();
  void problemChanged();

 private:
  void slideTo(double interval_ms);

  QSlider* m_slider = nullptr;
  NumberEdit* m_edit = nullptr;
};

}  // namespace interleave::ui
