// SPDX-License-Identifier: GPL-3.0-or-later
// What was dropped of a run is drawn, counted and pointed at as not known: never as idle.
#include "ui/chart/kept_part.h"

#include <gmock/gmock.h>

#include "tests/unit/chart/sample_traces.h"
#include "ui/chart/hover_text.h"
#include "ui/chart/state_shares.h"

namespace interleave::ui {
namespace {

// The run of turnsOnCores(), of which what came after 50 ms is kept: 200 px for 100 ms, from x 92 on.
class KeptPart : public testing::Test {
 protected:
  KeptPart() {
    auto kept = std::make_shared<TraceSnapshot>(*turnsOnCores());
    kept->kept_from_ns = 50 * kMs;
    kept->keep_ns = std::int64_t{5} * 60'000 * kMs;
    m_panels.push_back({"A", "0.100 s", kept});
  }
  LayoutRequest request(Rows rows = Rows::Worker, MarkStyle style = MarkStyle::Live) const {
    LayoutRequest request;
    request.panels = m_panels;
    request.rows = rows;
    request.style = style;
    request.has_connectors = true;
    request.size = QSizeF(316.0, 400.0);
    request.viewport = {0.0, 1e8, 0.0};
    return request;
  }
  std::vector<PanelInput> m_panels;
};

TEST_F(KeptPart, TheHeadSaysItFirst) {
  EXPECT_EQ(layoutTimeline(request()).panels[0].sentence, QStringLiteral("only the last 5 minutes are kept · 0.100 s"));
  EXPECT_EQ(shownSentence({"A", "0.100 s", turnsOnCores()}), QStringLiteral("0.100 s"));
}

TEST_F(KeptPart, NothingIsDrawnOfWhatWasDropped) {
  for (const Rows rows : {Rows::Worker, Rows::Job, Rows::Core}) {
    const TimelineLayout layout = layoutTimeline(request(rows));
    EXPECT_EQ(layout.panels[0].dropped.left(), 92.0);
    EXPECT_EQ(layout.panels[0].dropped.width(), 100.0);
    EXPECT_EQ(layout.panels[0].dropped.height(), layout.panels[0].body.height());
    for (const RowLayout& row : layout.rows) {
      EXPECT_FALSE(row.marks.empty());
      for (const Mark& mark : row.marks) {
        EXPECT_GE(mark.begin, 100);
      }
    }
    for (const Connector& connector : layout.connectors) {
      EXPECT_GE(connector.from.x(), 192.0);
    }
  }
}

TEST_F(KeptPart, WhereAllInSightIsKeptNothingIsMarkedAsDropped) {
  LayoutRequest later = request();
  later.viewport = {6e7, 1e8, 0.0};
  EXPECT_TRUE(layoutTimeline(later).panels[0].dropped.isEmpty());
  m_panels = {{"A", "", turnsOnCores()}};
  EXPECT_TRUE(layoutTimeline(request()).panels[0].dropped.isEmpty());
}

TEST_F(KeptPart, BarsFromStartToStopAreKnownOfTheWholeRun) {
  const TimelineLayout layout = layoutTimeline(request(Rows::Job, MarkStyle::Runtimes));
  EXPECT_TRUE(layout.panels[0].dropped.isEmpty());
  EXPECT_EQ(layout.rows[0].marks.front().begin, 20);
}

TEST_F(KeptPart, SharesAreOfThePartThatIsKept) {
  const TimelineLayout layout = layoutTimeline(request());
  const StateShares shares = stateShares(layout, m_panels, std::nullopt);
  EXPECT_EQ(shares.lifetime_ns, 30 * kMs + 50 * kMs);
  EXPECT_EQ(shares.times[index(State::Running)], 20 * kMs + 30 * kMs);
  EXPECT_EQ(shares.times[index(State::GilWait)], 10 * kMs + 20 * kMs);
  EXPECT_FALSE(stateShares(layout, m_panels, TimeRange{0, 40 * kMs}).ratioOf(State::Running)) << "nobody knows";
}

TEST_F(KeptPart, PointedAtItSaysThatItWasDropped) {
  for (const Rows rows : {Rows::Worker, Rows::Job, Rows::Core}) {
    const TimelineLayout layout = layoutTimeline(request(rows));
    const auto text = hoverAt(layout, m_panels, rows, QPointF(92.0 + 2.0 * 20.0, 60.0));
    ASSERT_TRUE(text);
    EXPECT_EQ(text->lines.front(), QStringLiteral("dropped: only the last 5 minutes are kept"));
    const auto kept = hoverAt(layout, m_panels, rows, QPointF(92.0 + 2.0 * 65.0, 60.0));
    EXPECT_TRUE(!kept || !kept->lines.front().startsWith(QStringLiteral("dropped")));
  }
}

}  // namespace
}  // namespace interleave::ui
