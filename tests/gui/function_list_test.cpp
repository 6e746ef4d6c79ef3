// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of a person's own file are offered once the file is chosen, and others may be typed all the same.
#include "ui/window/function_list.h"

#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <fstream>

#include "core/python/python_discovery.h"
#include "tests/gui/window_fixture.h"
#include "tests/support/program.h"
#include "ui/window/text_field.h"

namespace interleave::ui {
namespace {

TEST(FunctionListTest, OffersWhatTheFileDefinesAndSaysWhatIsWrongWithIt) {
  const auto python = choosePython("");
  if (!python) {
    GTEST_SKIP() << python.error().message;
  }
  test::TemporaryFolder folder;
  std::ofstream(folder / "work.py") << "def alpha(): pass\ndef beta(): pass\n";
  std::ofstream(folder / "broken.py") << "def (:\n";
  ExperimentPanel panel{2};
  panel.setPythons({*python});
  Experiment wanted;
  wanted.runtime = Runtime::Python;
  wanted.interpreter = python->path;
  wanted.interpreter_name = python->name();
  wanted.workload = "my-python";
  wanted.parameters = {{"file", std::string(folder / "work.py")}};
  const auto whole = checked(wanted);
  ASSERT_TRUE(whole) << whole.error().message;
  panel.setExperiment(*whole);
  panel.show();
  FunctionList list(panel);
  auto* function = panel.findChild<TextField*>("parameter/function");
  auto* file = panel.findChild<TextField*>("parameter/file");
  ASSERT_TRUE(function != nullptr && file != nullptr);
  EXPECT_TRUE(QTest::qWaitFor([&] { return function->suggestions() == QStringList({"alpha", "beta"}); }, 30'000));

  auto* line = qobject_cast<QLineEdit*>(function->control());
  ASSERT_NE(line, nullptr);
  line->clear();
  QTest::keyClicks(line, "bet");
  ASSERT_NE(line->completer(), nullptr);
  EXPECT_EQ(line->completer()->currentCompletion(), "beta");
  QTest::keyClicks(line, "ter");
  EXPECT_EQ(function->text(), "better") << "any other name may be typed";

  auto* path = qobject_cast<QLineEdit*>(file->control());
  path->clear();
  QTest::keyClicks(path, QString::fromStdString(folder / "broken.py"));
  EXPECT_TRUE(function->suggestions().isEmpty());
  EXPECT_TRUE(QTest::qWaitFor(
      [&] {
        for (const QLabel* label : function->findChildren<QLabel*>()) {
          if (label->text().contains("SyntaxError")) {
            return true;
          }
        }
        return false;
      },
      30'000));
}

}  // namespace
}  // namespace interleave::ui
