// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/settings_line.h"

#include <QHBoxLayout>
#include <QPushButton>

#include "ui/window/elided_label.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {

SettingsLine::SettingsLine(QWidget* parent) : QFrame(parent), m_text(new ElidedLabel) {
  setObjectName("settingsLine");
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(14, 4, 8, 4);
  row->setSpacing(10);
  m_text->setProperty("role", "quiet");
  m_text->setFont(smallFont());
  m_text->setAccessibleName("Settings of the run that is shown");
  auto* reuse = new QPushButton("Use these settings");
  reuse->setProperty("role", "link");
  reuse->setFont(smallFont());
  reuse->setToolTip("Set the experiment to what this run was set to");
  row->addWidget(m_text, 1);
  row->addWidget(reuse);
  connect(reuse, &QPushButton::clicked, this, &SettingsLine::reuseWanted);
  setSettings({});
}

void SettingsLine::setSettings(const QString& text) {
  m_text->setText(text);
  setVisible(!text.isEmpty());
}

}  // namespace interleave::ui
