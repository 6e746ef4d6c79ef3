// SPDX-License-Identifier: GPL-3.0-or-later
// The sweep's tab: chosen by mouse and by keyboard, run, seen as it grows, cancelled, saved, and its runs looked at.
#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QProgressBar>
#include <QTabBar>
#include <QTableView>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/gui/window_fixture.h"
#include "ui/chart/scaling_view.h"
#include "ui/chart/timeline_layout.h"
#include "ui/chart/timeline_view.h"
#include "ui/window/sweep_export.h"
#include "ui/window/sweep_form.h"
#include "ui/window/sweep_page.h"
#include "ui/window/sweep_runs.h"
#include "ui/window/verdict_card.h"

namespace interleave::ui {
namespace {

class SweepTest : public WindowTest {
 protected:
  void SetUp() override {
    WindowTest::SetUp();
    choose("Runtime", "C++, native");
    choose("Workload", "sleep");
    type("Sleep", "40");
    key(Qt::Key_5, Qt::ControlModifier);
  }

  SweepPage& page() { return *window().findChild<SweepPage*>("sweepPage"); }
  ScalingView& plot() { return *window().findChild<ScalingView*>("scaling"); }
  QTabBar& tabs() { return *window().findChild<QTabBar*>("centreTabs"); }
  QTableView& table() { return *find<QTableView>("Table of the sweep"); }
  QString cell(int row, int column) { return table().model()->index(row, column).data().toString(); }
  QString said() { return page().said(); }
  bool isRunning() { return button("Cancel the sweep")->isEnabled(); }
  std::size_t marks() {
    std::size_t count = 0;
    for (const ScalingCurve& curve : plot().plot().curves) {
      count += curve.marks.size();
    }
    return count;
  }
  void checkModels(const QStringList& wanted) {
    for (const char* model : {"Serial", "Threads", "Processes"}) {
      auto* box = find<QCheckBox>(QString("Sweep the model ") + model);
      if (box->isChecked() != wanted.contains(model)) {
        QTest::mouseClick(box, Qt::LeftButton, Qt::NoModifier, QPoint(8, box->height() / 2));
      }
    }
  }
  /// Threads with 1 and 2 workers, once each: two runs.
  void chooseTwo(const QString& repeats = "1") {
    checkModels({"Threads"});
    type("Values", "1,2");
    type("Repeats", repeats);
  }
  void sweepToEnd() {
    click("Run sweep");
    ASSERT_TRUE(isRunning());
    ASSERT_TRUE(eventually([&] { return !isRunning(); }));
  }
};

TEST_F(SweepTest, StartsWithWhatIsWorthSeeing) {
  EXPECT_EQ(tabs().currentIndex(), 1);
  EXPECT_EQ(find<QLineEdit>("Values")->text(), "1,2,4");
  EXPECT_TRUE(button("Run sweep")->isEnabled());
  EXPECT_FALSE(isRunning());
  EXPECT_TRUE(said().startsWith("21 runs of sleep")) << said().toStdString();
  EXPECT_FALSE(find<QCheckBox>("Sweep the model Threads and processes")->isEnabled());
  EXPECT_TRUE(find<QCheckBox>("Sweep the model Threads and processes")->toolTip().contains("fetch-crunch"));
}

TEST_F(SweepTest, RunsEveryPointAndShowsThemAsTheyComeIn) {
  chooseTwo("8");
  EXPECT_TRUE(said().startsWith("16 runs")) << said().toStdString();
  click("Run sweep");
  EXPECT_FALSE(button("Run")->isEnabled()) << "one thing at a time";
  EXPECT_TRUE(button("Stop")->isEnabled());
  ASSERT_TRUE(eventually([&] { return marks() > 0; })) << "before the sweep has ended";
  EXPECT_TRUE(isRunning());
  EXPECT_TRUE(find<QProgressBar>("Runs done")->isVisible());
  EXPECT_TRUE(said().contains(" left")) << said().toStdString();
  ASSERT_TRUE(eventually([&] { return !isRunning(); }));
  ASSERT_TRUE(eventually([&] { return marks() == 2; }));
  EXPECT_TRUE(button("Run")->isEnabled());
  EXPECT_FALSE(find<QProgressBar>("Runs done")->isVisible());
  ASSERT_EQ(table().model()->rowCount(), 2);
  EXPECT_EQ(cell(1, 0), "Threads");
  EXPECT_EQ(cell(1, 1), "2");
  EXPECT_EQ(cell(1, 2), "8");
  EXPECT_TRUE(cell(1, 4).endsWith(" s"));
  EXPECT_TRUE(cell(1, 6).endsWith("×"));
  EXPECT_TRUE(plot().plot().has_ideal);
}

TEST_F(SweepTest, TheVerdictStandsBesideIt) {
  type("Sleep", "300");
  checkModels({"Threads"});
  type("Values", "1,4");
  type("Repeats", "2");
  sweepToEnd();
  VerdictCard* card = nullptr;
  for (VerdictCard* each : window().findChildren<VerdictCard*>()) {
    card = each->isVisible() ? each : card;
  }
  ASSERT_NE(card, nullptr);
  EXPECT_TRUE(card->text().contains("Use 4 threads")) << card->text().toStdString();
}

TEST_F(SweepTest, SwitchesBetweenSpeedUpAndElapsedTime) {
  chooseTwo();
  sweepToEnd();
  ASSERT_TRUE(eventually([&] { return marks() == 2; }));
  const double faster = plot().plot().curves[0].marks[1].y;
  EXPECT_GT(faster, 1.0);
  click("Elapsed time");
  EXPECT_EQ(plot().plot().quantity, ScalingQuantity::Elapsed);
  EXPECT_LT(plot().plot().curves[0].marks[1].y, plot().plot().curves[0].marks[0].y);
  click("Speed-up");
  EXPECT_EQ(plot().plot().curves[0].marks[1].y, faster);
}

TEST_F(SweepTest, CancelKeepsWhatIsDone) {
  type("Sleep", "200");
  chooseTwo("20");
  click("Run sweep");
  ASSERT_TRUE(eventually([&] { return marks() > 0; }));
  click("Cancel the sweep");
  ASSERT_TRUE(eventually([&] { return !isRunning(); }));
  EXPECT_TRUE(cell(0, 4).endsWith(" s"));
  EXPECT_TRUE(find<QLabel>("Progress")->text().contains("of 40 runs, which are kept"))
      << find<QLabel>("Progress")->text().toStdString();
  EXPECT_TRUE(button("Save CSV…")->isEnabled());
}

TEST_F(SweepTest, EscapeEndsItAsWell) {
  type("Sleep", "200");
  chooseTwo("20");
  key(Qt::Key_F5, Qt::ShiftModifier);
  ASSERT_TRUE(isRunning());
  key(Qt::Key_Escape);
  ASSERT_TRUE(eventually([&] { return !isRunning(); }));
}

TEST_F(SweepTest, ClosingTheWindowLeavesNoProcess) {
  type("Sleep", "5000");
  chooseTwo();
  click("Run sweep");
  ASSERT_TRUE(isRunning());
  QElapsedTimer took;
  took.start();
  close();
  EXPECT_LT(took.elapsed(), 4'000) << "it did not wait for the sleepers";
}

TEST_F(SweepTest, WhatIsWrongIsSaidAsItIsTyped) {
  const auto refused = [&](const QString& words) {
    EXPECT_FALSE(button("Run sweep")->isEnabled());
    EXPECT_TRUE(said().contains(words)) << said().toStdString();
  };
  type("Values", "1,many");
  refused("'many'");
  type("Values", "");
  refused("no values");
  type("Values", "0");
  refused("out of range");
  choose("Sweep over", "Sleep (ms)");
  type("Values", "1..1000000");
  refused("1,000,000");
  refused("5,000");
  type("Values", "1,2");
  checkModels({});
  refused("one model at least");
  checkModels({"Threads"});
  EXPECT_TRUE(button("Run sweep")->isEnabled());
}

TEST_F(SweepTest, WhatHasNoRoomIsSaidBeforeItIsRun) {
  choose("Workload", "matrix");
  type("Jobs", "500");
  type("Rows and columns", "8192");
  type("Workers", "500");
  EXPECT_TRUE(find<QLabel>("Progress")->text().contains("750 GB")) << find<QLabel>("Progress")->text().toStdString();
  type("Values", "500");
  checkModels({"Threads"});
  EXPECT_TRUE(said().contains("750 GB")) << said().toStdString();
  click("Run sweep");
  EXPECT_FALSE(isRunning());
}

TEST_F(SweepTest, AClickOnAPointShowsItsRun) {
  chooseTwo();
  sweepToEnd();
  ASSERT_TRUE(eventually([&] { return marks() == 2; }));
  EXPECT_EQ(window().runs().rowCount(), 0) << "a sweep's runs don't push others off the shelf";
  const auto isShownByAClick = [&] {
    QTest::mouseClick(&plot(), Qt::LeftButton, Qt::NoModifier, plot().pixelOf({0, 1}).toPoint());
    return tabs().currentIndex() == 0;
  };
  ASSERT_TRUE(eventually(isShownByAClick)) << "the plot is drawn a moment later";
  ASSERT_EQ(window().runs().rowCount(), 1);
  EXPECT_EQ(newest()->subject.experiment()->workers, 2);
  EXPECT_TRUE(newest()->hasFinished());
  EXPECT_FALSE(window().findChild<TimelineView*>("timeline")->layoutNow().panels.empty());
  key(Qt::Key_5, Qt::ControlModifier);
  ASSERT_TRUE(eventually(isShownByAClick));
  EXPECT_EQ(window().runs().rowCount(), 1) << "the same run, not another one";
}

TEST_F(SweepTest, TheKeysGoFromPointToPoint) {
  chooseTwo();
  sweepToEnd();
  ASSERT_TRUE(eventually([&] { return marks() == 2; }));
  plot().setFocus();
  QTest::keyClick(&plot(), Qt::Key_Right);
  EXPECT_EQ(plot().pointedAt(), (ScalingPlace{0, 0}));
  QTest::keyClick(&plot(), Qt::Key_Right);
  EXPECT_EQ(plot().pointedAt(), (ScalingPlace{0, 1}));
  EXPECT_TRUE(find<QLabel>("Point of the plot")->text().contains("workers = 2"));
  QTest::keyClick(&plot(), Qt::Key_Return);
  EXPECT_EQ(tabs().currentIndex(), 0);
}

TEST_F(SweepTest, ATableThatCanBeSortedAndCopied) {
  chooseTwo();
  sweepToEnd();
  table().sortByColumn(4, Qt::AscendingOrder);
  EXPECT_EQ(cell(0, 1), "2") << "the faster one";
  click("Copy table");
  const QStringList lines = QGuiApplication::clipboard()->text().split('\n');
  ASSERT_EQ(lines.size(), 3);
  EXPECT_TRUE(lines[0].startsWith("Model\tworkers\tRuns"));
  EXPECT_TRUE(lines[1].startsWith("Threads\t2\t1\t"));
}

TEST_F(SweepTest, WhatWasChosenIsRemembered) {
  chooseTwo("7");
  close();
  open();
  EXPECT_EQ(find<QLineEdit>("Values")->text(), "1,2");
  EXPECT_EQ(find<QLineEdit>("Repeats")->text(), "7");
  EXPECT_FALSE(find<QCheckBox>("Sweep the model Serial")->isChecked());
  EXPECT_TRUE(find<QCheckBox>("Sweep the model Threads")->isChecked());
}

TEST_F(SweepTest, ARunBringsTheTimelineBack) {
  click("Run");
  EXPECT_EQ(tabs().currentIndex(), 0);
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  EXPECT_TRUE(button("Run")->isEnabled());
}

TEST(SweepExport, WritesWhatTheCommandLineWritesAndSaysWhyNot) {
  QTemporaryDir folder;
  WindowSettings settings(folder.filePath("settings.ini"));
  QWidget window;
  SweepExport saver(window, settings);
  QString told;
  QObject::connect(&saver, &SweepExport::told, [&](const QString& text) { told = text; });
  SweepPlan plan;
  plan.base = firstExperiment();
  plan.key = "workers";
  plan.values = {"1", "2"};
  plan.models = {Model::Threads};
  auto sweep = *Sweep::make(plan);
  for (int i = 0; i < 2; ++i) {
    RunRecord record;
    record.figures.elapsed_ns = 1'000'000'000 / (i + 1);
    sweep.add(record);
  }
  const auto saved = [&](SweepResults::Export what, const QString& name) {
    const QString path = folder.filePath(name);
    saver.save(sweep, ScalingQuantity::SpeedUp, what, path);
    EXPECT_TRUE(QTest::qWaitFor([&] { return !told.endsWith("…"); }, 30'000));
    std::ifstream file(path.toStdString());
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  EXPECT_EQ(saved(SweepResults::Export::Csv, "runs.csv"), sweepCsv(sweep));
  EXPECT_EQ(nlohmann::json::parse(saved(SweepResults::Export::Json, "sweep.json")), sweepJson(sweep));
  EXPECT_EQ(saved(SweepResults::Export::Picture, "plot.png").substr(1, 3), "PNG");
  EXPECT_TRUE(told.startsWith("Saved "));
  EXPECT_EQ(saved(SweepResults::Export::Csv, "no/such/folder.csv"), "");
  EXPECT_TRUE(told.contains("no/such/folder.csv")) << told.toStdString();
}

TEST(SweepRuns, KeepsTheNewestOfEachPointAndLetsTheOldestGo) {
  SweepRuns runs;
  const auto findings = [](std::uint64_t slices) {
    auto made = std::make_shared<RunFindings>();
    made->figures.slices = slices;
    return made;
  };
  const auto first = findings(10);
  EXPECT_TRUE(runs.keep({0, 0, 0}, first).empty());
  EXPECT_EQ(runs.keep({0, 0, 1}, findings(10)), std::vector<FindingsPtr>{first}) << "one of each point";
  for (std::size_t point = 1; point < SweepRuns::kMostRuns; ++point) {
    EXPECT_TRUE(runs.keep({0, point, 0}, findings(10)).empty());
  }
  EXPECT_EQ(runs.keep({1, 0, 0}, findings(10)).size(), 1u);
  EXPECT_EQ(runs.find(0, 0), nullptr);
  EXPECT_NE(runs.find(0, 1), nullptr);
  EXPECT_EQ(runs.keep({2, 0, 0}, findings(SweepRuns::kMostSlices)).size(), SweepRuns::kMostRuns)
      << "a long one needs the room of all the others";
  EXPECT_NE(runs.find(2, 0), nullptr);
}

}  // namespace
}  // namespace interleave::ui
