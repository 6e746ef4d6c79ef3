// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/number_field.h"

namespace interleave::ui {
namespace {

QString explained(const ParameterSpec& spec) {
  return QString::fromStdString(spec.explanation + "\n" + spec.limits() + (spec.unit.empty() ? "" : " " + spec.unit) +
                                (spec.kind == ParameterKind::Integer ? ". 10^8 and 1e6 work too." : ""));
}

}  // namespace

NumberField::NumberField(const ParameterSpec& spec, FieldWidth width)
    : Field(QString::fromStdString(spec.label), width), m_edit(new NumberEdit(spec)) {
  setControl(m_edit, explained(spec));
  connect(m_edit, &QLineEdit::textChanged, this, &NumberField::markProblem);
  connect(m_edit, &QLineEdit::textEdited, this, &Field::edited);
}

void NumberField::setValue(const ParameterValue& value) { m_edit->setValue(value); }

void NumberField::clear() { m_edit->clear(); }

}  // namespace interleave::ui
