// SPDX-License-Identifier: GPL-3.0-or-later
// The live timeline: panels of tracks over one time axis, with legend, zoom, pan, follow and hover. A view of values:
// it is given snapshots and tells what the user did.
//
// Wheel zooms at the cursor, drag pans, W/S zoom, A/D pan, F and double-click fit all, arrows likewise; Page Up and
// Page Down scroll rows. Ctrl and drag select a range of time, its edges can be dragged, a click or Backspace clears
// it; [ and ] set its begin and end at the cursor (or in the middle of the view), Z shows it as large as fits. Pointing
// at a slice shows where else its job is. Threading: the GUI thread.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "core/trace/time_range.h"
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
  /// Thin lines for hand-overs (rows by worker or job) and moves between cores (rows by core), where they can be told
  /// apart.
  void setConnectorsShown(bool shown);
  /// What the emulated GIL did (rows by worker or job), where it can be told apart.
  void setGilPointsShown(bool shown);
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
  /// The range of time that was selected. It stays when the view moves or other rows are shown.
  std::optional<TimeRange> selection() const;
  /// A range without length selects nothing.
  void setSelection(std::optional<TimeRange> range);
  /// CPU time of the last paint, milliseconds.
  double lastFrame_ms() const;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;
  /// What is drawn, brought up to date first.
  const TimelineLayout& layoutNow();

 signals:
  void followingChanged(bool following);
  void viewportChanged();
  void selectionChanged();
  /// The instant under the mouse and the panel that it is over, the last one before it between two; nothing and 0 when
  /// it is elsewhere.
  void pointedAt(std::optional<std::int64_t> time_ns, std::size_t panel);
  /// A click on a panel, its head included.
  void panelClicked(std::size_t panel);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
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
