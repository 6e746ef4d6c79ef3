// SPDX-License-Identifier: GPL-3.0-or-later
// Which interpreters, models and ways of doing them the experiment panel offers, and what becomes of a choice.
#include <QAbstractItemView>
#include <QLabel>
#include <QSignalSpy>
#include <QStandardItemModel>

#include "tests/gui/window_fixture.h"
#include "ui/window/experiment_panel.h"

namespace interleave::ui {
namespace {

PythonInterpreter interpreter(const std::string& path, PythonVersion version) {
  PythonInterpreter made;
  made.path = path;
  made.version = version;
  made.implementation = "CPython";
  made.packages["joblib"] = "1.2";
  return made;
}

std::vector<PythonInterpreter> three() {
  std::vector<PythonInterpreter> pythons{interpreter("/a/python3", {3, 11, 2}),
                                         interpreter("/b/python3.13t", {3, 13, 0}),
                                         interpreter("/c/python3", {3, 7, 1})};
  pythons[1].is_free_threaded = true;
  pythons[1].is_gil_on = false;
  pythons[1].packages.clear();
  pythons[2].problem = "it is too old";
  return pythons;
}

class PythonChoiceTest : public testing::Test {
 protected:
  void SetUp() override { m_panel.show(); }
  QComboBox* box(const QString& name) {
    for (QComboBox* box : m_panel.findChildren<QComboBox*>()) {
      if (box->accessibleName() == name) {
        return box;
      }
    }
    return nullptr;
  }
  void choose(const QString& name, const QString& label) {
    ASSERT_GE(box(name)->findText(label), 0) << label.toStdString();
    box(name)->setCurrentIndex(box(name)->findText(label));
  }
  bool isEnabled(const QString& name, const QString& label) {
    return static_cast<QStandardItemModel*>(box(name)->model())->item(box(name)->findText(label))->isEnabled();
  }
  bool says(const QString& text) {
    for (const QLabel* label : m_panel.findChildren<QLabel*>()) {
      if (label->isVisible() && label->text().contains(text)) {
        return true;
      }
    }
    return false;
  }
  ExperimentPanel m_panel{2};
};

TEST_F(PythonChoiceTest, EveryInterpreterIsOfferedByItsNameAndABrokenOneSaysWhy) {
  m_panel.setPythons(three());
  EXPECT_TRUE(isEnabled("Runtime", "CPython 3.11.2"));
  EXPECT_TRUE(isEnabled("Runtime", "CPython 3.13.0 free-threaded"));
  EXPECT_FALSE(isEnabled("Runtime", "CPython 3.7.1"));
  const int broken = box("Runtime")->findText("CPython 3.7.1");
  EXPECT_TRUE(box("Runtime")->itemData(broken, Qt::ToolTipRole).toString().contains("it is too old"));
}

TEST_F(PythonChoiceTest, AChosenInterpreterIsInTheExperimentByPathAndName) {
  m_panel.setPythons(three());
  choose("Runtime", "CPython 3.11.2");
  const auto chosen = m_panel.experiment();
  ASSERT_TRUE(chosen) << chosen.error().message;
  EXPECT_EQ(chosen->runtime, Runtime::Python);
  EXPECT_EQ(chosen->interpreter, "/a/python3");
  EXPECT_EQ(chosen->interpreter_name, "CPython 3.11.2");
  EXPECT_EQ(chosen->api, "concurrent.futures");
}

TEST_F(PythonChoiceTest, ModelsAreThoseOfTheRuntime) {
  m_panel.setPythons(three());
  EXPECT_LT(box("Model")->findText(QString::fromStdString(label(Model::Distributed))), 0);
  EXPECT_FALSE(isEnabled("Model", "Event loop")) << "in C++ it takes what only waits";
  choose("Runtime", "CPython 3.11.2");
  choose("Model", "Event loop");
  EXPECT_EQ(m_panel.experiment()->model, Model::EventLoop);
  EXPECT_FALSE(isEnabled("Model", QString::fromStdString(label(Model::Hybrid))))
      << "it takes the workload http-fetch alone";
  choose("Runtime", "C++ under a GIL");
  EXPECT_EQ(m_panel.experiment()->model, Model::Threads) << "what the runtime doesn't have can't stay chosen";
}

TEST_F(PythonChoiceTest, ApisAreThoseOfTheModelAndWhatLacksItsPackageCanNotBeChosen) {
  m_panel.setPythons(three());
  EXPECT_FALSE(box("API")->isVisible());
  choose("Runtime", "CPython 3.11.2");
  choose("Model", "Processes");
  EXPECT_TRUE(box("API")->isVisible());
  choose("API", "joblib.Parallel");
  EXPECT_EQ(m_panel.experiment()->api, "joblib");
  EXPECT_FALSE(box("Start method")->isVisible()) << "joblib has its own";
  choose("Runtime", "CPython 3.13.0 free-threaded");
  EXPECT_FALSE(isEnabled("API", "joblib.Parallel"));
  EXPECT_EQ(m_panel.experiment()->api, "concurrent.futures");
  choose("Model", "Distributed");
  EXPECT_FALSE(m_panel.experiment());
  EXPECT_TRUE(says("does not have the package distributed"));
}

TEST_F(PythonChoiceTest, ASchedulerCanBeGivenForADistributedRun) {
  std::vector<PythonInterpreter> pythons = three();
  pythons[0].packages["distributed"] = "2022.12.1";
  m_panel.setPythons(pythons);
  QLineEdit* line = nullptr;
  for (QLineEdit* one : m_panel.findChildren<QLineEdit*>()) {
    line = one->accessibleName() == "Scheduler" ? one : line;
  }
  ASSERT_NE(line, nullptr);
  choose("Runtime", "CPython 3.11.2");
  EXPECT_FALSE(line->isVisible());
  choose("Model", "Distributed");
  ASSERT_TRUE(line->isVisible());
  EXPECT_EQ(m_panel.experiment()->scheduler, "") << "a cluster on this machine";

  QTest::keyClicks(line, "http://lab");
  EXPECT_FALSE(m_panel.experiment());
  EXPECT_TRUE(says("neither tcp:// nor tls://"));
  line->selectAll();
  QTest::keyClicks(line, "lab-3:8786");
  const auto given = m_panel.experiment();
  ASSERT_TRUE(given) << given.error().message;
  EXPECT_EQ(given->scheduler, "tcp://lab-3:8786");
  EXPECT_FALSE(says("neither"));

  choose("Model", "Threads");
  EXPECT_FALSE(line->isVisible());
  EXPECT_EQ(m_panel.experiment()->scheduler, "") << "what can't be seen is not in force";
  m_panel.setExperiment(*given);
  EXPECT_EQ(m_panel.experiment().value(), *given);
  EXPECT_TRUE(line->isVisible());
}

TEST_F(PythonChoiceTest, TheSwitchIntervalIsThereWhereThereIsAGil) {
  m_panel.setPythons(three());
  const auto isThere = [this] {
    for (const QLineEdit* edit : m_panel.findChildren<QLineEdit*>()) {
      if (edit->accessibleName() == "Switch interval") {
        return edit->isVisible();
      }
    }
    return false;
  };
  choose("Runtime", "CPython 3.11.2");
  EXPECT_TRUE(isThere());
  choose("Runtime", "CPython 3.13.0 free-threaded");
  EXPECT_FALSE(isThere());
}

TEST_F(PythonChoiceTest, WhatWasRememberedIsChosenBeforeAndAfterTheInterpretersAreFound) {
  Experiment remembered = firstExperiment();
  remembered.runtime = Runtime::Python;
  remembered.model = Model::Processes;
  remembered.interpreter = "/a/python3";
  remembered.interpreter_name = "CPython 3.11.1";
  remembered.api = "multiprocessing";
  m_panel.setExperiment(checked(remembered).value());
  EXPECT_EQ(m_panel.experiment().value(), checked(remembered).value());
  m_panel.setPythons(three());
  EXPECT_EQ(m_panel.experiment()->interpreter_name, "CPython 3.11.2") << "as it is now";
  EXPECT_EQ(m_panel.experiment()->api, "multiprocessing");
  EXPECT_FALSE(m_panel.unknownInterpreter());
}

TEST_F(PythonChoiceTest, ARememberedInterpreterThatIsBrokenIsLetGoWithItsReason) {
  Experiment remembered = firstExperiment();
  remembered.runtime = Runtime::Python;
  remembered.interpreter = "/c/python3";
  remembered.interpreter_name = "CPython 3.8.1";
  m_panel.setExperiment(checked(remembered).value());
  m_panel.setPythons(three());
  EXPECT_NE(m_panel.experiment()->runtime, Runtime::Python);
  EXPECT_TRUE(says("CPython 3.8.1 can't be used any more: it is too old"));
}

TEST_F(PythonChoiceTest, OneThatIsInNoUsualPlaceIsToBeAskedFor) {
  Experiment remembered = firstExperiment();
  remembered.runtime = Runtime::Python;
  remembered.interpreter = "/far/away/python3";
  remembered.interpreter_name = "CPython 3.12.0";
  m_panel.setExperiment(checked(remembered).value());
  m_panel.setPythons(three());
  EXPECT_EQ(m_panel.unknownInterpreter(), "/far/away/python3");
  EXPECT_EQ(m_panel.experiment()->interpreter, "/far/away/python3");
}

TEST_F(PythonChoiceTest, WithoutAnyPythonThereIsOneQuietLine) {
  m_panel.setPythons({});
  EXPECT_TRUE(says("No CPython 3.8 or newer was found here."));
  EXPECT_TRUE(m_panel.experiment());
}

TEST_F(PythonChoiceTest, ChoosingAnotherInterpreterAsksAndChangesNothingYet) {
  m_panel.setPythons(three());
  choose("Runtime", "CPython 3.11.2");
  QSignalSpy wanted(&m_panel, &ExperimentPanel::interpreterWanted);
  choose("Runtime", "Choose an interpreter…");
  EXPECT_EQ(wanted.count(), 1);
  EXPECT_EQ(m_panel.experiment()->interpreter, "/a/python3");
  m_panel.chooseInterpreter("/c/python3");
  EXPECT_TRUE(says("it is too old"));
  m_panel.chooseInterpreter("/b/python3.13t");
  EXPECT_EQ(m_panel.experiment()->interpreter, "/b/python3.13t");
}

TEST_F(PythonChoiceTest, ArrowKeysEndAtTheLastInterpreterAndOpenNoDialog) {
  m_panel.setPythons(three());
  QSignalSpy wanted(&m_panel, &ExperimentPanel::interpreterWanted);
  for (int i = 0; i < 8; ++i) {
    QTest::keyClick(box("Runtime"), Qt::Key_Down);
  }
  EXPECT_EQ(box("Runtime")->currentText(), "CPython 3.13.0 free-threaded") << "the last that can be used";
  QTest::keyClick(box("Runtime"), Qt::Key_End);
  EXPECT_EQ(wanted.count(), 0);
  EXPECT_EQ(m_panel.experiment()->interpreter, "/b/python3.13t");
}

TEST_F(PythonChoiceTest, InTheOpenListEnterOnTheLastEntryAsks) {
  m_panel.setPythons(three());
  QSignalSpy wanted(&m_panel, &ExperimentPanel::interpreterWanted);
  box("Runtime")->showPopup();
  EXPECT_TRUE(isEnabled("Runtime", "Choose an interpreter…"));
  QAbstractItemView* list = box("Runtime")->view();
  const int last = box("Runtime")->findText("Choose an interpreter…");
  list->setCurrentIndex(box("Runtime")->model()->index(last, 0));
  QTest::keyClick(list, Qt::Key_Return);
  EXPECT_EQ(wanted.count(), 1);
  EXPECT_FALSE(isEnabled("Runtime", "CPython 3.7.1")) << "what can't be used stays so";
}

}  // namespace
}  // namespace interleave::ui
