// SPDX-License-Identifier: GPL-3.0-or-later
// A timeline on a screen of its own, and a person's hands on it.
#pragma once

#include <gmock/gmock.h>

#include <QPushButton>
#include <QTest>
#include <QWheelEvent>

#include "tests/unit/chart/sample_traces.h"
#include "ui/chart/timeline_layout.h"
#include "ui/chart/timeline_view.h"

namespace interleave::ui {

inline constexpr double kOverview = 38.0;  // the plot begins below it

class TimelineViewTest : public testing::Test {
 protected:
  TimelineViewTest() {
    m_view.resize(1000, 600);
    m_view.show();
    static_cast<void>(QTest::qWaitForWindowExposed(&m_view));
  }

  void showRun(SnapshotPtr snapshot) {
    m_view.setPanels({{QStringLiteral("A run"), QStringLiteral("of numbers"), std::move(snapshot)}});
    settle();
  }
  void showFinishedRun() { showRun(turnsUnderGil(4, 5 * kMs, 400 * kMs)); }

  // Until a glide has ended and all that was asked for is drawn.
  void settle() {
    Viewport before;
    do {
      before = m_view.viewport();
      QTest::qWait(60);
    } while (!(m_view.viewport() == before));
    m_view.layoutNow();
  }

  QPoint at(double x, double row) {
    const TimelineLayout& layout = m_view.layoutNow();
    const QRectF lane = layout.rows.at(static_cast<std::size_t>(row)).lane;
    return QPointF(x, lane.center().y() + kOverview).toPoint();
  }
  void wheel(const QPoint& point, int notches, Qt::KeyboardModifiers modifiers = {}) {
    QWheelEvent event(point, m_view.mapToGlobal(point), {}, QPoint(0, 120 * notches), Qt::NoButton, modifiers,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&m_view, &event);
  }
  void move(const QPoint& point, Qt::MouseButtons buttons = {}) {
    QMouseEvent event(QEvent::MouseMove, point, m_view.mapToGlobal(point), Qt::NoButton, buttons, {});
    QCoreApplication::sendEvent(&m_view, &event);
  }
  void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mousePress(&m_view, Qt::LeftButton, modifiers, from);
    move((from + to) / 2, Qt::LeftButton);
    move(to, Qt::LeftButton);
    QTest::mouseRelease(&m_view, Qt::LeftButton, modifiers, to);
  }
  QPushButton& resume() { return *m_view.findChild<QPushButton*>(QStringLiteral("resumeFollowing")); }

  TimelineView m_view;
};

}  // namespace interleave::ui
