// SPDX-License-Identifier: GPL-3.0-or-later
// A line in which a number is typed as people write it (10^8, 1e6, 1,000,000), with its unit at the right. Up and Down
// step by one of the leading digit, Page Up and Page Down by a factor of ten.
#pragma once

#include <QLineEdit>

#include "core/experiment/parameters.h"

namespace interleave::ui {

class NumberEdit : public QLineEdit {
  Q_OBJECT
 public:
  /// REQUIRES: the spec is of an Integer or a Real.
  explicit NumberEdit(ParameterSpec spec);

  const ParameterSpec& spec() const { return m_spec; }
  /// Nothing while what stands there is not a number within the limits.
  std::optional<ParameterValue> value() const;
  /// Writes it as a person would; does not count as edited.
  void setValue(const ParameterValue& value);
  /// "Jobs: a whole number from 1 to 100,000", or empty when the value is fine.
  QString problem() const;
  /// Whether an empty line is fine too (a choice that may be left out).
  void setOptional(const QString& placeholder);
  QSize minimumSizeHint() const override;

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void step(int key);
  QString written(const ParameterValue& value) const;

  ParameterSpec m_spec;
  bool m_is_optional = false;
};

}  // namespace interleave::ui
