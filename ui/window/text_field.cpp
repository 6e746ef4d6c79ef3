// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/text_field.h"

#include <QLineEdit>

namespace interleave::ui {
namespace {

constexpr int kMostCharacters = 200;

}  // namespace

TextField::TextField(const QString& name, FieldWidth width, const QString& explanation)
    : Field(name, width), m_edit(new QLineEdit) {
  m_edit->setMaxLength(kMostCharacters);
  setControl(m_edit, explanation);
  connect(m_edit, &QLineEdit::textEdited, this, &Field::edited);
}

QString TextField::text() const { return m_edit->text(); }
void TextField::setText(const QString& text) {
  m_edit->setText(text);
  m_edit->setCursorPosition(0);
}

}  // namespace interleave::ui
