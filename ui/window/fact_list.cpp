// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/fact_list.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/window/tabular_label.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {

FactList::FactList(const std::vector<Fact>& facts, QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  for (const Fact& fact : facts) {
    auto* row = new QFrame;
    row->setProperty("role", "fact");
    row->setToolTip(fact.explanation);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 3, 0, 3);
    line->setSpacing(8);
    auto* name = new QLabel(fact.name);
    name->setFont(smallFont());
    auto* value = new TabularLabel(Qt::AlignRight | Qt::AlignVCenter);
    value->setFont(smallFont());
    value->setAccessibleName(fact.name);
    line->addWidget(name);
    line->addStretch(1);
    line->addWidget(value);
    column->addWidget(row);
    m_values.push_back(value);
    m_rows.push_back({row, fact.explanation});
  }
}

void FactList::setValue(std::size_t at, const QString& value) {
  m_values[at]->setText(value);
}

void FactList::setShown(std::size_t at, bool is_shown) {
  m_rows[at].row->setVisible(is_shown);
}

void FactList::setRemark(std::size_t at, const QString& remark) {
  const Row& row = m_rows[at];
  row.row->setToolTip(remark.isEmpty() ? row.explanation : row.explanation + "\n\n" + remark);
}

QString FactList::value(std::size_t at) const {
  return m_values[at]->text();
}

}  // namespace interleave::ui
