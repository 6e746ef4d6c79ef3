// SPDX-License-Identifier: GPL-3.0-or-later
// The centre of the window: the run's timeline and the sweep, one of them in sight, with a tab for each.
#pragma once

#include <QWidget>
#include <memory>

class QStackedWidget;
class QTabBar;

namespace interleave::ui {

class SettingsLine;
class SweepPage;
class TimelineView;

class CentrePages : public QWidget {
  Q_OBJECT
 public:
  enum class Page { Timeline, Sweep };

  explicit CentrePages(QWidget* parent = nullptr);
  ~CentrePages() override;

  SettingsLine& settingsLine() const { return *m_settings_line; }
  TimelineView& timeline() const { return *m_timeline; }
  SweepPage& sweep() const { return *m_sweep; }
  Page page() const;
  void setPage(Page page);
  /// Puts the sweep into the window, where it is not yet: it costs some, and at first nobody sees it. At the latest
  /// when it is wanted.
  void addSweep();

 signals:
  void pageChanged(interleave::ui::CentrePages::Page page);

 private:
  SettingsLine* m_settings_line = nullptr;
  TimelineView* m_timeline = nullptr;
  SweepPage* m_sweep = nullptr;
  std::unique_ptr<SweepPage> m_own_sweep;  // until it is in the window
  QTabBar* m_tabs = nullptr;
  QStackedWidget* m_pages = nullptr;
};

}  // namespace interleave::ui
