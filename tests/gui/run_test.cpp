// SPDX-License-Identifier: GPL-3.0-or-later
// From pressing Run to what is on the screen afterwards, however the run ends.
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QListView>

#include "tests/gui/window_fixture.h"
#include "ui/chart/timeline_view.h"
#include "ui/window/banner.h"
#include "ui/window/big_number.h"
#include "ui/window/experiment_panel.h"
#include "ui/window/settings_line.h"

namespace interleave::ui {
namespace {

/// Processes whose parent is this one and whose program is the runner.
int runnersAlive() {
  int alive = 0;
  for (const QString& name : QDir("/proc").entryList(QDir::Dirs)) {
    QFile status("/proc/" + name + "/status");
    if (!status.open(QIODevice::ReadOnly)) {
      continue;
    }
    const QByteArray text = status.readAll();
    const bool is_runner = text.contains("Name:\tinterleave-runn");
    alive += is_runner && text.contains("PPid:\t" + QByteArray::number(QApplication::applicationPid()) + "\n") ? 1 : 0;
  }
  return alive;
}

class RunTest : public WindowTest {
 protected:
  QString banner() { return window().findChild<Banner*>()->message(); }
  QString bigNumber(const QString& meaning) {
    for (const BigNumber* number : window().findChildren<BigNumber*>()) {
      if (number->meaning() == meaning) {
        return number->value();
      }
    }
    return {};
  }
  void chooseLong() {
    choose("Workload", "sleep");
    type("Sleep", "600000");
  }
};

TEST_F(RunTest, TheFirstRunNeedsNoChoices) {
  click("Run");
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  EXPECT_EQ(newest()->findings->ending, RunEnding::Finished) << newest()->findings->problem.toStdString();
  EXPECT_EQ(newest()->findings->snapshot->jobs.doneCount(), 4u);
  EXPECT_EQ(*newest()->subject.experiment(), checked(firstExperiment()).value());
  EXPECT_EQ(banner(), "");
  EXPECT_NE(bigNumber("elapsed"), "–");
  EXPECT_NE(bigNumber("slices"), "0");
  EXPECT_TRUE(window().findChild<SettingsLine*>()->isVisible());
  EXPECT_TRUE(button("Run")->isEnabled());
  EXPECT_FALSE(button("Stop")->isEnabled());
  EXPECT_TRUE(button("Export picture…")->isEnabled());
}

TEST_F(RunTest, RunIsDisabledWhileOneRunsAndStopKeepsWhatWasMeasured) {
  chooseLong();
  click("Run");
  ASSERT_TRUE(eventually([&] { return isMeasuring(); }));
  EXPECT_FALSE(button("Run")->isEnabled());
  click("Stop");
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  EXPECT_EQ(newest()->findings->ending, RunEnding::Stopped);
  EXPECT_FALSE(newest()->findings->snapshot->tracks.empty());
  EXPECT_TRUE(eventually([&] { return runnersAlive() == 0; }));
  EXPECT_TRUE(button("Run")->isEnabled());
}

TEST_F(RunTest, EscapeStops) {
  chooseLong();
  key(Qt::Key_F5);
  ASSERT_TRUE(eventually([&] { return isMeasuring(); }));
  key(Qt::Key_Escape);
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  EXPECT_EQ(newest()->findings->ending, RunEnding::Stopped);
}

TEST_F(RunTest, ClosingMidRunLeavesNoProcess) {
  chooseLong();
  click("Run");
  ASSERT_TRUE(eventually([&] { return isMeasuring(); }));
  ASSERT_EQ(runnersAlive(), 1);
  close();
  EXPECT_EQ(runnersAlive(), 0);
}

TEST_F(RunTest, ACrashKeepsWhatWasMeasuredAndNamesItsReason) {
  choose("Workload", "crash");
  type("Marks per job", "1e6");
  click("Run");
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  EXPECT_EQ(newest()->findings->end_words, "crashed");
  EXPECT_TRUE(banner().contains("SIGSEGV")) << banner().toStdString();
  EXPECT_FALSE(newest()->findings->snapshot->tracks.empty());
  EXPECT_NE(bigNumber("elapsed"), "–");
  EXPECT_TRUE(button("Run")->isEnabled());
  click("Dismiss the message");
  EXPECT_EQ(banner(), "");
  click("Run");
  ASSERT_TRUE(eventually([&] { return banner().contains("SIGSEGV"); }));
  key(Qt::Key_Escape);
  EXPECT_EQ(banner(), "");
}

TEST_F(RunTest, ATimeLimitEndsTheRunAndSaysSo) {
  chooseLong();
  type("Time limit", "0.3");
  click("Run");
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  EXPECT_EQ(newest()->findings->end_words, "timed out");
  EXPECT_NE(banner(), "");
}

TEST_F(RunTest, AMissingRunnerIsOneLineAndNoRun) {
  const QByteArray runner = qgetenv("INTERLEAVE_RUNNER");
  qputenv("INTERLEAVE_RUNNER", "/nowhere/interleave-runner");
  click("Run");
  EXPECT_TRUE(banner().contains("/nowhere/interleave-runner")) << banner().toStdString();
  EXPECT_EQ(newest(), nullptr);
  EXPECT_TRUE(button("Run")->isEnabled());
  qputenv("INTERLEAVE_RUNNER", runner);
}

TEST_F(RunTest, AnEarlierRunIsShownAgainByClickAndByEnter) {
  choose("Workload", "sleep");
  type("Sleep", "10");
  click("Run");
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  const RunId first = newest()->id;
  type("Sleep", "20");
  click("Run");
  ASSERT_TRUE(eventually([&] { return newest()->id != first && hasEnded(); }));
  const RunId second = newest()->id;
  EXPECT_EQ(window().runs().chosen(), second);

  auto* list = window().findChild<QListView*>("runs");
  const QRect row = list->visualRect(window().runs().indexOf(first));
  QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, row.center());
  EXPECT_EQ(window().runs().chosen(), first);
  EXPECT_TRUE(window().findChild<SettingsLine*>()->findChild<QLabel*>()->text().contains("duration = 10"));

  list->setFocus();
  QTest::keyClick(list, Qt::Key_Up);
  QTest::keyClick(list, Qt::Key_Return);
  EXPECT_EQ(window().runs().chosen(), second);

  QTest::keyClick(list, Qt::Key_Delete);
  EXPECT_EQ(window().runs().run(second), nullptr);
  EXPECT_EQ(window().runs().chosen(), first);
}

TEST_F(RunTest, SettingsOfARunComeBack) {
  choose("Workload", "sleep");
  type("Sleep", "15");
  click("Run");
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  const Experiment ran = *newest()->subject.experiment();
  choose("Workload", "cpu-heavy");
  choose("Runtime", "C++, native");
  click("Use these settings");
  EXPECT_EQ(window().findChild<ExperimentPanel*>()->experiment().value(), ran);
}

TEST_F(RunTest, ASerialRunMakesTheOthersASpeedUp) {
  choose("Workload", "sleep");
  type("Sleep", "20");
  choose("Model", "Serial");
  click("Run");
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  const RunId serial = newest()->id;
  EXPECT_EQ(bigNumber("speed-up over serial"), "");
  choose("Model", "Threads");
  click("Run");
  ASSERT_TRUE(eventually([&] { return newest()->id != serial && hasEnded(); }));
  EXPECT_TRUE(bigNumber("speed-up over serial").endsWith("×"));
  const ShelfRun* threads = newest();
  const double expected = static_cast<double>(window().runs().run(serial)->findings->figures.elapsed_ns) /
                          static_cast<double>(threads->findings->figures.elapsed_ns);
  EXPECT_DOUBLE_EQ(window().runs().speedUp(*threads).value(), expected);
}

}  // namespace
}  // namespace interleave::ui
