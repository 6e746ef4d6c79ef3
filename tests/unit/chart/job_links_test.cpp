// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/job_links.h"

#include <gmock/gmock.h>

#include "tests/unit/chart/sample_traces.h"

namespace interleave::ui {
namespace {

using testing::IsEmpty;

// 200 px for 100 ms, from x 92 on.
TimelineLayout layoutOf(std::span<const PanelInput> panels, Rows rows) {
  LayoutRequest request;
  request.panels = panels;
  request.rows = rows;
  request.size = QSizeF(316.0, 400.0);
  request.viewport = {0.0, 1e8, 0.0};
  return layoutTimeline(request);
}

QRectF piece(const QRectF& lane, double begin_ms, double end_ms) {
  return QRectF(92.0 + 2.0 * begin_ms, lane.top(), 2.0 * (end_ms - begin_ms), lane.height());
}

TEST(JobLinks, AJobIsLinedWhereItRanOnAnyCoreAndAllElseIsVeiled) {
  const std::vector<PanelInput> panels{{"A", "", turnsOnCores()}};
  const TimelineLayout layout = layoutOf(panels, Rows::Core);
  const LinkPlaces places = linkPlaces(layout, panels, 0, job(0));
  const QRectF& first = layout.rows[0].lane;
  const QRectF& second = layout.rows[1].lane;
  EXPECT_THAT(places.lined, testing::ElementsAre(piece(first, 10, 30), piece(second, 60, 80)));
  EXPECT_THAT(places.veiled, testing::ElementsAre(piece(first, 0, 10), piece(first, 30, 100), piece(second, 0, 60),
                                                  piece(second, 80, 100)));
}

TEST(JobLinks, WhatTheJobWaitedIsNeitherLinedNorVeiled) {
  const std::vector<PanelInput> panels{{"A", "", turnsOnCores()}};
  const TimelineLayout layout = layoutOf(panels, Rows::Worker);
  const LinkPlaces places = linkPlaces(layout, panels, 0, job(0));
  const QRectF& own = layout.rows[0].lane;
  EXPECT_THAT(places.lined, testing::ElementsAre(piece(own, 10, 30), piece(own, 60, 80)));
  EXPECT_THAT(places.veiled,
              testing::ElementsAre(piece(own, 0, 10), piece(own, 80, 100), piece(layout.rows[1].lane, 0, 100)));
}

TEST(JobLinks, PanelsOfTheSameRunAreLinkedOthersLeftAlone) {
  const SnapshotPtr run = turnsOnCores();
  const std::vector<PanelInput> panels{{"A", "", run}, {"B", "", turnsOnCores()}, {"A again", "", run}};
  LayoutRequest request;
  request.panels = panels;
  request.size = QSizeF(316.0, 900.0);
  request.viewport = {0.0, 1e8, 0.0};
  const TimelineLayout layout = layoutTimeline(request);
  const LinkPlaces places = linkPlaces(layout, panels, 2, job(1));
  EXPECT_EQ(places.lined.size(), 4u);
  for (const QRectF& rect : places.veiled) {
    EXPECT_FALSE(rect.intersects(layout.panels[1].body));
  }
}

TEST(JobLinks, NothingIsMarkedWhereThereIsNothingToTellTheJobFrom) {
  TraceStore store(1, 1, 1);
  addWorker(store, 0);
  store.append(worker(0), {0, 50 * kMs, job(0), State::Running});
  store.publish(100 * kMs, false);
  const std::vector<PanelInput> panels{{"A", "", store.snapshot()}};
  const TimelineLayout layout = layoutOf(panels, Rows::Worker);
  EXPECT_EQ(linkPlaces(layout, panels, 0, job(0)), LinkPlaces{});
  EXPECT_EQ(linkPlaces(layout, panels, 0, kNoJob), LinkPlaces{});
}

}  // namespace
}  // namespace interleave::ui
