// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/state_shares.h"

#include <gmock/gmock.h>

#include "tests/unit/chart/sample_traces.h"

namespace interleave::ui {
namespace {

StateShares sharesOf(std::span<const PanelInput> panels, Rows rows, const Viewport& viewport,
                     const std::optional<TimeRange>& selection = std::nullopt) {
  LayoutRequest request;
  request.panels = panels;
  request.rows = rows;
  request.size = QSizeF(316.0, 400.0);
  request.viewport = viewport;
  return stateShares(layoutTimeline(request), panels, selection);
}

constexpr Viewport kAll{0.0, 1.03e8, 0.0};

// Thread 0 lived 80 ms, thread 1 100 ms.
TEST(StateShares, AreOfTheLifetimeOfAllRows) {
  const std::vector<PanelInput> panels{{"A", "", turnsOnCores()}};
  const StateShares shares = sharesOf(panels, Rows::Worker, kAll);
  EXPECT_EQ(shares.lifetime_ns, 180 * kMs);
  EXPECT_DOUBLE_EQ(*shares.ratioOf(State::Running), 90.0 / 180.0);
  EXPECT_DOUBLE_EQ(*shares.ratioOf(State::GilWait), 70.0 / 180.0);
  EXPECT_DOUBLE_EQ(*shares.ratioOf(State::Starting), 20.0 / 180.0);
}

TEST(StateShares, ByJobALifeLastsFromBeginToEndByCoreAsLongAsTheRun) {
  const std::vector<PanelInput> panels{{"A", "", turnsOnCores()}};
  EXPECT_EQ(sharesOf(panels, Rows::Job, kAll).lifetime_ns, 180 * kMs) << "the workers' start included";
  const StateShares cores = sharesOf(panels, Rows::Core, kAll);
  EXPECT_EQ(cores.lifetime_ns, 200 * kMs);
  EXPECT_DOUBLE_EQ(*cores.ratioOf(State::Running), 105.0 / 200.0);
}

TEST(StateShares, OfJobsInPiecesAreTheirOwn) {
  const std::vector<PanelInput> turns{{"A", "", jobsInTurns()}};
  const StateShares all = sharesOf(turns, Rows::Job, kAll);
  EXPECT_EQ(all.lifetime_ns, 160 * kMs);
  EXPECT_EQ(all.times[index(State::Running)], 40 * kMs);
  EXPECT_EQ(all.times[index(State::IoWait)], 120 * kMs);
  const std::vector<PanelInput> halves{{"A", "", jobsOfTwoHalves()}};
  const StateShares both = sharesOf(halves, Rows::Job, kAll);
  EXPECT_EQ(both.lifetime_ns, 130 * kMs);
  EXPECT_EQ(both.times[index(State::Running)], 60 * kMs);
  EXPECT_EQ(both.times[index(State::IoWait)], 60 * kMs);
  EXPECT_EQ(both.times[index(State::Waiting)], 10 * kMs);
}

TEST(StateShares, AreOfTheViewedTimeOrOfTheSelectedOne) {
  const std::vector<PanelInput> panels{{"A", "", turnsOnCores()}};
  const Viewport part{1e7, 3e7, 0.0};
  EXPECT_DOUBLE_EQ(*sharesOf(panels, Rows::Worker, part).ratioOf(State::Running), 0.5);
  const TimeRange selection{75 * kMs, 95 * kMs};  // thread 0 lives 5 ms of it and runs, thread 1 runs 15 of 20
  EXPECT_DOUBLE_EQ(*sharesOf(panels, Rows::Worker, part, selection).ratioOf(State::Running), 20.0 / 25.0);
}

TEST(StateShares, CountPanelsTogether) {
  const std::vector<PanelInput> panels{{"A", "", turnsOnCores()}, {"B", "", processesSideBySide(2, 80 * kMs)}};
  const StateShares shares = sharesOf(panels, Rows::Worker, kAll);
  EXPECT_EQ(shares.times[index(State::Running)], 90 * kMs + 160 * kMs);
}

TEST(StateShares, RowsScrolledOutOfSightCountUpToABound) {
  const auto run = [](std::uint32_t workers) {
    TraceStore store(workers, 0, 1);
    for (std::uint32_t w = 0; w < workers; ++w) {
      addWorker(store, w);
      store.append(worker(w), {0, 10 * kMs, kNoJob, w == 0 ? State::Running : State::IoWait});
    }
    store.publish(10 * kMs, false);
    return store.snapshot();
  };
  const std::vector<PanelInput> most{{"A", "", run(kMostSharedRows)}};
  EXPECT_EQ(sharesOf(most, Rows::Worker, kAll).lifetime_ns, static_cast<std::int64_t>(kMostSharedRows) * 10 * kMs);
  const std::vector<PanelInput> more{{"A", "", run(kMostSharedRows + 1)}};
  LayoutRequest request;
  request.panels = more;
  request.size = QSizeF(316.0, 400.0);
  request.viewport = kAll;
  const TimelineLayout layout = layoutTimeline(request);
  EXPECT_EQ(stateShares(layout, more, std::nullopt).lifetime_ns,
            static_cast<std::int64_t>(layout.rows.size()) * 10 * kMs);
}

TEST(StateShares, AreNothingWhereNobodyLived) {
  const std::vector<PanelInput> panels{{"A", "", turnsOnCores()}};
  EXPECT_FALSE(sharesOf(panels, Rows::Worker, {2e8, 3e8, 0.0}).ratioOf(State::Running));
}

TEST(StateShares, AsText) {
  EXPECT_EQ(shareText(0.254), QStringLiteral("25 %"));
  EXPECT_EQ(shareText(0.0), QStringLiteral("0 %"));
  EXPECT_EQ(shareText(0.004), QStringLiteral("<1 %"));
  EXPECT_EQ(shareText(1.0), QStringLiteral("100 %"));
  EXPECT_EQ(shareText(std::nullopt), QString());
}

}  // namespace
}  // namespace interleave::ui
