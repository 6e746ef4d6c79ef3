// SPDX-License-Identifier: GPL-3.0-or-later
// The live timeline: panels of tracks over one time axis, with legend, zoom, pan, follow and hover. A view of values:
// it is given snapshots and tells what the user did.
//
// Wheel zooms at the cursor, drag pans, W/S zoom, A/D pan, F and double-click fit all, arrows likewise; Page Up and
// Page Down scroll rows. Threading: the GUI thread.
#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "ui/chart/chart_input.h"
#include "ui/chart/theme.h"

namespace interleave::ui {

struct TimelineLayout;

class TimelineView : public QWidget {
  Q_OBJECT
 public:
  explicit TimelineView(QWidget* parent = nullptr);
  ~TimelineView() override;

  /// 0 to 4 panels. Costs nothing when every snapshot is the one shown already; keeps the viewport unless following.
  void setPanels(std::vector<PanelInput> panels);
  void setRows(Rows rows);
  void setMarkStyle(MarkStyle style);
  void setTheme(const Theme& theme);
  void setPalette(PaletteName palette);
  using QWidget::setPalette;
  /// Shown in the middle while there are no panels, above a faint drawing of what a run looks like.
  void setEmptyText(const QString& text);

  /// Keeps the newest in sight while a snapshot is live; ended by a pan or zoom of the user's.
  void setFollowing(bool following);
  bool isFollowing() const;
  /// Shows all of the run; of a live one, by following it.
  void fitAll();
  Viewport viewport() const;
  /// Ends following. A viewport shorter than a microsecond is ignored.
  void setViewport(const Viewport& viewport);
  /// CPU time of the last paint, milliseconds.
  double lastFrame_ms() const;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;
  /// What is drawn, brought up to date first.
  const TimelineLayout& layoutNow();

 signals:
  void followingChanged(bool following);
  void viewportChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  class Private;
  std::unique_ptr<Private> m_private;
};

}  // namespace interleave::ui
