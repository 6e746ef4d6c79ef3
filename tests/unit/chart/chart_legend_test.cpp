// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/chart_legend.h"

#include <gmock/gmock.h>

#include "tests/unit/chart/sample_traces.h"
#include "ui/chart/theme.h"

namespace interleave::ui {
namespace {

using testing::ElementsAre;

TimelineLayout layoutOf(std::span<const PanelInput> panels, Rows rows, MarkStyle style = MarkStyle::Live) {
  LayoutRequest request;
  request.panels = panels;
  request.rows = rows;
  request.style = style;
  request.size = QSizeF(316.0, 400.0);
  request.viewport = {0.0, 1e8, 0.0};
  request.has_connectors = true;
  return layoutTimeline(request);
}

std::vector<std::string> textsOf(const TimelineLayout& layout, const StateShares& shares) {
  std::vector<std::string> texts;
  for (const LegendEntry& entry : legendEntries(layout, shares, loadFonts())) {
    texts.push_back((entry.text + (entry.share ? QStringLiteral("|") + *entry.share : QString())).toStdString());
  }
  return texts;
}

TEST(ChartLegend, StatesHaveTheirShareOthersNone) {
  const std::vector<PanelInput> panels{{"A", "", turnsOnCores()}};
  const TimelineLayout by_worker = layoutOf(panels, Rows::Worker);
  EXPECT_THAT(textsOf(by_worker, stateShares(by_worker, panels, std::nullopt)),
              ElementsAre("running|50 %", "waiting for the GIL|39 %", "starting|11 %", "hand-over"));
  const TimelineLayout by_core = layoutOf(panels, Rows::Core);
  EXPECT_THAT(textsOf(by_core, stateShares(by_core, panels, std::nullopt)),
              ElementsAre("running|53 %", "running, no job", "moved to another core"));
  const TimelineLayout bars = layoutOf(panels, Rows::Worker, MarkStyle::Runtimes);
  EXPECT_THAT(textsOf(bars, stateShares(bars, panels, std::nullopt)), ElementsAre("a job, from start to stop"));
}

TEST(ChartLegend, AWatchedProgramHasThreadsNotJobs) {
  const std::vector<PanelInput> watched{{"A", "", watchedProgram()}};
  EXPECT_THAT(textsOf(layoutOf(watched, Rows::Worker, MarkStyle::Runtimes), {}),
              ElementsAre("a thread, from start to stop"));
  const std::vector<PanelInput> both{{"A", "", watchedProgram()}, {"B", "", turnsOnCores()}};
  EXPECT_THAT(textsOf(layoutOf(both, Rows::Worker, MarkStyle::Runtimes), {}), ElementsAre("a job, from start to stop"));
}

TEST(ChartLegend, ANumberMovesNoOtherEntry) {
  const std::vector<PanelInput> panels{{"A", "", turnsOnCores()}};
  const TimelineLayout layout = layoutOf(panels, Rows::Worker);
  StateShares all;
  all.lifetime_ns = all.times[index(State::Running)] = 100;
  const auto with = legendEntries(layout, all, loadFonts());
  const auto without = legendEntries(layout, {}, loadFonts());
  ASSERT_EQ(with.size(), without.size());
  for (std::size_t i = 0; i < with.size(); ++i) {
    EXPECT_DOUBLE_EQ(with[i].width, without[i].width);
  }
}

}  // namespace
}  // namespace interleave::ui
