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

}  // namespace
}  // namespace interleave::ui
