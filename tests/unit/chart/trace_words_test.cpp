// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/trace_words.h"

#include <gmock/gmock.h>

#include <set>

#include "tests/unit/chart/sample_traces.h"
#include "ui/chart/hover_text.h"
#include "ui/chart/panel_rows.h"

namespace interleave::ui {
namespace {

SnapshotPtr named() {
  TraceStore store(3, 2, 1);
  for (std::uint32_t w = 0; w < 3; ++w) {
    TrackInfo& info = store.editInfo(worker(w));
    info.pid = w < 2 ? 40 : 41;
    info.title = "lane " + std::to_string(w);
    store.append(worker(w), {10 * kMs, 60 * kMs, job(w % 2), State::Running});
  }
  auto names = std::make_shared<TraceNames>();
  names->jobs = {"aten::add", "a name\nof two lines"};
  names->processes = {{40, "python"}};
  store.setNames(std::move(names));
  store.publish(100 * kMs, false);
  return store.snapshot();
}

TEST(TraceWords, AJobHasTheFilesNameForIt) {
  const SnapshotPtr snapshot = named();
  EXPECT_EQ(jobName(*snapshot, job(0)), "aten::add");
  EXPECT_EQ(jobName(*snapshot, job(1)), "a name of two lines");
  EXPECT_EQ(jobName(*snapshot, job(7)), "job 7");
  EXPECT_EQ(processLabel(*snapshot, 40), "python 40");
  EXPECT_EQ(processLabel(*snapshot, 41), "process 41");
}

TEST(TraceWords, RowsStandUnderTheirProcess) {
  const std::vector<PanelInput> panels{{"A", "", named()}};
  LayoutRequest request;
  request.panels = panels;
  request.rows = Rows::Job;  // a name has no row of its own
  request.size = QSizeF(400.0, 400.0);
  request.viewport = {0.0, 1e8, 0.0};
  const TimelineLayout layout = layoutTimeline(request);
  ASSERT_EQ(layout.rows.size(), 3u);
  EXPECT_EQ(layout.rows[0].label, "lane 0");
  EXPECT_TRUE(layout.rows[0].begins_group);
  EXPECT_FALSE(layout.rows[1].begins_group);
  EXPECT_TRUE(layout.rows[2].begins_group);
  EXPECT_EQ(layout.rows[2].group, "process 41");
  EXPECT_GT(leftMargin(panels), ChartMetrics{}.left);

  const QPointF in_lane(layout.xAt(30e6), layout.rows[0].lane.center().y());
  const auto hover = hoverAt(layout, panels, Rows::Job, in_lane);
  ASSERT_TRUE(hover);
  EXPECT_EQ(hover->head, "aten::add");
  EXPECT_EQ(hover->lines.front(), "lane 0 · python 40");
  const auto label = hoverAt(layout, panels, Rows::Job, QPointF(20.0, in_lane.y()));
  ASSERT_TRUE(label);
  EXPECT_EQ(label->head, "lane 0");
  EXPECT_EQ(label->lines.front(), "python 40");
}

TEST(TraceWords, ANameHasOneColourAndNoOtherNameHasItWhileThereAreEnough) {
  TraceNames names;
  for (int i = 0; i < 30; ++i) {
    names.jobs.push_back("function " + std::to_string(i * i));
  }
  const auto colours = coloursByName(names, 30);
  EXPECT_EQ(std::set<std::uint8_t>(colours.begin(), colours.end()).size(), 30u);
  for (int i = 0; i < 200; ++i) {
    names.jobs.push_back("more " + std::to_string(i));
  }
  const auto more = coloursByName(names, 30);
  EXPECT_TRUE(std::equal(colours.begin(), colours.end(), more.begin())) << "names that come later change nothing";
  EXPECT_LT(*std::max_element(more.begin(), more.end()), 30);
  EXPECT_EQ(coloursByName({{"function 4"}, {}, 0}, 30), coloursByName({{"function 4"}, {}, 5}, 30));
}

}  // namespace
}  // namespace interleave::ui
