// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/timeline_layout.h"

#include <gmock/gmock.h>

#include "tests/unit/chart/sample_traces.h"

namespace interleave::ui {
namespace {

// Two workers, three jobs (the last has not begun), 100 ms.
SnapshotPtr smallRun() {
  TraceStore store(2, 3, 2);
  addWorker(store, 0);
  addWorker(store, 1);
  store.append(worker(0), {0, 10 * kMs, kNoJob, State::Starting});
  store.append(worker(0), {10 * kMs, 60 * kMs, job(0), State::Running});
  store.append(worker(0), {60 * kMs, 80 * kMs, job(0), State::GilWait});
  store.append(worker(1), {20 * kMs, 40 * kMs, job(1), State::IoWait});
  store.append(worker(1), {40 * kMs, 100 * kMs, job(1), State::Running});
  addJob(store, 0, 0, 10 * kMs, 80 * kMs);
  addJob(store, 1, 1, 20 * kMs, 100 * kMs);
  store.publish(100 * kMs, false);
  return store.snapshot();
}

LayoutRequest requestFor(const std::vector<PanelInput>& panels) {
  LayoutRequest request;
  request.panels = panels;
  request.size = QSizeF(316.0, 400.0);  // 200 px of plot: 0.5 ms a pixel
  request.viewport = {0.0, 1e8, 0.0};
  return request;
}

TEST(TimelineLayout, RowsByWorker) {
  const std::vector<PanelInput> panels{{"A", "", smallRun()}};
  const TimelineLayout layout = layoutTimeline(requestFor(panels));
  EXPECT_EQ(layout.toText(),
            "0/0 thread 0 y38+51: [0,20) starting; [20,120) running job0; [120,160) waiting for the GIL job0;\n"
            "0/1 thread 1 y102+51: [40,80) waiting for I/O job1; [80,200) running job1;\n");
  EXPECT_EQ(layout.plot, QRectF(92.0, 0.0, 200.0, 38.0 + 2 * 64.0));
}

TEST(TimelineLayout, RowsByJobBeginWithTheWorkersStartAndAreEmptyBeforeTheJobBegins) {
  const std::vector<PanelInput> panels{{"A", "", smallRun()}};
  LayoutRequest request = requestFor(panels);
  request.rows = Rows::Job;
  EXPECT_EQ(layoutTimeline(request).toText(),
            "0/0 job 0 y38+51: [0,20) starting; [20,120) running job0; [120,160) waiting for the GIL job0;\n"
            "0/1 job 1 y102+51: [40,80) waiting for I/O job1; [80,200) running job1;\n"
            "0/2 job 2 y166+51:\n");
}

TEST(TimelineLayout, AJobThatSharesItsWorkerIsUnderWayBetweenItsPieces) {
  const std::vector<PanelInput> panels{{"A", "", jobsInTurns()}};
  LayoutRequest request = requestFor(panels);
  request.rows = Rows::Job;
  const TimelineLayout layout = layoutTimeline(request);
  EXPECT_EQ(layout.toText(),
            "0/0 job 0 y38+51: [0,20) running job0; [20,120) waiting for I/O job0; [120,140) running job0;\n"
            "0/1 job 1 y102+51: [20,40) running job1; [40,180) waiting for I/O job1; [180,200) running job1;\n");
  EXPECT_TRUE(layout.states[index(State::IoWait)]);
}

TEST(TimelineLayout, AJobOfTwoHalvesShowsBothAndItsWaitBetweenThem) {
  const std::vector<PanelInput> panels{{"A", "", jobsOfTwoHalves()}};
  LayoutRequest request = requestFor(panels);
  request.rows = Rows::Job;
  const TimelineLayout layout = layoutTimeline(request);
  EXPECT_EQ(layout.toText(),
            "0/0 job 0 y38+51: [0,60) waiting for I/O job0; [60,80) waiting job0; [80,120) running job0;\n"
            "0/1 job 1 y102+51: [60,120) waiting for I/O job1; [120,200) running job1;\n");
  EXPECT_TRUE(layout.states[index(State::Waiting)]);
}

TEST(TimelineLayout, PiecesTooShortForAPixelAreBetweenWaits) {
  TraceStore store(1, 1, 1);
  store.setJobsInTurns();
  addWorker(store, 0);
  for (int i = 0; i < 1000; ++i) {  // a tenth of the time
    store.append(worker(0), {i * kMs / 10, i * kMs / 10 + kMs / 100, job(0), State::Running});
  }
  addJob(store, 0, 0, 0, 100 * kMs);
  store.publish(100 * kMs, false);
  const std::vector<PanelInput> panels{{"A", "", store.snapshot()}};
  LayoutRequest request = requestFor(panels);
  request.rows = Rows::Job;
  const TimelineLayout layout = layoutTimeline(request);
  for (const Mark& mark : layout.rows.at(0).marks) {
    EXPECT_EQ(mark.state, State::IoWait);
    EXPECT_NEAR(mark.share, 0.1, 1e-3);
  }
}

TEST(TimelineLayout, RuntimesAreOneBarAJobAndNoWaits) {
  const std::vector<PanelInput> panels{{"A", "", smallRun()}};
  LayoutRequest request = requestFor(panels);
  request.style = MarkStyle::Runtimes;
  const std::string bars =
      "0/0 thread 0 y38+51: [20,160) running job0;\n"
      "0/1 thread 1 y102+51: [40,200) running job1;\n";
  EXPECT_EQ(layoutTimeline(request).toText(), bars);
  const TimelineLayout layout = layoutTimeline(request);
  EXPECT_FALSE(layout.states[index(State::GilWait)]);
  request.rows = Rows::Job;
  EXPECT_EQ(
      layoutTimeline(request).toText(),
      "0/0 job 0 y38+51: [20,160) running job0;\n0/1 job 1 y102+51: [40,200) running job1;\n0/2 job 2 y166+51:\n");
}

TEST(TimelineLayout, RowsByCoreSayWhatRanThereAlsoInNoJob) {
  const std::vector<PanelInput> panels{{"A", "", turnsOnCores()}};
  LayoutRequest request = requestFor(panels);
  request.rows = Rows::Core;
  const std::string live =
      "0/0 core 0 y38+51: [0,20) running; [20,60) running job0; [160,200) running job1;\n"
      "0/1 core 1 y102+51: [60,120) running job1; [120,160) running job0; [180,190) running;\n";
  TimelineLayout layout = layoutTimeline(request);
  EXPECT_EQ(layout.toText(), live);
  EXPECT_TRUE(layout.has_jobless);
  EXPECT_EQ(layout.rows[1].core, 1u);
  request.style = MarkStyle::Runtimes;
  layout = layoutTimeline(request);
  EXPECT_EQ(layout.toText(), live) << "nothing lasts from start to stop on a core";
  EXPECT_EQ(layout.style, MarkStyle::Live);
  request.viewport = {2e7, 3e7, 0.0};
  EXPECT_FALSE(layoutTimeline(request).has_jobless);
}

TEST(TimelineLayout, AMergedColumnOfACoreHasTheJobThatRanLongestThere) {
  TraceStore store(1, 2, 1);
  store.showCores();
  addJob(store, 0, 0, 0, 100 * kMs);  // on some core all the time
  for (int i = 0; i < 10'000; ++i) {  // per 10 us 2 of job 0, 7 of job 1, 1 of job 0: fifty times in a column
    const std::int64_t at = 10'000 * i;
    store.appendOnCore(0, {at, at + 2'000, job(0), State::Running});
    store.appendOnCore(0, {at + 2'000, at + 9'000, job(1), State::Running});
    store.appendOnCore(0, {at + 9'000, at + 10'000, job(0), State::Running});
  }
  store.publish(100 * kMs, false);
  const std::vector<PanelInput> panels{{"A", "", store.snapshot()}};
  LayoutRequest request = requestFor(panels);
  request.rows = Rows::Core;
  const TimelineLayout layout = layoutTimeline(request);
  for (const Mark& mark : layout.rows.at(0).marks) {
    ASSERT_EQ(mark.job, job(1)) << mark.begin;
  }
}

TEST(TimelineLayout, WithoutTheKernelsViewAPanelSaysWhyItHasNoCores) {
  const std::vector<PanelInput> panels{{"A", "", turnsOnCores()}, {"B", "", smallRun()}};
  LayoutRequest request = requestFor(panels);
  request.rows = Rows::Core;
  const TimelineLayout layout = layoutTimeline(request);
  EXPECT_TRUE(layout.panels[0].note.isEmpty());
  EXPECT_EQ(layout.panels[1].note, QStringLiteral("Rows by core need the kernel's view"));
  EXPECT_GE(layout.panels[1].body.height(), 14.0);
  request.rows = Rows::Worker;
  EXPECT_TRUE(layoutTimeline(request).panels[1].note.isEmpty());
}

TEST(TimelineLayout, AWatchedProgramsRowsByJobAreItsThreads) {
  const std::vector<PanelInput> panels{{"A", "", watchedProgram()}};
  LayoutRequest request = requestFor(panels);
  const std::string threads = layoutTimeline(request).toText();
  EXPECT_EQ(threads,
            "0/0 make 100 y38+51: [0,100) waiting job0; [100,120) running job0;\n"
            "0/1 make 102 y102+51: [40,100) waiting job2; [140,160) running job2;\n"
            "0/2 cc 101 y166+51: [20,100) waiting job1; [120,140) running job1;\n");
  request.rows = Rows::Job;
  EXPECT_EQ(layoutTimeline(request).toText(), threads);
  request.style = MarkStyle::Runtimes;
  EXPECT_EQ(layoutTimeline(request).toText(),
            "0/0 make 100 y38+51: [0,200) running job0;\n"
            "0/1 make 102 y102+51: [40,200) running job2;\n"
            "0/2 cc 101 y166+51: [20,180) running job1;\n");
}

TEST(TimelineLayout, TwiceTheDevicesPixelsMeanTheSamePlacesOnAFinerGrid) {
  const std::vector<PanelInput> panels{{"A", "", smallRun()}};
  LayoutRequest request = requestFor(panels);
  const TimelineLayout once = layoutTimeline(request);
  request.device_scale = 2.0;
  const TimelineLayout twice = layoutTimeline(request);
  EXPECT_EQ(once.toText(), twice.toText());
  EXPECT_EQ(once.plot, twice.plot);
  EXPECT_EQ(twice.grid.columns, 2 * once.grid.columns);
}

TEST(TimelineLayout, PanelsShareOneAxisAndSayWhatWasLost) {
  TraceStore store(1, 1, 1);
  addWorker(store, 0);
  store.editInfo(worker(0)).lost_samples = 12'345;
  store.append(worker(0), {0, 10 * kMs, kNoJob, State::Lost});
  store.publish(10 * kMs, false);
  const std::vector<PanelInput> panels{{"A", "a", smallRun()}, {"B", "b", store.snapshot()}};
  const TimelineLayout layout = layoutTimeline(requestFor(panels));
  ASSERT_EQ(layout.panels.size(), 2u);
  EXPECT_EQ(layout.panels[0].loss, QString());
  EXPECT_EQ(layout.panels[1].loss, QStringLiteral("12,345 samples lost"));
  EXPECT_TRUE(layout.states[index(State::Lost)]);
  EXPECT_EQ(layout.rows.back().marks.front().state, State::Lost);
  EXPECT_GE(layout.panels[1].head.top(), layout.panels[0].body.bottom());
}

SnapshotPtr manyJobs(std::uint32_t jobs) {
  TraceStore store(1, jobs, 1);
  addWorker(store, 0);
  for (std::uint32_t j = 0; j < jobs; ++j) {
    store.append(worker(0), {j * kMs, (j + 1) * kMs, job(j), State::Running});
    addJob(store, j, 0, j * kMs, (j + 1) * kMs);
  }
  store.publish(jobs * kMs, false);
  return store.snapshot();
}

TEST(TimelineLayout, OnlyRowsInSightAreLaidOutAndAllCanBeScrolledTo) {
  const std::vector<PanelInput> panels{{"A", "", manyJobs(100'000)}};
  LayoutRequest request = requestFor(panels);
  request.rows = Rows::Job;
  const TimelineLayout first = layoutTimeline(request);
  EXPECT_LT(first.rows.size(), 30u);
  EXPECT_EQ(first.rows.front().row, 0u);
  EXPECT_DOUBLE_EQ(first.row_height, 14.0);
  request.viewport.first_row = first.last_first_row;
  const TimelineLayout last = layoutTimeline(request);
  EXPECT_EQ(last.rows.back().row, 99'999u);
  EXPECT_LE(last.rows.back().lane.bottom(), last.plot.bottom());
  EXPECT_DOUBLE_EQ(last.panels[0].head.top(), 0.0) << "a panel's head stays in sight";
  request.viewport.first_row = 1e9;
  EXPECT_EQ(layoutTimeline(request).rows.back().row, 99'999u);
}

TEST(TimelineLayout, ScrollingIsSmoothAcrossPanels) {
  const std::vector<PanelInput> panels{{"A", "", manyJobs(50)}, {"B", "", manyJobs(80)}};
  LayoutRequest request = requestFor(panels);
  request.rows = Rows::Job;
  double before = 1e9;
  for (double row = 0.0; row < layoutTimeline(request).last_first_row; row += 0.25) {
    request.viewport.first_row = row;
    const TimelineLayout layout = layoutTimeline(request);
    // Where the last row of all would be, in the stack: falls steadily, never by more than a row's height.
    const RowLayout& seen = layout.rows.back();
    const double place = seen.lane.top() - static_cast<double>(seen.row + 50 * seen.panel) * layout.row_height -
                         (seen.panel == 1 ? 38.0 + 18.0 : 0.0);
    if (before < 1e8) {
      EXPECT_LE(place, before);
      EXPECT_GE(place, before - layout.row_height) << row;
    }
    before = place;
  }
}

TEST(TimelineLayout, WhatCannotBeScrolledSaysHowMuchIsLeftOut) {
  const std::vector<PanelInput> panels{{"A", "1000 jobs", manyJobs(1000)}};
  LayoutRequest request = requestFor(panels);
  request.rows = Rows::Job;
  request.metrics.smallest_row = 2.0;
  request.metrics.cut_rows = true;
  const TimelineLayout layout = layoutTimeline(request);
  EXPECT_EQ(layout.rows.size(), 139u);  // 400 - 38 of head - 50 of axis - 34 of legend = 278 px
  EXPECT_EQ(layout.panels[0].sentence, QStringLiteral("1000 jobs · the first 139 of 1,000 jobs"));
  EXPECT_LE(layout.rows.back().lane.bottom(), layout.plot.bottom());
}

TEST(TimelineLayout, TimesAndPixelsAreInversesOfEachOther) {
  const std::vector<PanelInput> panels{{"A", "", smallRun()}};
  LayoutRequest request = requestFor(panels);
  request.viewport = {12'345.0, 67'890.0, 0.0};
  const TimelineLayout layout = layoutTimeline(request);
  for (const double x : {92.0, 100.5, 291.0}) {
    EXPECT_NEAR(layout.xAt(layout.timeAt(x)), x, 1e-9);
  }
}

}  // namespace
}  // namespace interleave::ui
