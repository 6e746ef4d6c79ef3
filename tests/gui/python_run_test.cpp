// SPDX-License-Identifier: GPL-3.0-or-later
// Runs in a real Python, in the window: what Python says of its dead workers is said, and the window goes on.
#include <QSettings>
#include <nlohmann/json.hpp>

#include "core/experiment/experiment_json.h"
#include "core/python/python_discovery.h"
#include "tests/gui/window_fixture.h"
#include "ui/window/banner.h"

namespace interleave::ui {
namespace {

class PythonRunTest : public WindowTest {
 protected:
  void SetUp() override {
    const auto python = choosePython("");
    if (!python) {
      GTEST_SKIP() << python.error().message;
    }
    m_experiment.runtime = Runtime::Python;
    m_experiment.interpreter = python->path;
    m_experiment.interpreter_name = python->name();
    m_experiment.workload = "crash";
    m_experiment.parameters["n"] = std::int64_t{100'000};
    m_experiment.parameters["how"] = std::string("segfault");
    m_experiment.workers = 2;
    m_experiment.jobs = 4;
  }

  // As if the window had been closed with this experiment chosen.
  void openWith(Model model) {
    m_experiment.model = model;
    const auto complete = checked(m_experiment);
    ASSERT_TRUE(complete) << complete.error().message;
    QSettings(settingsFile(), QSettings::IniFormat)
        .setValue("experiment", QString::fromStdString(toJson(*complete).dump()));
    open();
  }

  QString banner() { return window().findChild<Banner*>()->message(); }

  Experiment m_experiment;
};

TEST_F(PythonRunTest, ADeadProcessIsABrokenPoolAndTheWindowGoesOn) {
  openWith(Model::Processes);
  for (int i = 0; i < 2; ++i) {
    click("Run");
    ASSERT_TRUE(eventually([&] { return banner().contains("BrokenProcessPool"); })) << banner().toStdString();
    EXPECT_TRUE(eventually([&] { return button("Run")->isEnabled() && hasEnded(); }));
    click("Dismiss the message");
    EXPECT_EQ(banner(), "");
  }
}

TEST_F(PythonRunTest, ADeadThreadTakesItsProcessAndTheWindowSaysSo) {
  openWith(Model::Threads);
  click("Run");
  ASSERT_TRUE(eventually([&] { return banner().contains("SIGSEGV"); })) << banner().toStdString();
  EXPECT_TRUE(banner().contains("all jobs shared that one process")) << banner().toStdString();
  EXPECT_TRUE(eventually([&] { return button("Run")->isEnabled() && hasEnded(); }));
}

}  // namespace
}  // namespace interleave::ui
