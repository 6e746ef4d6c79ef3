// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/big_number.h"

#include <QLabel>
#include <QVBoxLayout>

#include "ui/window/tabular_label.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {

BigNumber::BigNumber(QWidget* parent)
    : QWidget(parent), m_value(new TabularLabel(Qt::AlignLeft | Qt::AlignVCenter)), m_meaning(new QLabel) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(1);
  m_value->setFont(numberFont());
  m_meaning->setFont(smallFont());
  m_meaning->setProperty("role", "quiet");
  column->addWidget(m_value);
  column->addWidget(m_meaning);
}

void BigNumber::setNumber(const QString& value, const QString& meaning, const QString& explanation) {
  m_value->setText(value);
  m_value->setAccessibleName(meaning);
  m_value->updateGeometry();
  m_meaning->setText(meaning);
  setToolTip(explanation);
}

QString BigNumber::value() const { return m_value->text(); }
QString BigNumber::meaning() const { return m_meaning->text(); }

}  // namespace interleave::ui
