// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/field_grid.h"

#include <QGridLayout>
#include <QLabel>
#include <QSet>
#include <algorithm>

#include "ui/window/field.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

// Taken by the top bar.
constexpr char kTakenLetters[] = "wyxm";

}  // namespace

FieldGrid::FieldGrid(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setHorizontalSpacing(10);
  m_grid->setVerticalSpacing(0);
  m_grid->setColumnStretch(0, 1);
  m_grid->setColumnStretch(1, 1);
}

void FieldGrid::setFields(std::vector<Field*> fields) {
  for (Field* field : m_fields) {
    if (std::find(fields.begin(), fields.end(), field) == fields.end()) {
      disconnect(field, nullptr, this, nullptr);
      field->hide();
    }
  }
  for (Field* field : fields) {
    if (std::find(m_fields.begin(), m_fields.end(), field) == m_fields.end()) {
      field->setParent(this);
      connect(field, &Field::wantedChanged, this, &FieldGrid::arrange);
      connect(field, &Field::problemChanged, this, &FieldGrid::showProblems);
    }
  }
  m_fields = std::move(fields);
  arrange();
}

void FieldGrid::arrange() {
  while (QLayoutItem* item = m_grid->takeAt(0)) {
    delete item;
  }
  for (const Row& row : m_rows) {
    row.problem->deleteLater();
    row.problem->hide();
  }
  m_rows.clear();
  Field* left = nullptr;
  QWidget* before = nullptr;
  for (Field* field : m_fields) {
    field->setVisible(field->isWanted());
    if (!field->isWanted()) {
      continue;
    }
    if (before != nullptr) {
      setTabOrder(before, field->control());
    }
    before = field->control();
    if (field->width() == FieldWidth::Half && left == nullptr) {
      left = field;
      continue;
    }
    if (field->width() == FieldWidth::Half) {
      addRow({left, field});
    } else {
      if (left != nullptr) {
        addRow({left});
      }
      addRow({field});
    }
    left = nullptr;
  }
  if (left != nullptr) {
    addRow({left});
  }
  pickMnemonics();
  showProblems();
}

void FieldGrid::addRow(std::vector<Field*> fields) {
  const int at = static_cast<int>(m_rows.size()) * 2;
  if (fields.size() == 1) {
    m_grid->addWidget(fields[0], at, 0, 1, 2);
  } else {
    m_grid->addWidget(fields[0], at, 0);
    m_grid->addWidget(fields[1], at, 1);
  }
  auto* problem = new QLabel(this);
  problem->setProperty("role", "problem");
  problem->setFont(smallFont());
  problem->setWordWrap(true);
  problem->setContentsMargins(0, 3, 0, 8);
  problem->hide();
  m_grid->addWidget(problem, at + 1, 0, 1, 2);
  m_grid->setRowMinimumHeight(at + 1, 10);
  m_rows.push_back({std::move(fields), problem});
}

QString FieldGrid::problem() const {
  for (const Field* field : m_fields) {
    if (field->isWanted() && !field->problem().isEmpty()) {
      return field->problem();
    }
  }
  return {};
}

void FieldGrid::showProblems() {
  for (const Row& row : m_rows) {
    QString text;
    for (const Field* field : row.fields) {
      text = text.isEmpty() ? field->problem() : text;
    }
    row.problem->setText(text);
    row.problem->setVisible(!text.isEmpty());
  }
}

void FieldGrid::pickMnemonics() {
  QSet<QChar> taken;
  for (const char letter : QByteArray(kTakenLetters)) {
    taken.insert(QChar(letter));
  }
  for (Field* field : m_fields) {
    if (!field->isWanted()) {
      continue;
    }
    const QString name = field->name().toLower();
    int at = 0;
    while (at < name.size() && (!name[at].isLetter() || taken.contains(name[at]))) {
      ++at;
    }
    field->setMnemonicAt(at < name.size() ? at : -1);
    if (at < name.size()) {
      taken.insert(name[at]);
    }
  }
}

}  // namespace interleave::ui
