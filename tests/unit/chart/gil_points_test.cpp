// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/gil_points.h"

#include <gmock/gmock.h>

#include "tests/unit/chart/sample_traces.h"
#include "ui/chart/chart_legend.h"
#include "ui/chart/figure.h"
#include "ui/chart/hover_text.h"
#include "ui/chart/timeline_layout.h"

namespace interleave::ui {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// Two threads that take turns, every `every_ms` for 100 ms, with the GIL's marks; the interval is moved at 50 ms.
SnapshotPtr turns(std::int64_t every_ms, bool is_moved = true) {
  TraceStore store(2, 2, 1);
  addWorker(store, 0);
  addWorker(store, 1);
  for (std::int64_t at = 0; at + every_ms <= 100; at += every_ms) {
    const auto turn = static_cast<std::uint32_t>(at / every_ms % 2);
    store.append(worker(turn), {at * kMs, (at + every_ms) * kMs, job(turn), State::Running});
    store.append(worker(1 - turn), {at * kMs, (at + every_ms) * kMs, job(1 - turn), State::GilWait});
    store.addGilMark({(at + every_ms) * kMs - 20'000, GilMarkKind::DropRequest, worker(1 - turn), worker(turn)});
    store.addGilMark({(at + every_ms) * kMs - 10'000, GilMarkKind::ForcedSwitch, worker(turn), worker(turn)});
  }
  addJob(store, 0, 0, 0, 100 * kMs);
  addJob(store, 1, 1, 0, 100 * kMs);
  if (is_moved) {
    store.addIntervalChange({50 * kMs, 5.0, 1.0});
  }
  store.publish(100 * kMs, false);
  return store.snapshot();
}

// 200 px for 100 ms, from x 92 on.
LayoutRequest requestFor(std::span<const PanelInput> panels, Rows rows = Rows::Worker) {
  LayoutRequest request;
  request.panels = panels;
  request.rows = rows;
  request.size = QSizeF(316.0, 400.0);
  request.viewport = {0.0, 1e8, 0.0};
  request.has_gil_points = true;
  return request;
}

TEST(GilPoints, ARequestLiesInTheWaitersLaneAndAForcedSwitchInTheHolders) {
  const std::vector<PanelInput> panels{{"A", "", turns(20)}};
  const TimelineLayout layout = layoutTimeline(requestFor(panels));
  ASSERT_THAT(layout.gil_points, SizeIs(10));
  const GilPoint& request = layout.gil_points[0];
  EXPECT_EQ(request.mark.kind, GilMarkKind::DropRequest);
  EXPECT_EQ(request.row, 1u);
  EXPECT_DOUBLE_EQ(request.at.y(), layout.rows[1].lane.bottom());
  EXPECT_NEAR(request.at.x(), 92.0 + 40.0, 0.1);
  const GilPoint& forced = layout.gil_points[1];
  EXPECT_EQ(forced.mark.kind, GilMarkKind::ForcedSwitch);
  EXPECT_EQ(forced.row, 0u);
  EXPECT_DOUBLE_EQ(forced.at.y(), layout.rows[0].lane.top());
}

TEST(GilPoints, AllOrNoneAndBackInAZoom) {
  const std::vector<PanelInput> panels{{"A", "", turns(1)}};
  LayoutRequest request = requestFor(panels);
  EXPECT_THAT(layoutTimeline(request).gil_points, IsEmpty()) << "200 of them in 200 px";
  request.viewport = {1e7, 2e7, 0.0};
  EXPECT_THAT(layoutTimeline(request).gil_points, SizeIs(20));
}

TEST(GilPoints, AreNotThereWhenSwitchedOffOrWithRowsByCoreOrAsBars) {
  const std::vector<PanelInput> panels{{"A", "", turns(20)}};
  LayoutRequest request = requestFor(panels);
  request.has_gil_points = false;
  EXPECT_THAT(layoutTimeline(request).gil_points, IsEmpty());
  EXPECT_THAT(layoutTimeline(requestFor(panels, Rows::Core)).gil_points, IsEmpty());
  request = requestFor(panels);
  request.style = MarkStyle::Runtimes;
  EXPECT_THAT(layoutTimeline(request).gil_points, IsEmpty());
  EXPECT_THAT(layoutTimeline(requestFor(panels, Rows::Job)).gil_points, SizeIs(10));
}

TEST(GilPoints, WhereTheIntervalWasMovedThereIsALineWithItsValues) {
  const std::vector<PanelInput> panels{{"A", "", turns(20)}};
  LayoutRequest request = requestFor(panels);
  request.has_gil_points = false;  // of its own
  const TimelineLayout layout = layoutTimeline(request);
  ASSERT_THAT(layout.interval_lines, SizeIs(1));
  EXPECT_NEAR(layout.interval_lines[0].x, 92.0 + 100.0, 0.1);
  EXPECT_EQ(intervalText(layout.interval_lines[0].change), "5 ms → 1 ms");
  request.viewport = {0.0, 4e7, 0.0};
  EXPECT_THAT(layoutTimeline(request).interval_lines, IsEmpty());
}

TEST(GilPoints, SeveralMovesWithinOnePixelAreOneFromTheFirstToTheLast) {
  TraceStore store(1, 1, 1);
  addWorker(store, 0);
  store.append(worker(0), {0, 100 * kMs, job(0), State::Running});
  for (int i = 0; i < 5; ++i) {
    store.addIntervalChange({50 * kMs + i * 50'000, 5.0 - i, 4.0 - i});
  }
  store.publish(100 * kMs, false);
  const std::vector<PanelInput> panels{{"A", "", store.snapshot()}};
  const TimelineLayout layout = layoutTimeline(requestFor(panels));
  ASSERT_THAT(layout.interval_lines, SizeIs(1));
  EXPECT_EQ(intervalText(layout.interval_lines[0].change), "5 ms → 0 ms");
}

TEST(GilPoints, TheLegendAndTheHoverCardSayWhatTheyAre) {
  const std::vector<PanelInput> panels{{"A", "", turns(20)}};
  const TimelineLayout layout = layoutTimeline(requestFor(panels));
  QStringList words;
  for (const LegendEntry& entry : legendEntries(layout, {}, {})) {
    words << entry.text;
  }
  EXPECT_THAT(words, Contains("drop request"));
  EXPECT_THAT(words, Contains("forced switch"));
  EXPECT_THAT(words, Contains("interval moved"));
  const auto over = [&](const GilPoint& point) {
    const QPointF in_lane(point.at.x() - 2.0, layout.rows[point.row].lane.center().y());
    return hoverAt(layout, panels, Rows::Worker, in_lane)->lines.join('\n').toStdString();
  };
  EXPECT_THAT(over(layout.gil_points[0]), HasSubstr("asked thread 0 to drop the GIL"));
  EXPECT_THAT(over(layout.gil_points[1]), HasSubstr("made to drop the GIL"));
  const QPointF away(layout.rows[0].lane.left() + 15.0, layout.rows[0].lane.center().y());
  EXPECT_THAT(hoverAt(layout, panels, Rows::Worker, away)->lines.join('\n').toStdString(),
              Not(HasSubstr("drop the GIL")));
  const QPointF at_line(layout.interval_lines[0].x, layout.rows[0].lane.center().y());
  EXPECT_THAT(hoverAt(layout, panels, Rows::Worker, at_line)->lines.join('\n').toStdString(),
              HasSubstr("switch interval moved, 5 ms → 1 ms"));
}

TEST(GilPoints, APictureHasThemUnlessTheyAreSwitchedOff) {
  Figure figure;
  figure.panels = {{"A", "", turns(20, false)}};
  figure.size = QSize(640, 400);
  const auto with = renderFigure(figure);
  ASSERT_TRUE(with) << with.error().message;
  figure.gil_points = false;
  EXPECT_NE(*renderFigure(figure), *with);
  Figure moved = figure;
  moved.panels = {{"A", "", turns(20, true)}};
  EXPECT_NE(*renderFigure(moved), *renderFigure(figure));
}

}  // namespace
}  // namespace interleave::ui
