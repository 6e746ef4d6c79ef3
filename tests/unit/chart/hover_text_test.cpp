// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/hover_text.h"

#include <gmock/gmock.h>

#include "tests/unit/chart/sample_traces.h"

namespace interleave::ui {
namespace {

// 200 px for 100 ms, from x 92 on; row by worker 0 around y 60, 1 around y 120.
class HoverTextTest : public testing::Test {
 protected:
  HoverTextTest() {
    TraceStore store(2, 2, 1);
    addWorker(store, 0);
    addWorker(store, 1);
    store.append(worker(0), {10 * kMs, 60 * kMs, job(0), State::Running});
    store.append(worker(0), {60 * kMs, 80 * kMs, job(0), State::GilWait});
    for (int i = 0; i < 100; ++i) {  // 100 us each, ten in a pixel's 500 us and its half
      store.append(worker(1), {20 * kMs + i * 100'000, 20 * kMs + i * 100'000 + 50'000, job(1), State::Running});
    }
    addJob(store, 0, 0, 10 * kMs, 80 * kMs);
    addJob(store, 1, 1, 20 * kMs, 30 * kMs);
    JobRecord& failed = store.editJobs().edit(job(1));
    failed.error = "connection refused";
    failed.state = JobState::Failed;
    store.publish(100 * kMs, false);
    m_panels.push_back({"A", "", store.snapshot()});
  }

  std::optional<HoverText> at(double x_ms, double y, Rows rows = Rows::Worker, MarkStyle style = MarkStyle::Live) {
    LayoutRequest request;
    request.panels = m_panels;
    request.size = QSizeF(316.0, 400.0);
    request.viewport = {0.0, 1e8, 0.0};
    request.rows = rows;
    request.style = style;
    return hoverAt(layoutTimeline(request), m_panels, rows, QPointF(92.0 + 2.0 * x_ms, y));
  }

  std::vector<PanelInput> m_panels;
};

TEST_F(HoverTextTest, ASliceSaysJobWorkerStateBeginAndLength) {
  EXPECT_EQ(at(30.0, 60.0), (HoverText{QStringLiteral("job 0 · thread 0"),
                                       {QStringLiteral("running"), QStringLiteral("0.0100 s, for 50.0 ms")}}));
  EXPECT_EQ(at(70.0, 60.0)->lines.front(), QStringLiteral("waiting for the GIL"));
}

TEST_F(HoverTextTest, AMergedPixelSaysItsShareAndHowManySlicesItStandsFor) {
  const auto text = at(25.1, 120.0);
  ASSERT_TRUE(text);
  EXPECT_EQ(text->head, QStringLiteral("job 1 · thread 1"));
  EXPECT_EQ(text->lines.at(0), QStringLiteral("ran 50.0 % of this pixel"));
  EXPECT_THAT(text->lines.at(1).toStdString(), testing::EndsWith(" slices here"));
}

TEST_F(HoverTextTest, AJobInPiecesSaysWhichWorkerIsAtItAndWhatItWaitsFor) {
  m_panels = {{"A", "", jobsOfTwoHalves()}};
  EXPECT_EQ(at(20.0, 60.0, Rows::Job)->head, QStringLiteral("job 0 · thread 0"));
  EXPECT_EQ(at(50.0, 60.0, Rows::Job)->head, QStringLiteral("job 0 · process 1"));
  EXPECT_EQ(
      at(35.0, 60.0, Rows::Job),
      (HoverText{QStringLiteral("job 0"),
                 {QStringLiteral("waiting for a worker to go on with it"), QStringLiteral("0.0300 s, for 10.0 ms")}}));
  m_panels = {{"A", "", jobsInTurns()}};
  EXPECT_EQ(at(65.0, 60.0, Rows::Job)->lines.front(), QStringLiteral("running"));
  EXPECT_EQ(at(15.0, 60.0, Rows::Job)->lines.front(), QStringLiteral("waiting for I/O, or for its turn"));
}

TEST_F(HoverTextTest, BetweenSlicesAWorkerIsIdle) {
  EXPECT_EQ(at(90.0, 60.0)->lines.front(), QStringLiteral("idle"));
}

TEST_F(HoverTextTest, ABarSaysStartToStopAndWhyItFailed) {
  const auto text = at(25.0, 120.0, Rows::Job, MarkStyle::Runtimes);
  ASSERT_TRUE(text);
  EXPECT_THAT(text->lines,
              testing::ElementsAre(QStringLiteral("start to stop"), QStringLiteral("0.0200 s, for 10.0 ms"),
                                   QStringLiteral("failed: connection refused")));
}

TEST_F(HoverTextTest, NothingOutsideOfRows) {
  EXPECT_FALSE(at(30.0, 10.0));
  EXPECT_FALSE(at(-5.0, 60.0));
  EXPECT_FALSE(at(30.0, 390.0));
  EXPECT_FALSE(at(90.0, 60.0, Rows::Job)) << "the job is over";
}

// The same geometry, of other runs.
std::optional<HoverText> hoverOver(const SnapshotPtr& run, double x_ms, double y, Rows rows,
                                   MarkStyle style = MarkStyle::Live) {
  const std::vector<PanelInput> panels{{"A", "", run}};
  LayoutRequest request;
  request.panels = panels;
  request.size = QSizeF(316.0, 400.0);
  request.viewport = {0.0, 1e8, 0.0};
  request.rows = rows;
  request.style = style;
  return hoverAt(layoutTimeline(request), panels, rows, QPointF(92.0 + 2.0 * x_ms, y));
}

TEST(HoverText, SaysOnWhichCoreAndByWhomItWasLetGoOn) {
  const HoverText expected{QStringLiteral("job 0 · thread 0 · core 1"),
                           {QStringLiteral("running"), QStringLiteral("0.0600 s, for 20.0 ms"),
                            QStringLiteral("let go by thread 1, which released the GIL")}};
  EXPECT_EQ(hoverOver(turnsOnCores(), 70.0, 60.0, Rows::Worker), expected);
  EXPECT_EQ(hoverOver(turnsOnCores(), 70.0, 60.0, Rows::Job), expected);
  EXPECT_EQ(hoverOver(turnsOnCores(), 70.0, 120.0, Rows::Core), expected);
  const auto first = hoverOver(turnsOnCores(), 20.0, 60.0, Rows::Worker);
  EXPECT_EQ(first->head, QStringLiteral("job 0 · thread 0 · core 0"));
  EXPECT_EQ(first->lines.size(), 2u) << "nobody let it go on";
  EXPECT_EQ(hoverOver(turnsOnCores(), 45.0, 60.0, Rows::Worker)->head, QStringLiteral("job 0 · thread 0"))
      << "who waits is on no core";
}

TEST(HoverText, OnACoreThereMayBeNoJobOrNothing) {
  const auto jobless = hoverOver(turnsOnCores(), 5.0, 60.0, Rows::Core);
  EXPECT_EQ(jobless->head, QStringLiteral("core 0"));
  EXPECT_EQ(jobless->lines.front(), QStringLiteral("the runner itself, in no job"));
  const auto nothing = hoverOver(turnsOnCores(), 50.0, 60.0, Rows::Core);
  EXPECT_EQ(nothing->head, QStringLiteral("core 0"));
  EXPECT_EQ(nothing->lines.front(), QStringLiteral("nothing of this run"));
}

TEST(HoverText, WhoOnlyLostItsCoreWasLetGoByNobody) {
  TraceStore store(2, 2, 1);
  addWorker(store, 0);
  addWorker(store, 1);
  addJob(store, 0, 0, 0, 90 * kMs);
  store.append(worker(0), {0, 10 * kMs, job(0), State::LockWait});
  store.append(worker(0), {10 * kMs, 10 * kMs + 30'000, job(0), State::Running});
  store.append(worker(0), {10 * kMs + 30'000, 10 * kMs + 40'000, job(0), State::Ready});
  store.append(worker(0), {10 * kMs + 40'000, 90 * kMs, job(0), State::Running});
  store.addWake({10 * kMs, 10 * kMs, worker(1), worker(0), State::LockWait});
  store.publish(100 * kMs, false);
  EXPECT_EQ(hoverOver(store.snapshot(), 50.0, 60.0, Rows::Worker)->lines.size(), 2u);
}

TEST(HoverText, AWatchedThreadHasItsOwnName) {
  EXPECT_EQ(hoverOver(watchedProgram(), 75.0, 120.0, Rows::Worker)->head, QStringLiteral("make 102 · core 0"));
  EXPECT_EQ(hoverOver(watchedProgram(), 65.0, 60.0, Rows::Core)->head, QStringLiteral("cc 101 · core 0"));
  const auto bar = hoverOver(watchedProgram(), 65.0, 190.0, Rows::Worker, MarkStyle::Runtimes);
  EXPECT_EQ(bar, (HoverText{QStringLiteral("cc 101"),
                            {QStringLiteral("start to stop"), QStringLiteral("0.0100 s, for 80.0 ms")}}));
}

}  // namespace
}  // namespace interleave::ui
