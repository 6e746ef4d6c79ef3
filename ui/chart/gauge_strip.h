// SPDX-License-Identifier: GPL-3.0-or-later
// One gauge a core and one for all: an arc with its number (this experiment's share and everything else's) and the last
// minute beside it; or, at a moment of a run that ended, that moment's load and all of that run. More than eight cores:
// smaller, in rows; more than 32: a heat strip, one cell a core. Threading: the GUI thread.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "core/sched/core_load.h"
#include "ui/chart/theme.h"

namespace interleave::ui {

class GaugeStrip : public QWidget {
  Q_OBJECT
 public:
  explicit GaugeStrip(QWidget* parent = nullptr);
  ~GaugeStrip() override;

  /// Oldest first; repaints only when it changed.
  void setHistory(std::vector<CoreLoad> history);
  /// The run that setMoment() speaks of: its loads, oldest first, and its length. None: nothing was read during it.
  void setRun(std::vector<CoreLoad> loads, std::int64_t length_ns);
  /// Stands in place of the history: why the run has none. Empty: it has one, or none is asked for.
  void setRunRemark(const QString& text);
  /// A moment of that run in place of now: `load.time_ns` is when, `label` says it ("at 0.143 s"). Without `busy_ratio`
  /// only the experiment's part is known. Nothing: back to now.
  void setMoment(std::optional<CoreLoad> load, const QString& label = {});
  void setTheme(const Theme& theme);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  class Private;
  std::unique_ptr<Private> m_private;
};

}  // namespace interleave::ui
