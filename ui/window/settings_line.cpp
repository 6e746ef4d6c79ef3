// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/settings_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/window/elided_label.h"
#include "ui/window/interval_control.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

constexpr int kInterval_px = 220;  // slider and number

}  // namespace

SettingsLine::SettingsLine(QWidget* parent) : QFrame(parent), m_text(new ElidedLabel) {
  setObjectName("settingsLine");
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(14, 4, 8, 4);
  row->setSpacing(10);
  m_text->setProperty("role", "quiet");
  m_text->setFont(smallFont());
  m_text->setAccessibleName("Settings of the run that is shown");
  m_reuse = new QPushButton("Use these settings");
  m_reuse->setProperty("role", "link");
  m_reuse->setFont(smallFont());
  m_reuse->setToolTip("Set the experiment to what this run was set to");
  m_interval_name = new QLabel("Switch interval");
  m_interval_name->setFont(smallFont());
  m_interval_name->setProperty("role", "quiet");
  m_interval = new IntervalControl("Live switch interval");
  m_interval->setFixedWidth(kInterval_px);
  m_interval_name->setBuddy(&m_interval->edit());
  row->addWidget(m_text, 1);
  row->addWidget(m_interval_name);
  row->addWidget(m_interval);
  row->addWidget(m_reuse);
  connect(m_reuse, &QPushButton::clicked, this, &SettingsLine::reuseWanted);
  showInterval(false);
  setSettings({});
}

void SettingsLine::showInterval(bool is_shown) {
  m_interval_name->setVisible(is_shown);
  m_interval->setVisible(is_shown);
}

void SettingsLine::setReusable(bool is_reusable) {
  m_reuse->setVisible(is_reusable);
}

void SettingsLine::setSettings(const QString& text) {
  m_text->setText(text);
  setVisible(!text.isEmpty());
}

}  // namespace interleave::ui
