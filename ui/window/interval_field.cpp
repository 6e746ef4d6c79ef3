// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/interval_field.h"

#include <QHBoxLayout>

namespace interleave::ui {

IntervalField::IntervalField()
    : Field("Switch interval", FieldWidth::Full), m_control(new IntervalControl("Switch interval")) {
  auto* row = new QHBoxLayout;
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(m_control);
  setControl(&m_control->edit(), QString::fromStdString(m_control->edit().spec().explanation), row);
  connect(m_control, &IntervalControl::problemChanged, this, &IntervalField::markProblem);
  connect(m_control, &IntervalControl::edited, this, &Field::edited);
}

}  // namespace interleave::ui
