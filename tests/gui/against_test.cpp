// SPDX-License-Identifier: GPL-3.0-or-later
// The emulated GIL against real Python: when it can be had, what is shown, and how it is ended.
#include <QAction>
#include <QLabel>

#include "core/python/python_discovery.h"
#include "tests/gui/window_fixture.h"
#include "ui/chart/timeline_layout.h"
#include "ui/chart/timeline_view.h"
#include "ui/window/against_controller.h"
#include "ui/window/experiment_panel.h"
#include "ui/window/export_dialog.h"
#include "ui/window/figure_form.h"
#include "ui/window/likeness_card.h"

namespace interleave::ui {
namespace {

TEST(EmulatedAndReal, AreTheSameWorkUnderTheEmulatedGilAndInTheInterpreter) {
  Experiment chosen = firstExperiment();
  chosen.runtime = Runtime::Native;
  chosen.switch_interval_ms = 2.0;
  const auto both = emulatedAndReal(chosen, "/usr/bin/python3", "CPython 3.11.2");
  ASSERT_TRUE(both) << both.error().message;
  ASSERT_EQ(both->size(), 2u);
  EXPECT_EQ((*both)[0].runtime, Runtime::Gil);
  EXPECT_EQ((*both)[1].runtime, Runtime::Python);
  EXPECT_EQ((*both)[1].interpreter, "/usr/bin/python3");
  for (const Experiment& one : *both) {
    EXPECT_EQ(one.parameters.at("n"), ParameterValue(std::int64_t{10'000'000}));
    EXPECT_EQ(one.switch_interval_ms, 2.0);
    EXPECT_EQ(one.model, Model::Threads);
  }
}

TEST(EmulatedAndReal, WhatHasNoOtherFormOrNoGilIsSaid) {
  Experiment distributed = firstExperiment();
  distributed.runtime = Runtime::Python;
  distributed.model = Model::Distributed;
  const auto no_emulation = emulatedAndReal(distributed, "/usr/bin/python3", "CPython 3.11.2");
  ASSERT_FALSE(no_emulation);
  EXPECT_EQ(no_emulation.error().message.rfind("It has no emulated form: ", 0), 0u) << no_emulation.error().message;
  const auto no_gil = emulatedAndReal(firstExperiment(), "/usr/bin/python3.13t", "CPython 3.13.0 free-threaded");
  ASSERT_FALSE(no_gil);
  EXPECT_NE(no_gil.error().message.find("has no GIL"), std::string::npos);
}

class AgainstTest : public WindowTest {
 protected:
  void SetUp() override {
    if (!choosePython("")) {
      GTEST_SKIP() << "this machine has no Python";
    }
    WindowTest::SetUp();
    ASSERT_TRUE(eventually([&] { return button("Against real Python")->isEnabled(); }));
  }
  QString card() { return window().findChild<LikenessCard*>()->text(); }
  std::size_t runs() { return static_cast<std::size_t>(window().runs().rowCount()); }
};

TEST_F(AgainstTest, BothRunsAreShownOnOneAxisWithHowAlikeTheyAreAndSoIsThePicture) {
  type("Marks per job", "2000000");
  EXPECT_EQ(card(), "");
  click("Against real Python");
  ASSERT_TRUE(eventually([&] { return runs() == 2 && hasEnded() && !card().isEmpty(); }));
  const std::vector<RunId> shown = window().runs().shown();
  ASSERT_EQ(shown.size(), 2u);
  EXPECT_EQ(window().runs().run(shown[0])->subject.experiment()->runtime, Runtime::Gil);
  EXPECT_EQ(window().runs().run(shown[1])->subject.experiment()->runtime, Runtime::Python);
  EXPECT_EQ(window().findChild<TimelineView*>("timeline")->layoutNow().panels.size(), 2u);
  for (const char* part : {"alike", "Hand-off", "Slice", "Overlap", "Elapsed"}) {
    EXPECT_TRUE(card().contains(part)) << part << ": " << card().toStdString();
  }
  EXPECT_TRUE(window().findChild<LikenessCard*>()->isVisible());
  click("Export picture…");
  auto* form = window().findChild<FigureForm*>();
  ASSERT_NE(form, nullptr);
  EXPECT_TRUE(form->figure().value().footnote.startsWith("Emulated against real: " + card()));
  window().findChild<ExportDialog*>()->reject();
  click("Compare");
  EXPECT_EQ(card(), "") << "one run alone is like nothing";
}

TEST_F(AgainstTest, StopEndsItAndTheSecondIsNotBegun) {
  type("Marks per job", "1000000000");
  click("Against real Python");
  ASSERT_TRUE(eventually([&] { return isMeasuring(); }));
  EXPECT_FALSE(button("Against real Python")->isEnabled());
  click("Stop");
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  QTest::qWait(200);
  EXPECT_EQ(runs(), 1u);
  EXPECT_EQ(card(), "");
  EXPECT_TRUE(button("Against real Python")->isEnabled());
}

TEST_F(AgainstTest, WithoutAPythonItSaysWhyNot) {
  window().findChild<ExperimentPanel*>()->setPythons({});
  EXPECT_FALSE(button("Against real Python")->isEnabled());
  EXPECT_TRUE(button("Against real Python")->toolTip().contains("No CPython")) << "the reason";
}

}  // namespace
}  // namespace interleave::ui
