// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/connectors.h"

#include <gmock/gmock.h>

#include "tests/unit/chart/sample_traces.h"
#include "ui/chart/timeline_layout.h"

namespace interleave::ui {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// 200 px for 100 ms, from x 92 on.
double xOf(double ms) {
  return 92.0 + 2.0 * ms;
}

LayoutRequest requestFor(std::span<const PanelInput> panels, Rows rows) {
  LayoutRequest request;
  request.panels = panels;
  request.rows = rows;
  request.size = QSizeF(316.0, 400.0);
  request.viewport = {0.0, 1e8, 0.0};
  request.has_connectors = true;
  return request;
}

MATCHER_P4(Line, from_x, from_y, to_x, to_y, "") {
  const auto is_near = [](double a, double b) { return std::abs(a - b) < 0.01; };
  return is_near(arg.from.x(), from_x) && is_near(arg.from.y(), from_y) && is_near(arg.to.x(), to_x) &&
         is_near(arg.to.y(), to_y);
}

// `count` hand-overs between two threads, evenly over 100 ms.
SnapshotPtr handOvers(int count) {
  TraceStore store(2, 2, 1);
  for (std::uint32_t w = 0; w < 2; ++w) {
    addWorker(store, w);
    store.append(worker(w), {0, 100 * kMs, job(w), State::Running});
  }
  for (int i = 0; i < count; ++i) {
    const std::int64_t time_ns = 100 * kMs / count * i + 1000;
    store.addWake({time_ns, time_ns, worker(i % 2), worker(1 - i % 2), State::LockWait});
  }
  store.publish(100 * kMs, false);
  return store.snapshot();
}

TEST(Connectors, AHandOverLeadsFromTheReleasersLaneToTheOthersByTheShortestWay) {
  const std::vector<PanelInput> panels{{"A", "", turnsOnCores()}};
  const TimelineLayout layout = layoutTimeline(requestFor(panels, Rows::Worker));
  const double upper = layout.rows[0].lane.bottom();
  const double lower = layout.rows[1].lane.top();
  EXPECT_THAT(layout.connectors, ElementsAre(Line(xOf(30), upper, xOf(30), lower), Line(xOf(60), lower, xOf(60), upper),
                                             Line(xOf(80), upper, xOf(80), lower)));
  EXPECT_EQ(layout.connectors[0].waited_for, State::GilWait);
  EXPECT_EQ(layout.connectors[0].kind, ConnectorKind::HandOver);
}

TEST(Connectors, ByJobTheLaneIsThatOfTheJobThatRanThen) {
  const auto run = [] {
    TraceStore store(2, 3, 1);
    addWorker(store, 0);
    addWorker(store, 1);
    store.append(worker(0), {0, 20 * kMs, job(0), State::Running});
    store.append(worker(0), {20 * kMs, 50 * kMs, job(2), State::Running});
    store.append(worker(1), {0, 50 * kMs, job(1), State::GilWait});
    store.append(worker(1), {50 * kMs, 90 * kMs, job(1), State::Running});
    addJob(store, 0, 0, 0, 20 * kMs);
    addJob(store, 1, 1, 0, 90 * kMs);
    addJob(store, 2, 0, 20 * kMs, 50 * kMs);
    store.addWake({50 * kMs, 50 * kMs, worker(0), worker(1), State::GilWait});
    store.addWake({95 * kMs, 96 * kMs, worker(1), worker(0), State::GilWait});  // neither is in a job any more
    store.publish(100 * kMs, false);
    return store.snapshot();
  }();
  const std::vector<PanelInput> panels{{"A", "", run}};
  const TimelineLayout layout = layoutTimeline(requestFor(panels, Rows::Job));
  EXPECT_THAT(layout.connectors,
              ElementsAre(Line(xOf(50), layout.rows[2].lane.top(), xOf(50), layout.rows[1].lane.bottom())));
}

TEST(Connectors, OnlyThoseInTheViewAreThere) {
  const std::vector<PanelInput> panels{{"A", "", turnsOnCores()}};
  LayoutRequest request = requestFor(panels, Rows::Worker);
  request.viewport = {5e7, 7e7, 0.0};
  EXPECT_THAT(layoutTimeline(request).connectors, SizeIs(1));
  request.viewport = {3.1e7, 5e7, 0.0};
  EXPECT_THAT(layoutTimeline(request).connectors, IsEmpty());
}

TEST(Connectors, WhatCannotBeToldApartIsNotDrawnAtAllAndComesBackInAZoom) {
  const int fits = static_cast<int>(200.0 / kConnectorApart_px);
  const std::vector<PanelInput> few{{"A", "", handOvers(fits)}};
  EXPECT_THAT(layoutTimeline(requestFor(few, Rows::Worker)).connectors, SizeIs(static_cast<std::size_t>(fits)));
  const std::vector<PanelInput> many{{"A", "", handOvers(1000)}};
  LayoutRequest request = requestFor(many, Rows::Worker);
  EXPECT_THAT(layoutTimeline(request).connectors, IsEmpty());
  request.viewport = {5e7, 5.2e7, 0.0};
  EXPECT_THAT(layoutTimeline(request).connectors, SizeIs(20));
}

TEST(Connectors, ALaneOutOfSightIsPointedAtWhenTheOtherIsInSight) {
  TraceStore store(40, 0, 1);
  for (std::uint32_t w = 0; w < 40; ++w) {
    addWorker(store, w);
  }
  store.addWake({10 * kMs, 10 * kMs, worker(0), worker(39), State::GilWait});
  store.addWake({20 * kMs, 20 * kMs, worker(38), worker(39), State::GilWait});
  store.publish(100 * kMs, false);
  const std::vector<PanelInput> panels{{"A", "", store.snapshot()}};
  const TimelineLayout layout = layoutTimeline(requestFor(panels, Rows::Worker));
  ASSERT_THAT(layout.connectors, SizeIs(1));
  EXPECT_GT(layout.connectors[0].to.y(), layout.plot.bottom());
}

TEST(Connectors, AJobThatGoesOnOnAnotherCoreIsFollowedFromEndToBegin) {
  const std::vector<PanelInput> panels{{"A", "", turnsOnCores()}};
  const TimelineLayout layout = layoutTimeline(requestFor(panels, Rows::Core));
  const double upper = layout.rows[0].lane.bottom();
  const double lower = layout.rows[1].lane.top();
  EXPECT_THAT(layout.connectors,
              ElementsAre(Line(xOf(30), upper, xOf(60), lower), Line(xOf(60), lower, xOf(80), upper)));
  EXPECT_EQ(layout.connectors[0].kind, ConnectorKind::Move);
  EXPECT_EQ(layout.connectors[0].job, job(0));
  EXPECT_EQ(layout.connectors[1].job, job(1));
}

TEST(Connectors, ThereAreNoneWhenSwitchedOffNorBetweenBars) {
  const std::vector<PanelInput> panels{{"A", "", turnsOnCores()}};
  for (const Rows rows : {Rows::Worker, Rows::Core}) {
    LayoutRequest request = requestFor(panels, rows);
    request.has_connectors = false;
    EXPECT_THAT(layoutTimeline(request).connectors, IsEmpty());
  }
  LayoutRequest request = requestFor(panels, Rows::Worker);
  request.style = MarkStyle::Runtimes;
  EXPECT_THAT(layoutTimeline(request).connectors, IsEmpty());
}

}  // namespace
}  // namespace interleave::ui
