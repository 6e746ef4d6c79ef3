// SPDX-License-Identifier: GPL-3.0-or-later
// What the results panel says of a run, of a part of it, and of how well it was seen.
#include <QAction>
#include <QLabel>
#include <QSignalSpy>

#include "tests/gui/window_fixture.h"
#include "tests/support/trace_text.h"
#include "ui/chart/timeline_view.h"
#include "ui/window/big_number.h"
#include "ui/window/gauge_panel.h"
#include "ui/window/measurement_text.h"
#include "ui/window/results_panel.h"
#include "ui/window/section_head.h"
#include "ui/window/share_lines.h"
#include "ui/window/share_table.h"
#include "ui/window/verdict_card.h"

namespace interleave::ui {
namespace {

TEST(MeasurementText, SaysTheViewAndWhatIsNotKnownIsADash) {
  Measurement measurement;
  EXPECT_EQ(viewText(measurement), "none");
  EXPECT_EQ(clockText(measurement), "–");
  EXPECT_EQ(nanosecondsText(measurement.tick_ns), "–");
  EXPECT_EQ(shareText(measurement.agreement, 1), "–");
  measurement.view = KernelView::Proc;
  measurement.view_resolution_ns = 10'000'000;
  EXPECT_EQ(viewText(measurement), "every 10 ms (/proc)");
  measurement.view = KernelView::Perf;
  EXPECT_EQ(viewText(measurement), "exact (perf)");
  measurement.clock = "tsc";
  measurement.clock_resolution_ns = 1.0;
  EXPECT_EQ(clockText(measurement), "tsc, 1 ns");
  EXPECT_EQ(nanosecondsText(8.53), "8.5 ns");
  EXPECT_EQ(shareText(0.9987, 1), "99.8 %");
  EXPECT_EQ(shareText(0.99999, 1), "99.9 %");
  EXPECT_EQ(shareText(1.0, 1), "100.0 %");
  EXPECT_EQ(shareText(0.29, 0), "29 %");
}

TEST(ShareLines, AreOfTheTimeThatEachWasThere) {
  const SnapshotPtr snapshot = test::traceFromText({"AAAAAgggggggggg.....", "ssssBBBBBBBBrrrrBBBB"});
  const auto lines = workerLines(*snapshot, computeFigures(*snapshot, snapshot->now_ns));
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].name, "thread 0");
  EXPECT_EQ(lines[0].running, "25 %");
  EXPECT_EQ(lines[0].wait, "GIL 50 %");
  EXPECT_EQ(lines[1].running, "60 %");
  EXPECT_EQ(lines[1].wait, "ready 20 %");
  const auto part = workerLines(*snapshot, computeFigures(*snapshot, TimeRange{0, 5 * kNsPerMs}));
  EXPECT_EQ(part[0].running, "100 %");
  EXPECT_EQ(part[0].wait, "");
  EXPECT_EQ(part[1].wait, "starting 80 %");
}

TEST(ShareTable, FoldsWhatIsMoreThanEight) {
  ShareTable table("workers", true);
  table.resize(250, 600);
  table.setLines(std::vector<ShareLine>(8));
  const int eight = table.sizeHint().height();
  table.setLines(std::vector<ShareLine>(4096));
  const int folded = table.sizeHint().height();
  EXPECT_LT(folded, eight + 40);
  table.show();
  auto* more = table.findChild<QPushButton*>();
  EXPECT_EQ(more->text(), "Show all 4,096 workers");
  QTest::mouseClick(more, Qt::LeftButton);
  EXPECT_GT(table.sizeHint().height(), 4000 * 20);
  QTest::mouseClick(more, Qt::LeftButton);
  EXPECT_EQ(table.sizeHint().height(), folded);
}

TEST(MomentOf, WithoutAReadingTheRunsOwnPartComesFromItsCores) {
  TraceStore store(1, 1, 2);
  store.showCores();
  store.appendOnCore(0, {0, 100'000'000, JobId{0}, State::Running});
  store.appendOnCore(1, {50'000'000, 75'000'000, JobId{0}, State::Running});
  store.publish(100'000'000, false);
  RunFindings run;
  run.snapshot = store.snapshot();
  auto load = momentOf(run, 50'000'000);
  ASSERT_TRUE(load);
  EXPECT_TRUE(load->busy_ratio.empty());
  EXPECT_DOUBLE_EQ(load->experiment_ratio[0], 1.0);
  EXPECT_DOUBLE_EQ(load->experiment_ratio[1], 0.5);
  run.loads = {{60'000'000, {0.9, 0.8}, {0.7, 0.1}}};
  load = momentOf(run, 50'000'000);
  EXPECT_EQ(load->busy_ratio, (std::vector<double>{0.9, 0.8}));
  EXPECT_EQ(load->time_ns, 50'000'000);
  run.loads.clear();
  run.snapshot = std::make_shared<const TraceSnapshot>();
  EXPECT_FALSE(momentOf(run, 0));
}

class ResultsTest : public WindowTest {
 protected:
  void SetUp() override {
    WindowTest::SetUp();
    choose("Workload", "sleep");
    type("Sleep", "50");
    click("Run");
    ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  }
  ResultsPanel* panel() { return window().findChild<ResultsPanel*>(); }
  TimelineView* timeline() { return window().findChild<TimelineView*>("timeline"); }
  QString head() {
    auto* part = panel()->findChild<QLabel*>("partHead");
    return part->isVisible() ? part->text() : panel()->findChild<SectionHead*>("head")->text();
  }
  QString number(const QString& meaning) {
    for (const BigNumber* found : panel()->findChildren<BigNumber*>()) {
      if (found->meaning() == meaning) {
        return found->value();
      }
    }
    return {};
  }
};

TEST_F(ResultsTest, SpeaksOfTheSelectionAndThenOfTheWholeAgain) {
  const QString whole = number("elapsed");
  timeline()->setSelection(TimeRange{10'000'000, 22'400'000});
  ASSERT_TRUE(eventually([&] { return head() == "Result of 12.4 ms selected"; })) << head().toStdString();
  EXPECT_EQ(number("selected"), "12.4 ms");
  EXPECT_EQ(number("elapsed"), "");
  click("Clear the selection");
  EXPECT_FALSE(timeline()->selection());
  EXPECT_EQ(head(), "Result");
  EXPECT_EQ(number("elapsed"), whole);
}

TEST_F(ResultsTest, TheVerdictIsThereForTheWholeRunAlone) {
  auto* card = panel()->findChild<VerdictCard*>();
  ASSERT_TRUE(eventually([&] { return card->isVisible(); }));
  EXPECT_TRUE(card->text().contains("waiting")) << card->text().toStdString();
  timeline()->setSelection(TimeRange{10'000'000, 22'400'000});
  ASSERT_TRUE(eventually([&] { return !card->isVisible(); }));
  EXPECT_EQ(card->text(), "");
  click("Clear the selection");
  EXPECT_TRUE(eventually([&] { return card->isVisible(); }));
}

TEST_F(ResultsTest, ASelectionEndsWhenAnotherRunIsShown) {
  timeline()->setSelection(TimeRange{10'000'000, 22'400'000});
  ASSERT_TRUE(eventually([&] { return head() != "Result"; }));
  const RunId first = newest()->id;
  click("Run");
  EXPECT_FALSE(timeline()->selection());
  EXPECT_EQ(head(), "Result");
  ASSERT_TRUE(eventually([&] { return newest()->id != first && hasEnded(); }));
  EXPECT_EQ(head(), "Result");
}

TEST_F(ResultsTest, OnlyTheNewestSelectionIsShown) {
  for (std::int64_t end_ns = 11'000'000; end_ns < 30'000'000; end_ns += 100'000) {
    timeline()->setSelection(TimeRange{10'000'000, end_ns});
  }
  timeline()->setSelection(TimeRange{10'000'000, 12'000'000});
  ASSERT_TRUE(eventually([&] { return head() == "Result of 2.00 ms selected"; })) << head().toStdString();
  QTest::qWait(50);
  EXPECT_EQ(head(), "Result of 2.00 ms selected");
}

TEST_F(ResultsTest, HandOversAreRememberedAndExported) {
  key(Qt::Key_H, Qt::ControlModifier);
  EXPECT_FALSE(WindowSettings(settingsFile()).areConnectorsShown());
  close();
  open();
  for (QAction* action : window().findChildren<QAction*>()) {
    if (action->text() == "Hand-overs") {
      EXPECT_FALSE(action->isChecked());
    }
  }
}

}  // namespace
}  // namespace interleave::ui
