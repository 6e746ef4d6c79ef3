// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/text_field.h"

#include <QHBoxLayout>
#include <QLineEdit>

namespace interleave::ui {
TextField::TextField(const QString& name, FieldWidth width, const QString& explanation, int most_characters)
    : Field(name, width), m_edit(new QLineEdit) {
  m_edit->setMaxLength(most_characters);
  setControl(m_edit, explanation);
  connect(m_edit, &QLineEdit::textEdited, this, &Field::edited);
}

TextField::TextField(const QString& name, const QString& explanation, int most_characters, QWidget* beside)
    : Field(name, FieldWidth::Full), m_edit(new QLineEdit) {
  m_edit->setMaxLength(most_characters);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  row->addWidget(m_edit, 1);
  row->addWidget(beside);
  setControl(m_edit, explanation, row);
  connect(m_edit, &QLineEdit::textEdited, this, &Field::edited);
}

QString TextField::text() const {
  return m_edit->text();
}
void TextField::setPlaceholder(const QString& text) {
  m_edit->setPlaceholderText(text);
}
void TextField::setText(const QString& text) {
  m_edit->setText(text);
  m_edit->setCursorPosition(0);
}

}  // namespace interleave::ui
