// SPDX-License-Identifier: GPL-3.0-or-later
// Watching a program from the window: what is typed, what becomes of it, what it prints, and that nothing is left of
// it.
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTableView>

#include "core/base/child_process.h"
#include "tests/gui/window_fixture.h"
#include "ui/chart/timeline_view.h"
#include "ui/window/banner.h"
#include "ui/window/command_words.h"
#include "ui/window/output_dialog.h"
#include "ui/window/results_panel.h"
#include "ui/window/rows_controller.h"
#include "ui/window/settings_line.h"
#include "ui/window/watch_dialog.h"

namespace interleave::ui {
namespace {

using Words = std::vector<std::string>;

TEST(CommandWords, AreSplitAsAShellDoes) {
  EXPECT_EQ(splitWords("python3  pool.py -n 4").value(), (Words{"python3", "pool.py", "-n", "4"}));
  EXPECT_EQ(splitWords("a 'b c' \"d 'e'\" f\\ g ''").value(), (Words{"a", "b c", "d 'e'", "f g", ""}));
  EXPECT_EQ(splitWords("a\"b\"'c'd").value(), (Words{"abcd"}));
  EXPECT_EQ(splitWords("\"a\\\"b\\n\" 'a\\b'").value(), (Words{"a\"b\\n", "a\\b"}));
  EXPECT_EQ(splitWords("echo '|' \";\" \\&").value(), (Words{"echo", "|", ";", "&"}));
  EXPECT_EQ(splitWords("python3 -c 'a\nb'").value(), (Words{"python3", "-c", "a\nb"}));
}

TEST(CommandWords, WhatCanNotBeSplitIsSaid) {
  for (const char* wrong : {"", "   ", "a 'b", "a \"b", "a \\", "'' b", "a | b", "a > b", "a && b", "a; b"}) {
    const auto words = splitWords(wrong);
    ASSERT_FALSE(words) << wrong;
    EXPECT_FALSE(words.error().message.empty());
  }
}

TEST(CommandWords, JoinedTheySplitIntoTheSame) {
  const Words words{"a", "", "b c", "d'e", "\"f\"", "$g", "h\\i", "j\nk", "ü|", "*.py", "--n=4"};
  EXPECT_EQ(splitWords(joinedWords(words)).value(), words) << joinedWords(words).toStdString();
}

TEST(ScriptCommand, FollowsTheEnding) {
  EXPECT_EQ(scriptCommand("/tmp/no such/pool.py"), (Words{"python3", "/tmp/no such/pool.py"}));
  EXPECT_EQ(scriptCommand("/tmp/nowhere.sh"), (Words{"sh", "/tmp/nowhere.sh"}));
  EXPECT_EQ(scriptCommand("/usr/bin/true"), (Words{"/usr/bin/true"}));
}

/// Children of this program, those that have ended but were not asked after included.
int children() {
  QFile file(QString("/proc/self/task/%1/children").arg(QApplication::applicationPid()));
  int count = 0;
  for (const QString& task : QDir("/proc/self/task").entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
    QFile of_thread("/proc/self/task/" + task + "/children");
    if (of_thread.open(QIODevice::ReadOnly)) {
      count += static_cast<int>(QString(of_thread.readAll()).split(' ', Qt::SkipEmptyParts).size());
    }
  }
  return count;
}

class WatchTest : public WindowTest {
 protected:
  QString banner() { return window().findChild<Banner*>()->message(); }

  WatchDialog* openDialog() {
    click("Watch…");
    auto* dialog = window().findChild<WatchDialog*>();
    EXPECT_NE(dialog, nullptr);
    EXPECT_TRUE(QTest::qWaitForWindowExposed(dialog));
    return dialog;
  }
  static QPushButton* buttonOf(WatchDialog* dialog, const QString& text) {
    for (QPushButton* found : dialog->findChildren<QPushButton*>()) {
      if (QString(found->text()).remove('&') == text) {
        return found;
      }
    }
    return nullptr;
  }
  void watch(const QString& command) {
    WatchDialog* dialog = openDialog();
    auto* box = dialog->findChild<QComboBox*>();
    box->setEditText(command);
    QTest::mouseClick(buttonOf(dialog, "Watch"), Qt::LeftButton);
  }
  void watchToItsEnd(const QString& command) {
    const auto before = window().runs().newest();
    watch(command);
    ASSERT_TRUE(eventually([&] { return window().runs().newest() != before && hasEnded(); })) << banner().toStdString();
  }
  /// The shown run's text, as the Output dialog has it.
  QString output() {
    click("Output…");
    auto* dialog = window().findChild<OutputDialog*>();
    return dialog != nullptr ? dialog->findChild<QPlainTextEdit*>()->toPlainText() : QString();
  }
};

TEST_F(WatchTest, AProgramBecomesARunWithItsOutput) {
  watchToItsEnd("sh -c 'echo hello; pwd; sleep 0.05'");
  const ShelfRun& run = *newest();
  EXPECT_EQ(run.subject.title(), "sh -c echo hello; pwd; sleep 0.05");
  EXPECT_EQ(run.findings->ending, RunEnding::Finished);
  EXPECT_EQ(run.findings->watch->status, 0);
  EXPECT_EQ(run.findings->watch->threads, 2u);
  EXPECT_TRUE(run.findings->snapshot->is_watched);
  EXPECT_EQ(banner(), "");
  EXPECT_TRUE(window().findChild<SettingsLine*>()->isVisible());
  EXPECT_TRUE(eventually([&] { return output() == "hello\n" + QDir::homePath() + "\n"; })) << output().toStdString();
  EXPECT_TRUE(button("Export picture…")->isEnabled());
}

TEST_F(WatchTest, AStatusOtherThanZeroIsSaidInWords) {
  watchToItsEnd("sh -c 'exit 3'");
  EXPECT_EQ(newest()->findings->end_words, "exited with status 3");
  EXPECT_TRUE(newest()->hasFailed());
  EXPECT_TRUE(banner().contains("exited with status 3")) << banner().toStdString();
  watchToItsEnd("sh -c 'kill -9 $$'");
  EXPECT_TRUE(banner().contains("SIGKILL")) << banner().toStdString();
}

TEST_F(WatchTest, WhatCanNotBeRunIsSaidInTheDialogWhichStays) {
  WatchDialog* dialog = openDialog();
  auto* box = dialog->findChild<QComboBox*>();
  auto* problem = dialog->findChild<QLabel*>("problem");
  const auto refused = [&](const QString& command) {
    box->setEditText(command);
    QTest::mouseClick(buttonOf(dialog, "Watch"), Qt::LeftButton);
    EXPECT_TRUE(dialog->isVisible());
    return problem->text();
  };
  EXPECT_TRUE(refused("no-such-command-at-all").contains("no-such-command-at-all"));
  EXPECT_TRUE(refused("echo 'a").contains("not closed"));
  EXPECT_TRUE(refused("").contains("type a command", Qt::CaseInsensitive));
  EXPECT_TRUE(refused("/etc/passwd").contains("not executable"));
  EXPECT_EQ(newest(), nullptr);
}

TEST_F(WatchTest, WhatTheKernelRefusesIsOneLineUnderTheBar) {
  const QString file = path("empty-program");
  QFile made(file);
  ASSERT_TRUE(made.open(QIODevice::WriteOnly));
  made.write(
      "\x7f"
      "ELF and nothing that can be run");
  made.close();
  made.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  watch(file);
  // The shell, which is tried as every shell tries it, may take it and fail; either way it is said.
  ASSERT_TRUE(eventually([&] { return !banner().isEmpty(); }));
  EXPECT_TRUE(eventually([&] { return button("Run")->isEnabled() && button("Watch…")->isEnabled(); }));
}

TEST_F(WatchTest, StopEndsItAndAllThatItStarted) {
  watch("sh -c 'sleep 600 & sleep 600 & wait'");
  ASSERT_TRUE(eventually([&] { return isMeasuring() && newest()->findings->snapshot->tracks.size() >= 3; }));
  EXPECT_FALSE(button("Run")->isEnabled());
  EXPECT_FALSE(button("Watch…")->isEnabled());
  click("Stop");
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  EXPECT_EQ(newest()->findings->ending, RunEnding::Stopped);
  EXPECT_EQ(children(), 0);
  EXPECT_TRUE(button("Run")->isEnabled());
}

TEST_F(WatchTest, ClosingMidWatchLeavesNothing) {
  watch("sh -c 'sleep 600 & sleep 600'");
  ASSERT_TRUE(eventually([&] { return isMeasuring(); }));
  close();
  EXPECT_EQ(children(), 0);
}

TEST_F(WatchTest, ClosingWhileItStartsLeavesNothing) {
  watch("sleep 600");
  close();
  EXPECT_EQ(children(), 0);
}

TEST_F(WatchTest, MegabytesArePrintedWithoutHarm) {
  watchToItsEnd("sh -c 'yes interleave | head -c 5000000; echo; echo the end'");
  const ProgramOutput::Extent extent = newest()->output->extent();
  EXPECT_EQ(extent.all, 5'000'009u);
  EXPECT_TRUE(eventually([&] { return newest()->output->extent().is_complete; }));
  EXPECT_EQ(extent.all - extent.cut, ProgramOutput::kMost);
  EXPECT_TRUE(eventually([&] { return output().endsWith("the end\n"); }));
  auto* dialog = window().findChild<OutputDialog*>();
  EXPECT_TRUE(dialog->findChild<QLabel*>("note")->text().contains("cut"));
}

TEST_F(WatchTest, WhatCameTooFastToBeShownIsShownAtTheEnd) {
  watch("yes interleave");
  ASSERT_TRUE(eventually([&] { return isMeasuring(); }));
  output();
  auto* text = window().findChild<OutputDialog*>()->findChild<QPlainTextEdit*>();
  const auto& printed = *newest()->output;
  ASSERT_TRUE(eventually([&] { return printed.extent().all > 20 * ProgramOutput::kMost; }));
  EXPECT_LT(text->toPlainText().size(), static_cast<qsizetype>(ProgramOutput::kMost));
  click("Stop");
  ASSERT_TRUE(eventually([&] { return hasEnded() && printed.extent().is_complete; }));
  EXPECT_TRUE(eventually([&] { return text->toPlainText().size() == static_cast<qsizetype>(ProgramOutput::kMost); }))
      << text->toPlainText().size();
}

TEST_F(WatchTest, CommandsAndFolderAreRemembered) {
  watchToItsEnd("true");
  watchToItsEnd("echo two");
  watchToItsEnd("true");
  close();
  open();
  WatchDialog* dialog = openDialog();
  auto* box = dialog->findChild<QComboBox*>();
  EXPECT_EQ(box->count(), 2);
  EXPECT_EQ(box->itemText(0), "true");
  EXPECT_EQ(box->itemText(1), "echo two");
}

TEST_F(WatchTest, SettingsOfAWatchedRunOpenTheDialogAgain) {
  watchToItsEnd("sh -c 'echo \"a  b\"'");
  click("Use these settings");
  auto* dialog = window().findChild<WatchDialog*>();
  ASSERT_NE(dialog, nullptr);
  EXPECT_EQ(splitWords(dialog->findChild<QComboBox*>()->currentText()).value(), (Words{"sh", "-c", "echo \"a  b\""}));
}

TEST_F(WatchTest, AttachesToARunningProcessAndLetsItGo) {
  auto sleeper = ChildProcess::spawn({"/bin/sleep", "600"}, {});
  ASSERT_TRUE(sleeper);
  const auto with_its_number = ChildProcess::spawn({"/bin/sleep", "600", std::to_string(sleeper->pid())}, {});
  ASSERT_TRUE(with_its_number);
  WatchDialog* dialog = openDialog();
  QTest::mouseClick(buttonOf(dialog, "A program that runs already"), Qt::LeftButton);
  auto* table = dialog->findChild<QTableView*>();
  find<QLineEdit>("Search")->setText(QString::number(sleeper->pid()));
  ASSERT_TRUE(eventually([&] { return table->selectionModel()->hasSelection(); }));
  EXPECT_GE(table->model()->rowCount(), 2);
  QTest::mouseClick(buttonOf(dialog, "Watch"), Qt::LeftButton);
  ASSERT_TRUE(eventually([&] { return isMeasuring(); })) << banner().toStdString();
  EXPECT_TRUE(newest()->subject.title().startsWith("sleep, process")) << newest()->subject.title().toStdString();
  click("Stop");
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  EXPECT_EQ(newest()->findings->end_words, "goes on, no longer watched");
  EXPECT_FALSE(sleeper->poll());
}

TEST_F(WatchTest, RowsThatARunDoesNotHaveAreNotOfferedAndComeBack) {
  const auto action = [&](const QString& text) {
    for (QAction* found : window().findChildren<QAction*>()) {
      if (found->text() == text) {
        return found;
      }
    }
    return static_cast<QAction*>(nullptr);
  };
  action("by job")->trigger();
  EXPECT_NE(button("Rows: by job"), nullptr);
  watchToItsEnd("true");
  EXPECT_FALSE(action("by job")->isEnabled());
  EXPECT_TRUE(action("by job")->toolTip().contains("no jobs"));
  EXPECT_NE(button("Rows: by worker"), nullptr);
  const RunId watched = newest()->id;
  choose("Workload", "sleep");
  type("Sleep", "10");
  click("Run");
  ASSERT_TRUE(eventually([&] { return newest()->id != watched && hasEnded(); }));
  EXPECT_TRUE(action("by job")->isEnabled());
  EXPECT_NE(button("Rows: by job"), nullptr) << "the wish was remembered";
}

TEST_F(WatchTest, TheSameProgramTwiceIsCompared) {
  watchToItsEnd("/bin/true");
  watchToItsEnd("/bin/true");
  click("Compare");
  EXPECT_EQ(window().runs().shown().size(), 2u);
}

}  // namespace
}  // namespace interleave::ui
