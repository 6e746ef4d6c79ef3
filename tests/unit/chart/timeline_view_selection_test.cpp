// SPDX-License-Identifier: GPL-3.0-or-later
// Selecting a range of time and pointing at instants, with real mouse and key events.
#include <qcustomplot.h>

#include <QSignalSpy>

#include "tests/unit/chart/timeline_view_fixture.h"
#include "ui/chart/job_links.h"

namespace interleave::ui {
namespace {

class TimelineViewSelectionTest : public TimelineViewTest {
 protected:
  TimelineViewSelectionTest() {
    showFinishedRun();  // 400 ms
    QObject::connect(&m_view, &TimelineView::selectionChanged, &m_view, [this] { ++m_changes; });
    QObject::connect(&m_view, &TimelineView::pointedAt, &m_view, [this](auto time_ns) { m_pointed = time_ns; });
  }
  std::int64_t timeAt(double x) { return std::llround(m_view.layoutNow().timeAt(x)); }
  void ctrlDrag(double from_x, double to_x) { drag(at(from_x, 1), at(to_x, 2), Qt::ControlModifier); }

  int m_changes = 0;
  std::optional<std::int64_t> m_pointed;
};

TEST_F(TimelineViewSelectionTest, CtrlAndDragSelectInEitherDirectionAndDoNotPan) {
  const Viewport before = m_view.viewport();
  ctrlDrag(300.0, 500.0);
  EXPECT_EQ(m_view.selection(), (TimeRange{timeAt(300.0), timeAt(500.0)}));
  EXPECT_GE(m_changes, 1);
  ctrlDrag(700.0, 600.0);
  EXPECT_EQ(m_view.selection(), (TimeRange{timeAt(600.0), timeAt(700.0)}));
  EXPECT_EQ(m_view.viewport(), before);
}

TEST_F(TimelineViewSelectionTest, ASelectionStaysWithinTheRun) {
  ctrlDrag(800.0, 999.0);
  EXPECT_EQ(m_view.selection()->end_ns, 400 * kMs);
  ctrlDrag(300.0, 20.0);
  EXPECT_EQ(m_view.selection()->begin_ns, 0);
}

TEST_F(TimelineViewSelectionTest, AnEdgeIsDraggedAndTheOtherStays) {
  ctrlDrag(300.0, 500.0);
  move(at(501.0, 1));
  EXPECT_EQ(m_view.cursor().shape(), Qt::SplitHCursor);
  drag(at(501.0, 1), at(650.0, 1));
  EXPECT_EQ(m_view.selection(), (TimeRange{timeAt(300.0), timeAt(650.0)}));
  drag(at(300.0, 1), at(700.0, 1));  // beyond the other one
  EXPECT_EQ(m_view.selection(), (TimeRange{timeAt(650.0), timeAt(700.0)}));
  move(at(400.0, 1));
  EXPECT_NE(m_view.cursor().shape(), Qt::SplitHCursor);
}

TEST_F(TimelineViewSelectionTest, AClickClearsADragAndAClickOnAnEdgeDoNot) {
  ctrlDrag(300.0, 500.0);
  const auto selected = m_view.selection();
  wheel(at(400.0, 1), 2);
  drag(at(400.0, 1), at(420.0, 1));
  EXPECT_EQ(m_view.selection(), selected) << "it survives zoom and pan";
  const double edge = m_view.layoutNow().xAt(static_cast<double>(selected->begin_ns));
  QTest::mouseClick(&m_view, Qt::LeftButton, {}, at(edge, 1));
  EXPECT_EQ(m_view.selection(), selected);
  QTest::mouseClick(&m_view, Qt::LeftButton, {}, at(edge + 60.0, 1));
  EXPECT_FALSE(m_view.selection());
}

TEST_F(TimelineViewSelectionTest, ADoubleClickFitsAllAndKeepsTheSelection) {
  ctrlDrag(300.0, 500.0);
  const auto selected = m_view.selection();
  QTest::mouseClick(&m_view, Qt::LeftButton, {}, at(700.0, 1));
  QTest::mouseDClick(&m_view, Qt::LeftButton, {}, at(700.0, 1));
  EXPECT_EQ(m_view.selection(), selected);
}

TEST_F(TimelineViewSelectionTest, KeysSelectAtTheCursorAndClear) {
  move(at(300.0, 1));
  QTest::keyClick(&m_view, Qt::Key_BracketLeft);
  ASSERT_TRUE(m_view.selection());
  EXPECT_NEAR(static_cast<double>(m_view.selection()->begin_ns), static_cast<double>(timeAt(300.0)), 1.0);
  EXPECT_EQ(m_view.selection()->end_ns, 400 * kMs) << "up to where the view or the run ends";
  move(at(500.0, 1));
  QTest::keyClick(&m_view, Qt::Key_BracketRight);
  EXPECT_NEAR(static_cast<double>(m_view.selection()->begin_ns), static_cast<double>(timeAt(300.0)), 1.0);
  EXPECT_NEAR(static_cast<double>(m_view.selection()->end_ns), static_cast<double>(timeAt(500.0)), 1.0);
  QTest::keyClick(&m_view, Qt::Key_Backspace);
  EXPECT_FALSE(m_view.selection());
  QTest::keyClick(&m_view, Qt::Key_O);
  EXPECT_EQ(m_view.selection()->begin_ns, 0);
}

TEST_F(TimelineViewSelectionTest, WithoutACursorKeysSelectFromTheMiddle) {
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(&m_view, &leave);
  QTest::keyClick(&m_view, Qt::Key_I);
  EXPECT_NEAR(static_cast<double>(m_view.selection()->begin_ns), m_view.viewport().end_ns / 2.0, 1.0);
}

TEST_F(TimelineViewSelectionTest, ZShowsTheSelectionAsLargeAsFits) {
  const Viewport before = m_view.viewport();
  QTest::keyClick(&m_view, Qt::Key_Z);
  EXPECT_EQ(m_view.viewport(), before) << "without a selection nothing moves";
  m_view.setSelection(TimeRange{100 * kMs, 150 * kMs});
  QTest::keyClick(&m_view, Qt::Key_Z);
  EXPECT_LE(m_view.viewport().begin_ns, 1e8);
  EXPECT_GE(m_view.viewport().end_ns, 1.5e8);
  EXPECT_LT(m_view.viewport().length_ns(), 5.6e7);
}

TEST_F(TimelineViewSelectionTest, SurvivesOtherRowsAndIsToldOnceAChange) {
  m_view.setSelection(TimeRange{100 * kMs, 150 * kMs});
  m_view.setSelection(TimeRange{100 * kMs, 150 * kMs});
  EXPECT_EQ(m_changes, 1);
  m_view.setRows(Rows::Job);
  settle();
  EXPECT_EQ(m_view.selection(), (TimeRange{100 * kMs, 150 * kMs}));
  m_view.setSelection(TimeRange{100 * kMs, 100 * kMs});
  EXPECT_FALSE(m_view.selection());
  EXPECT_EQ(m_changes, 2);
}

TEST_F(TimelineViewSelectionTest, IsDrawnAsABandWithItsLength) {
  const QPoint inside = at(400.0, 3) + QPoint(0, 22);  // between two lanes
  const QImage without = m_view.grab().toImage();
  m_view.setSelection(TimeRange{timeAt(300.0), timeAt(500.0)});
  const QImage with = m_view.grab().toImage();
  EXPECT_NE(with.pixelColor(inside), without.pixelColor(inside));
  EXPECT_EQ(with.pixelColor(300, inside.y()), theme(ThemeName::Light).accent);
  EXPECT_EQ(with.pixelColor(250, inside.y()), without.pixelColor(250, inside.y()));
}

TEST_F(TimelineViewSelectionTest, PointsAtTheInstantUnderTheMouseWhileItIsOverTheRun) {
  move(at(300.0, 1));
  ASSERT_TRUE(m_pointed);
  EXPECT_NEAR(static_cast<double>(*m_pointed), static_cast<double>(timeAt(300.0)), 1.0);
  move(at(975.0, 1));
  EXPECT_FALSE(m_pointed) << "after the run's end";
  move(at(300.0, 1));
  EXPECT_TRUE(m_pointed);
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(&m_view, &leave);
  EXPECT_FALSE(m_pointed);
}

TEST_F(TimelineViewSelectionTest, PointingAndSelectingRepaintTheOverlayAlone) {
  showRun(turnsOnCores());
  m_view.setRows(Rows::Core);
  settle();
  QSignalSpy replots(m_view.findChild<QCustomPlot*>(), &QCustomPlot::afterReplot);
  const double x = m_view.layoutNow().xAt(20e6);
  const QPoint other = at(m_view.layoutNow().xAt(45e6), 1);
  const QImage without = m_view.grab().toImage();
  move(at(x, 0));
  EXPECT_NE(m_view.grab().toImage().pixelColor(other), without.pixelColor(other)) << "another job's mark is veiled";
  drag(at(300.0, 0), at(500.0, 1), Qt::ControlModifier);
  EXPECT_TRUE(m_view.selection());
  EXPECT_EQ(replots.count(), 0);
}

TEST_F(TimelineViewSelectionTest, ConnectorsCanBeSwitchedOff) {
  showRun(turnsOnCores());
  EXPECT_EQ(m_view.layoutNow().connectors.size(), 3u);
  m_view.setConnectorsShown(false);
  EXPECT_TRUE(m_view.layoutNow().connectors.empty());
}

}  // namespace
}  // namespace interleave::ui
