// SPDX-License-Identifier: GPL-3.0-or-later
// The timeline driven as a person drives it: with real mouse, wheel and key events.
#include "ui/chart/timeline_view.h"

#include <gmock/gmock.h>
#include <qcustomplot.h>

#include <QElapsedTimer>
#include <QScrollBar>
#include <QSignalSpy>

#include "tests/unit/chart/timeline_view_fixture.h"
#include "ui/chart/hover_card.h"
#include "ui/chart/overview_strip.h"

namespace interleave::ui {
namespace {

SnapshotPtr liveRun(std::int64_t now) {
  TraceStore store(2, 2, 1);
  for (std::uint32_t w = 0; w < 2; ++w) {
    addWorker(store, w);
    store.setOpen(worker(w), Slice{0, now, job(w), State::Running});
    store.editJobs().edit(job(w)).worker = worker(w);
    store.editJobs().edit(job(w)).begin_ns = 0;
  }
  store.publish(now, true);
  return store.snapshot();
}

TEST_F(TimelineViewTest, ANewRunIsShownWhole) {
  showFinishedRun();
  EXPECT_DOUBLE_EQ(m_view.viewport().begin_ns, 0.0);
  EXPECT_GE(m_view.viewport().end_ns, 4e8);
  EXPECT_LT(m_view.viewport().end_ns, 4.4e8);
}

TEST_F(TimelineViewTest, TheWheelZoomsAndKeepsTheTimeUnderTheCursor) {
  showFinishedRun();
  const QPoint point = at(400.0, 1);
  const double under = m_view.layoutNow().timeAt(point.x());
  const double length = m_view.viewport().length_ns();
  wheel(point, 3);
  EXPECT_LT(m_view.viewport().length_ns(), 0.6 * length);
  EXPECT_NEAR(m_view.layoutNow().timeAt(point.x()), under, 1.0);
  wheel(point, -3);
  EXPECT_NEAR(m_view.viewport().length_ns(), length, 1e-3 * length);
  EXPECT_NEAR(m_view.layoutNow().timeAt(point.x()), under, 1.0);
}

TEST_F(TimelineViewTest, ADragPansByWhatTheMouseMoved) {
  showFinishedRun();
  wheel(at(400.0, 1), 4);
  const double under = m_view.layoutNow().timeAt(400.0);
  drag(at(400.0, 1), at(300.0, 1));
  EXPECT_NEAR(m_view.layoutNow().timeAt(300.0), under, 1.0);
}

TEST_F(TimelineViewTest, KeysZoomPanAndFit) {
  showFinishedRun();
  const Viewport all = m_view.viewport();
  QTest::keyClick(&m_view, Qt::Key_W);
  EXPECT_NEAR(m_view.viewport().length_ns(), all.length_ns() / 1.5, 1.0);
  const Viewport nearer = m_view.viewport();
  QTest::keyClick(&m_view, Qt::Key_D);
  EXPECT_GT(m_view.viewport().begin_ns, nearer.begin_ns);
  QTest::keyClick(&m_view, Qt::Key_A);
  EXPECT_NEAR(m_view.viewport().begin_ns, nearer.begin_ns, 1.0);
  QTest::keyClick(&m_view, Qt::Key_Right);
  EXPECT_GT(m_view.viewport().begin_ns, nearer.begin_ns);
  QTest::keyClick(&m_view, Qt::Key_S);
  EXPECT_NEAR(m_view.viewport().length_ns(), all.length_ns(), 1.0);
  QTest::keyClick(&m_view, Qt::Key_F);
  EXPECT_EQ(m_view.viewport(), all);
}

TEST_F(TimelineViewTest, ADoubleClickFitsAll) {
  showFinishedRun();
  const Viewport all = m_view.viewport();
  wheel(at(400.0, 1), 5);
  QTest::mouseDClick(&m_view, Qt::LeftButton, {}, at(500.0, 1));
  EXPECT_EQ(m_view.viewport(), all);
}

TEST_F(TimelineViewTest, FollowingKeepsTheNewestInSightByFewSteps) {
  int moves = 0;
  QObject::connect(&m_view, &TimelineView::viewportChanged, &m_view, [&] { ++moves; });
  for (std::int64_t now = 10 * kMs; now <= 90 * kMs; now += 10 * kMs) {
    m_view.setPanels({{"A", "", liveRun(now)}});
    m_view.layoutNow();
    EXPECT_GE(m_view.viewport().end_ns, static_cast<double>(now));
  }
  EXPECT_LE(moves, 2) << "within the first tenth of a second nothing needs to move";
  showRun(liveRun(2000 * kMs));
  EXPECT_DOUBLE_EQ(m_view.viewport().begin_ns, 0.0);
  EXPECT_GE(m_view.viewport().end_ns, 2e9);
  EXPECT_FALSE(resume().isVisible());
}

TEST_F(TimelineViewTest, APanStopsFollowingAndResumeStartsItAgain) {
  showRun(liveRun(500 * kMs));
  ASSERT_TRUE(m_view.isFollowing());
  QSignalSpy changed(&m_view, &TimelineView::followingChanged);
  wheel(at(400.0, 1), 2);
  EXPECT_FALSE(m_view.isFollowing());
  EXPECT_EQ(changed.count(), 1);
  const Viewport stopped = m_view.viewport();
  showRun(liveRun(3000 * kMs));
  EXPECT_EQ(m_view.viewport(), stopped) << "the view stays where the user put it";
  ASSERT_TRUE(resume().isVisible());
  EXPECT_NE(resume().focusPolicy() & Qt::TabFocus, 0) << "reachable by keyboard";
  QTest::mouseClick(&resume(), Qt::LeftButton);
  settle();
  EXPECT_TRUE(m_view.isFollowing());
  EXPECT_EQ(changed.count(), 2);
  EXPECT_FALSE(resume().isVisible());
  EXPECT_GE(m_view.viewport().end_ns, 3e9);
}

TEST_F(TimelineViewTest, ResumeIsGoneWhenTheRunIsOver) {
  showRun(liveRun(500 * kMs));
  QTest::keyClick(&m_view, Qt::Key_W);
  EXPECT_TRUE(resume().isVisible());
  showFinishedRun();
  EXPECT_FALSE(resume().isVisible());
}

TEST_F(TimelineViewTest, TheSentenceMakesRoomForResume) {
  showRun(liveRun(500 * kMs));
  QTest::keyClick(&m_view, Qt::Key_W);
  settle();
  EXPECT_LE(m_view.layoutNow().panels[0].head.right(), resume().geometry().left());
}

TEST_F(TimelineViewTest, PointingAtASliceShowsItsCard) {
  showFinishedRun();
  auto& card = *m_view.findChild<HoverCard*>();
  QTest::mouseMove(&m_view, at(500.0, 2));
  QTest::mouseMove(&m_view, at(502.0, 2));
  QTRY_VERIFY_WITH_TIMEOUT(card.isVisible(), 2000);
  EXPECT_EQ(card.text().head, QStringLiteral("job 2 · thread 2"));
  EXPECT_TRUE(m_view.rect().contains(card.geometry()));
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(&m_view, &leave);
  EXPECT_FALSE(card.isVisible());
}

TEST_F(TimelineViewTest, ManyRowsScrollByWheelKeysAndBar) {
  showRun(randomSlices(200, 2000, 100'000, 1));
  auto& bar = *m_view.findChild<QScrollBar*>();
  ASSERT_TRUE(bar.isVisible());
  const Viewport before = m_view.viewport();
  wheel(at(400.0, 1), -1, Qt::ControlModifier);
  EXPECT_DOUBLE_EQ(m_view.viewport().first_row, 3.0);
  EXPECT_DOUBLE_EQ(m_view.viewport().end_ns, before.end_ns);
  wheel(at(20.0, 1), -1);
  EXPECT_DOUBLE_EQ(m_view.viewport().first_row, 6.0) << "over the labels the wheel scrolls";
  QTest::keyClick(&m_view, Qt::Key_PageDown);
  EXPECT_GT(m_view.viewport().first_row, 25.0);
  bar.setValue(bar.maximum());
  EXPECT_EQ(m_view.layoutNow().rows.back().row, 199u);
  QTest::keyClick(&m_view, Qt::Key_PageUp);
  EXPECT_LT(m_view.layoutNow().rows.back().row, 199u);
  EXPECT_TRUE(m_view.isFollowing()) << "scrolling rows leaves the time alone";
}

TEST_F(TimelineViewTest, ClickingTheOverviewMovesTheView) {
  showFinishedRun();
  wheel(at(200.0, 1), 8);
  auto& overview = *m_view.findChild<OverviewStrip*>();
  const QRectF bar = overview.bar();
  QTest::mouseClick(&overview, Qt::LeftButton, {},
                    QPointF(bar.left() + bar.width() * 0.75, bar.center().y()).toPoint());
  const double middle = (m_view.viewport().begin_ns + m_view.viewport().end_ns) / 2.0;
  EXPECT_NEAR(middle, 0.75 * 4.12e8, 1e6);
  EXPECT_NEAR(overview.window().center().x(), bar.left() + bar.width() * 0.75, 2.0);
}

TEST_F(TimelineViewTest, TheSamePanelsAgainCostNothing) {
  const SnapshotPtr run = turnsUnderGil(4, 5 * kMs, 400 * kMs);
  m_view.setPanels({{"A", "", run}});
  settle();
  const RowLayout* rows = m_view.layoutNow().rows.data();
  m_view.setPanels({{"A", "", run}});
  EXPECT_EQ(m_view.layoutNow().rows.data(), rows) << "nothing was laid out anew";
}

// Frames are counted where they are made, whoever asked for them.
TEST_F(TimelineViewTest, NoFrameIsMadeWhileNothingChangesOrNobodyCanSeeIt) {
  showRun(liveRun(10 * kMs));
  QSignalSpy frames(m_view.findChild<QCustomPlot*>(), &QCustomPlot::afterReplot);
  QTest::qWait(100);
  EXPECT_EQ(frames.count(), 0) << "nothing changed";
  m_view.hide();
  frames.clear();
  for (int i = 1; i <= 20; ++i) {
    m_view.setPanels({{QStringLiteral("A run"), QStringLiteral("of numbers"), liveRun((10 + i) * kMs)}});
    QTest::qWait(5);
  }
  EXPECT_EQ(frames.count(), 0) << "it is hidden";
  m_view.show();
  EXPECT_TRUE(QTest::qWaitFor([&] { return frames.count() > 0; })) << "it shows what came meanwhile";
  EXPECT_EQ(m_view.layoutNow().viewport, m_view.viewport());
}

TEST_F(TimelineViewTest, FramesComeAtMost60TimesASecond) {
  showRun(liveRun(10 * kMs));
  QSignalSpy frames(m_view.findChild<QCustomPlot*>(), &QCustomPlot::afterReplot);
  QElapsedTimer timer;
  timer.start();
  double begin_ns = 0.0;
  while (timer.elapsed() < 300) {
    begin_ns += 1000.0;
    m_view.setViewport({begin_ns, begin_ns + 5e6, 0.0});
    QCoreApplication::processEvents();
  }
  EXPECT_GT(frames.count(), 0);
  EXPECT_LE(frames.count(), timer.elapsed() * 60 / 1000 + 2);
}

TEST_F(TimelineViewTest, ThemeAndEmptyTextAreDrawn) {
  m_view.setEmptyText(QStringLiteral("Press Run."));
  m_view.setTheme(theme(ThemeName::Dark));
  EXPECT_EQ(m_view.grab().toImage().pixelColor(2, 590), theme(ThemeName::Dark).panel);
  showFinishedRun();
  EXPECT_EQ(m_view.grab().toImage().pixelColor(2, 590), theme(ThemeName::Dark).panel);
  m_view.setPanels({});
  EXPECT_EQ(m_view.grab().toImage().pixelColor(2, 590), theme(ThemeName::Dark).panel);
}

TEST_F(TimelineViewTest, APixelOfAMarkHasTheJobsColour) {
  showFinishedRun();
  const TimelineLayout& layout = m_view.layoutNow();
  for (const RowLayout& row : layout.rows) {
    for (const Mark& mark : row.marks) {
      if (mark.state == State::Running && !mark.is_merged && mark.end - mark.begin >= 8 && mark.job == job(0)) {
        const QPointF middle((layout.columnX(mark.begin) + layout.columnX(mark.end)) / 2.0, row.lane.center().y());
        EXPECT_EQ(m_view.grab().toImage().pixelColor((middle + QPointF(0.0, kOverview)).toPoint()),
                  QColor(0x00, 0x72, 0xB2));
        return;
      }
    }
  }
  FAIL() << "no mark to look at";
}

TEST_F(TimelineViewTest, HasANameAndTakesTheKeyboard) {
  EXPECT_FALSE(m_view.accessibleName().isEmpty());
  EXPECT_FALSE(m_view.accessibleDescription().isEmpty());
  EXPECT_NE(m_view.focusPolicy() & Qt::TabFocus, 0);
  showFinishedRun();
  const QImage without = m_view.grab().toImage();
  m_view.activateWindow();
  m_view.clearFocus();
  m_view.setFocus(Qt::TabFocusReason);
  QTest::qWait(20);
  EXPECT_EQ(m_view.grab().toImage().pixelColor(0, 300), theme(ThemeName::Light).accent);
  EXPECT_NE(without.pixelColor(0, 300), theme(ThemeName::Light).accent);
}

}  // namespace
}  // namespace interleave::ui
