// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/text_field.h"

#include <QAction>
#include <QCompleter>
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

void TextField::setSuggestions(const QStringList& texts) {
  if (texts == m_suggestions) {
    return;
  }
  m_suggestions = texts;
  auto* completer = texts.isEmpty() ? nullptr : new QCompleter(texts, m_edit);
  if (completer != nullptr) {
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    connect(completer, qOverload<const QString&>(&QCompleter::activated), this, &Field::edited, Qt::QueuedConnection);
  }
  delete m_edit->completer();
  m_edit->setCompleter(completer);
  if (m_offer == nullptr) {
    m_offer = new QAction(this);
    m_offer->setShortcut(Qt::Key_Down);
    m_offer->setShortcutContext(Qt::WidgetShortcut);
    connect(m_offer, &QAction::triggered, this, &TextField::offerAll);
    m_edit->addAction(m_offer);
  }
  m_offer->setEnabled(completer != nullptr);
}

void TextField::offerAll() {
  m_edit->completer()->setCompletionPrefix({});
  m_edit->completer()->complete();
}

}  // namespace interleave::ui
