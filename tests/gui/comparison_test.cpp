// SPDX-License-Identifier: GPL-3.0-or-later
// Runs beside each other: which can be, by mouse and by keyboard, what is said of them, and one picture of all.
#include "ui/window/comparison.h"

#include <QAction>
#include <QLabel>
#include <QListView>
#include <QSignalSpy>

#include "tests/gui/window_fixture.h"
#include "ui/chart/timeline_layout.h"
#include "ui/chart/timeline_view.h"
#include "ui/window/export_dialog.h"

namespace interleave::ui {
namespace {

ShelfRun shelfRun(int id, Experiment experiment, std::int64_t elapsed_ns, OutcomeKind kind = OutcomeKind::Finished) {
  RunRecord record;
  record.experiment = experiment;
  record.figures.elapsed_ns = elapsed_ns;
  record.figures.overlap = 0.96;
  record.outcome.kind = kind;
  record.snapshot = std::make_shared<const TraceSnapshot>();
  ShelfRun run{RunId{id}, RunSubject(std::move(experiment)), nullptr, nullptr, false};
  run.findings = std::make_shared<const RunFindings>(findingsOf(std::move(record), Moment::End));
  return run;
}

Experiment withModel(Model model) {
  Experiment experiment = firstExperiment();
  experiment.model = model;
  return experiment;
}

TEST(Comparison, SpeedUpIsOverTheFirstAndOnlyOfTheSameWorkDoneToItsEnd) {
  const ShelfRun first = shelfRun(0, withModel(Model::Threads), 348'000'000);
  const ShelfRun second = shelfRun(1, withModel(Model::Processes), 104'000'000);
  EXPECT_NEAR(speedUpOver(second, first).value(), 3.346, 0.001);
  EXPECT_EQ(comparedSentence(second, first), "0.104 s · 3.35× · overlap 0.960");
  EXPECT_EQ(comparedSentence(first, first), "0.348 s · overlap 0.960");
  EXPECT_EQ(speedUpOver(first, first), std::nullopt);
  Experiment other = withModel(Model::Processes);
  other.jobs = 7;
  EXPECT_EQ(speedUpOver(shelfRun(2, other, 104'000'000), first), std::nullopt);
  const ShelfRun stopped = shelfRun(3, withModel(Model::Processes), 10'000'000, OutcomeKind::Cancelled);
  EXPECT_EQ(speedUpOver(stopped, first), std::nullopt);
  EXPECT_EQ(comparedSentence(stopped, first), "0.010 s · overlap 0.960 · stopped");
}

TEST(Comparison, ThePartnerIsTheNewestBeforeOfTheSameWork) {
  RunShelf shelf;
  const auto add = [&](int jobs) {
    Experiment experiment = withModel(Model::Threads);
    experiment.jobs = jobs;
    const RunId id = shelf.add(RunSubject(experiment));
    shelf.setFindings(id, shelfRun(0, experiment, 1).findings, Moment::End);
    return id;
  };
  const RunId a = add(4);
  EXPECT_EQ(shelf.partnerOf(a), std::nullopt);
  const RunId b = add(5);
  EXPECT_EQ(shelf.partnerOf(b), a) << "better than none";
  const RunId c = add(4);
  EXPECT_EQ(shelf.partnerOf(c), a);
  const RunId d = add(4);
  EXPECT_EQ(shelf.partnerOf(d), c);
  EXPECT_EQ(shelf.partnerOf(a), c) << "the next after it, when there is none before";
}

class CompareTest : public WindowTest {
 protected:
  void SetUp() override {
    WindowTest::SetUp();
    choose("Workload", "sleep");
    type("Sleep", "20");
    for (const char* model : {"Serial", "Threads", "Processes"}) {
      choose("Model", model);
      run();
    }
  }

  void run() {
    const auto before = window().runs().newest();
    click("Run");
    ASSERT_TRUE(eventually([&] { return window().runs().newest() != before && hasEnded(); }));
  }

  QListView& list() { return *window().findChild<QListView*>("runs"); }
  QRect rowOf(int row) { return list().visualRect(list().model()->index(row, 0)); }
  void clickRow(int row, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::mouseClick(list().viewport(), Qt::LeftButton, modifiers, rowOf(row).center());
  }
  void check(int row) {
    QTest::mouseClick(list().viewport(), Qt::LeftButton, Qt::NoModifier, rowOf(row).topLeft() + QPoint(8, 14));
  }
  RunId idAt(int row) { return RunShelf::idAt(list().model()->index(row, 0)); }
  std::vector<RunId> shown() { return window().runs().shown(); }
  TimelineView& timeline() { return *window().findChild<TimelineView*>("timeline"); }
  /// Where in the view its chart begins.
  QPoint plotPosition() {
    for (const QWidget* part : timeline().findChildren<QWidget*>()) {
      if (part->inherits("QCustomPlot")) {
        return part->pos();
      }
    }
    ADD_FAILURE() << "no chart";
    return {};
  }
  std::size_t panels() { return timeline().layoutNow().panels.size(); }
};

TEST_F(CompareTest, CompareShowsTheRunBesideTheOneBeforeAndEndsIt) {
  EXPECT_EQ(panels(), 1u);
  click("Compare");
  EXPECT_EQ(shown(), (std::vector{idAt(1), idAt(0)})) << "what is new is held against what was";
  EXPECT_EQ(window().runs().chosen(), idAt(0));
  EXPECT_TRUE(button("Compare")->isChecked());
  const TimelineLayout& layout = timeline().layoutNow();
  ASSERT_EQ(layout.panels.size(), 2u);
  EXPECT_TRUE(layout.panels[0].title.startsWith("Threads"));
  EXPECT_TRUE(layout.panels[1].title.startsWith("Processes"));
  EXPECT_TRUE(layout.panels[1].sentence.contains("×"));
  click("Compare");
  EXPECT_EQ(shown(), std::vector{idAt(0)});
  EXPECT_FALSE(button("Compare")->isChecked());
  EXPECT_EQ(panels(), 1u);
}

TEST_F(CompareTest, CheckMarksAndCtrlClickAddAndTakeAway) {
  check(1);
  clickRow(2, Qt::ControlModifier);
  EXPECT_EQ(shown(), (std::vector{idAt(0), idAt(1), idAt(2)}));
  EXPECT_EQ(panels(), 3u);
  clickRow(1);
  EXPECT_EQ(shown().size(), 3u) << "one that is shown becomes the chosen one";
  EXPECT_EQ(window().runs().chosen(), idAt(1));
  check(1);
  EXPECT_EQ(shown(), (std::vector{idAt(0), idAt(2)}));
  clickRow(1);
  EXPECT_EQ(shown(), std::vector{idAt(1)}) << "one that is not shown ends the comparison";
  check(1);
  EXPECT_EQ(shown().size(), 1u) << "the last one stays";
}

TEST_F(CompareTest, TheKeyboardDoesItAsWell) {
  list().setFocus();
  list().setCurrentIndex(list().model()->index(1, 0));
  QTest::keyClick(&list(), Qt::Key_Space);
  EXPECT_EQ(shown(), (std::vector{idAt(0), idAt(1)}));
  EXPECT_EQ(list().model()->index(1, 0).data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::Checked);
  QTest::keyClick(&list(), Qt::Key_Return);
  EXPECT_EQ(shown(), std::vector{idAt(1)});
  key(Qt::Key_D, Qt::ControlModifier);
  EXPECT_EQ(shown(), (std::vector{idAt(2), idAt(1)}));
}

TEST_F(CompareTest, FourAreTheMost) {
  run();
  run();
  for (int row = 1; row < 5; ++row) {
    list().scrollTo(list().model()->index(row, 0));
    check(row);
  }
  EXPECT_EQ(shown().size(), RunShelf::kMostCompared);
  EXPECT_EQ(panels(), RunShelf::kMostCompared);
}

TEST_F(CompareTest, AClickOnAPanelShowsItsResults) {
  click("Compare");
  const TimelineLayout& layout = timeline().layoutNow();
  const QPointF at = layout.panels[0].body.center();
  QTest::mouseClick(&timeline(), Qt::LeftButton, Qt::NoModifier, at.toPoint() + plotPosition());
  EXPECT_EQ(window().runs().chosen(), idAt(1));
  EXPECT_EQ(shown().size(), 2u);
  EXPECT_EQ(find<QLabel>("Run whose result is shown")->text(), window().runs().run(idAt(1))->subject.title());
}

TEST_F(CompareTest, ASelectionHasFiguresOfEachRun) {
  click("Compare");
  const QString title = window().runs().run(idAt(1))->subject.title();
  auto* busy = find<QLabel>(title + ", cores busy");
  auto* elapsed = find<QLabel>(title + ", elapsed");
  EXPECT_TRUE(elapsed->text().endsWith(" s"));
  timeline().setSelection(TimeRange{0, 10'000'000});
  ASSERT_TRUE(eventually([&] { return elapsed->text() == "–"; }));
  EXPECT_NE(busy->text(), "–");
  timeline().setSelection(std::nullopt);
  EXPECT_TRUE(elapsed->text().endsWith(" s"));
}

TEST_F(CompareTest, ARemovedRunLeavesTheOthersAsTheyAre) {
  click("Compare");
  list().setFocus();
  list().setCurrentIndex(list().model()->index(0, 0));
  const RunId stays = idAt(1);
  QTest::keyClick(&list(), Qt::Key_Delete);
  EXPECT_EQ(shown(), std::vector{stays});
  EXPECT_EQ(panels(), 1u);
}

TEST_F(CompareTest, ALiveRunMayBeAmongThem) {
  type("Sleep", "400");
  click("Run");
  ASSERT_TRUE(eventually([&] { return isMeasuring() && newest()->is_live; }));
  click("Compare");
  EXPECT_EQ(shown().size(), 2u);
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  EXPECT_EQ(shown().size(), 2u);
  EXPECT_EQ(panels(), 2u);
}

TEST_F(CompareTest, OnePictureShowsAll) {
  click("Compare");
  click("Export picture…");
  auto* dialog = window().findChild<ExportDialog*>();
  ASSERT_NE(dialog, nullptr);
  auto* form = dialog->findChild<FigureForm*>();
  const auto stacked = form->figure();
  ASSERT_TRUE(stacked);
  ASSERT_EQ(stacked->panels.size(), 2u);
  EXPECT_TRUE(stacked->panels[1].sentence.contains("×"));
  EXPECT_EQ(stacked->order, PanelOrder::Stacked);
  choose("Panels", "Side by side");
  EXPECT_EQ(form->figure()->order, PanelOrder::SideBySide);
  EXPECT_EQ(WindowSettings(settingsFile()).exportChoices().order, PanelOrder::SideBySide);
  EXPECT_TRUE(renderFigure(*form->figure()));
}

}  // namespace
}  // namespace interleave::ui
