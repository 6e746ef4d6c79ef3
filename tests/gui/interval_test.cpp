// SPDX-License-Identifier: GPL-3.0-or-later
// The switch interval of a live run, moved by keyboard and slider; and whether what the GIL did is drawn.
#include <QAction>
#include <QSlider>

#include "tests/gui/window_fixture.h"
#include "ui/chart/timeline_layout.h"
#include "ui/chart/timeline_view.h"
#include "ui/window/window_actions.h"

namespace interleave::ui {
namespace {

class IntervalTest : public WindowTest {
 protected:
  void startEndless() {
    type("Marks per job", "1000000000");
    click("Run");
    ASSERT_TRUE(eventually([&] { return isMeasuring(); }));
  }
  QLineEdit* line() { return find<QLineEdit>("Live switch interval"); }
  QSlider* slider() { return find<QSlider>("Live switch interval, slider"); }
  void stop() {
    click("Stop");
    ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  }
  const std::vector<IntervalChange>& changes() { return newest()->findings->snapshot->interval_changes; }
  TimelineView& timeline() { return *window().findChild<TimelineView*>("timeline"); }
};

TEST_F(IntervalTest, WhatIsTypedWhileARunIsLiveMovesItAndIsDrawn) {
  EXPECT_FALSE(line()->isVisible()) << "nothing is shown yet";
  startEndless();
  ASSERT_TRUE(line()->isVisible());
  ASSERT_TRUE(line()->isEnabled());
  type("Live switch interval", "1");
  ASSERT_TRUE(eventually([&] { return changes().size() == 1; }));
  EXPECT_EQ(changes()[0].from_ms, 5.0);
  EXPECT_EQ(changes()[0].to_ms, 1.0);
  stop();
  EXPECT_FALSE(line()->isEnabled());
  EXPECT_EQ(line()->text(), "1");
  timeline().fitAll();
  const TimelineLayout& layout = timeline().layoutNow();
  ASSERT_EQ(layout.interval_lines.size(), 1u);
  EXPECT_EQ(intervalText(layout.interval_lines[0].change), "5 ms → 1 ms");
}

TEST_F(IntervalTest, ALongPullOfTheSliderIsOneChange) {
  startEndless();
  const int before = slider()->value();
  for (int step = 1; step <= 4; ++step) {
    QTest::keyClick(slider(), Qt::Key_Right);
  }
  EXPECT_EQ(slider()->value(), before + 4);
  ASSERT_TRUE(eventually([&] { return !changes().empty(); }));
  stop();
  EXPECT_EQ(changes().size(), 1u);
  EXPECT_EQ(changes()[0].to_ms, 100.0);
}

TEST_F(IntervalTest, WhatIsOutOfRangeIsNotPassedOn) {
  startEndless();
  type("Live switch interval", "0");
  QTest::qWait(300);
  type("Live switch interval", "2");
  ASSERT_TRUE(eventually([&] { return !changes().empty(); }));
  stop();
  EXPECT_EQ(changes().size(), 1u);
  EXPECT_EQ(changes()[0].to_ms, 2.0);
}

TEST_F(IntervalTest, IsNotThereWithoutAGil) {
  choose("Runtime", "C++, native");
  choose("Workload", "sleep");
  type("Sleep", "20");
  click("Run");
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  EXPECT_FALSE(line()->isVisible());
}

TEST_F(IntervalTest, RequestsAndForcedSwitchesAreDrawnUnlessSwitchedOffAndThatIsRemembered) {
  click("Run");
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  const GilMarksView& marks = newest()->findings->snapshot->gil_marks;
  ASSERT_GT(marks.size(), 4u);
  // Between two of them, so that they can be told apart whatever the machine.
  const auto from = static_cast<double>(marks.at(1).time_ns) - 1e6;
  timeline().setViewport({from, from + 2e7, 0.0});
  ASSERT_FALSE(timeline().layoutNow().gil_points.empty());
  auto* toggle = window().findChild<WindowActions*>()->showGilPoints();
  toggle->trigger();
  EXPECT_TRUE(timeline().layoutNow().gil_points.empty());
  close();
  open();
  EXPECT_FALSE(window().findChild<WindowActions*>()->showGilPoints()->isChecked());
}

}  // namespace
}  // namespace interleave::ui
