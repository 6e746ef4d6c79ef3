// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/field.h"

#include <QLabel>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/window/window_theme.h"

namespace interleave::ui {

Field::Field(const QString& name, FieldWidth width) : m_name(name), m_width(width) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  m_label = new QLabel(this);
  m_label->setProperty("role", "quiet");
  m_label->setFont(smallFont());
  m_label->setText(m_name);
  column->addWidget(m_label);
}

void Field::setControl(QWidget* control, const QString& explanation, QLayout* row) {
  m_control = control;
  control->setAccessibleName(m_name);
  setExplanation(explanation);
  m_label->setBuddy(control);
  auto* column = static_cast<QVBoxLayout*>(layout());
  if (row != nullptr) {
    column->addLayout(row);
  } else {
    column->addWidget(control);
  }
}

void Field::setExplanation(const QString& explanation) {
  m_control->setAccessibleDescription(explanation);
  m_control->setToolTip(explanation);
  m_label->setToolTip(explanation);
}

void Field::setNote(const QString& note) {
  if (m_note == nullptr) {
    m_note = new QLabel(this);
    m_note->setProperty("role", "quiet");
    m_note->setFont(smallFont());
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    layout()->addWidget(m_note);
  }
  m_note->setText(note);
  m_note->setVisible(!note.isEmpty());
}

void Field::setWanted(bool is_wanted) {
  if (is_wanted != m_is_wanted) {
    m_is_wanted = is_wanted;
    emit wantedChanged();
  }
}

void Field::setMnemonicAt(int at) {
  QString text = m_name;
  m_label->setText(at < 0 ? text : text.insert(at, '&'));
}

void Field::markProblem() {
  emit problemChanged();
  const bool is_valid = problem().isEmpty();
  const QVariant before = m_control->property("valid");
  if (before.isValid() ? before.toBool() == is_valid : is_valid) {
    return;
  }
  m_control->setProperty("valid", is_valid);
  m_control->style()->unpolish(m_control);
  m_control->style()->polish(m_control);
  m_control->update();
}

}  // namespace interleave::ui
