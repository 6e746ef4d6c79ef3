// SPDX-License-Identifier: GPL-3.0-or-later
// Where the workers' time went: one stacked bar and, below it, each state with its share.
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

#include "core/trace/statistics.h"
#include "ui/chart/theme.h"

namespace interleave::ui {

/// A state's share of all the time that all workers were there.
struct TimeShare {
  State state = State::Idle;
  double ratio = 0.0;
};

/// Those that are not nothing, in the order in which they are drawn; they add up to 1 unless nothing was measured.
std::vector<TimeShare> timeShares(const RunFigures& figures);

class TimeBar : public QWidget {
  Q_OBJECT
 public:
  explicit TimeBar(QWidget* parent = nullptr);

  void setShares(std::vector<TimeShare> shares);
  void setTheme(const Theme& theme);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void paintLegend(QPainter& painter);

  std::vector<TimeShare> m_shares;
  Theme m_theme = theme(ThemeName::Light);
};

}  // namespace interleave::ui
