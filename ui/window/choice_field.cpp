// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/choice_field.h"

#include <QComboBox>
#include <QListView>
#include <QSignalBlocker>

#include "ui/window/calm_wheel.h"

namespace interleave::ui {

ChoiceField::ChoiceField(const QString& name, FieldWidth width, const std::vector<Choice>& choices,
                         const QString& explanation)
    : Field(name, width), m_box(new QComboBox) {
  m_box->setView(new QListView(m_box));  // the style's own view ignores the sheet's item heights
  m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_box->setMinimumContentsLength(6);
  m_box->setMaxVisibleItems(16);
  ignoreWheel(*m_box);
  for (const Choice& choice : choices) {
    m_box->addItem(choice.label, choice.name);
    m_box->setItemData(m_box->count() - 1, choice.explanation, Qt::ToolTipRole);
  }
  setControl(m_box, explanation);
  connect(m_box, &QComboBox::currentIndexChanged, this, &Field::edited);
}

QString ChoiceField::chosen() const { return m_box->currentData().toString(); }

void ChoiceField::choose(const QString& name) {
  const QSignalBlocker quiet(m_box);
  if (const int at = m_box->findData(name); at >= 0) {
    m_box->setCurrentIndex(at);
  }
}

}  // namespace interleave::ui
