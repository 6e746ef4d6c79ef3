// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/centre_pages.h"

#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "ui/chart/timeline_view.h"
#include "ui/window/settings_line.h"
#include "ui/window/sweep_page.h"
#include "ui/window/tab_order.h"

namespace interleave::ui {

CentrePages::CentrePages(QWidget* parent) : QWidget(parent) {
  m_tabs = new QTabBar(this);
  m_pages = new QStackedWidget(this);
  auto* run = new QWidget(m_pages);
  m_settings_line = new SettingsLine(run);
  m_timeline = new TimelineView(run);
  m_timeline->setObjectName("timeline");
  m_timeline->setAccessibleName("Timeline");
  m_timeline->setEmptyText("Press Run to see when each worker ran and what the others waited for");
  auto* run_column = new QVBoxLayout(run);
  run_column->setContentsMargins(0, 0, 0, 0);
  run_column->setSpacing(0);
  run_column->addWidget(m_settings_line);
  run_column->addWidget(m_timeline, 1);
  m_own_sweep = std::make_unique<SweepPage>();
  m_sweep = m_own_sweep.get();
  m_tabs->setObjectName("centreTabs");
  m_tabs->setAccessibleName("What the centre shows");
  m_tabs->setDrawBase(false);
  m_tabs->setExpanding(false);
  m_tabs->addTab("Timeline");
  m_tabs->addTab("Sweep");
  m_tabs->setTabToolTip(0, "When each worker of a run ran (Ctrl+4)");
  m_tabs->setTabToolTip(1, "One experiment over a list of values: how far more workers pay (Ctrl+5)");
  m_pages->addWidget(run);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_tabs);
  column->addWidget(m_pages, 1);
  connect(m_tabs, &QTabBar::currentChanged, this, [this](int page) {
    addSweep();
    m_pages->setCurrentIndex(page);
    emit pageChanged(static_cast<Page>(page));
  });
}

CentrePages::~CentrePages() = default;

void CentrePages::addSweep() {
  if (m_own_sweep) {
    m_pages->addWidget(m_own_sweep.release());
    tabInto(*m_sweep, m_timeline);
  }
}

CentrePages::Page CentrePages::page() const {
  return static_cast<Page>(m_tabs->currentIndex());
}

void CentrePages::setPage(Page page) {
  m_tabs->setCurrentIndex(static_cast<int>(page));
}

}  // namespace interleave::ui
