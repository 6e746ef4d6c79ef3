// SPDX-License-Identifier: GPL-3.0-or-later
// Controls are made from what the core knows, and what is typed into them becomes the experiment.
#include "ui/window/experiment_panel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSet>
#include <QSignalSpy>
#include <QSlider>
#include <QTabWidget>
#include <algorithm>

#include "core/base/number_text.h"
#include "core/experiment/as_python.h"
#include "core/experiment/catalogue.h"
#include "core/sched/machine.h"
#include "tests/gui/window_fixture.h"
#include "ui/window/file_field.h"

namespace interleave::ui {
namespace {

class ExperimentPanelTest : public WindowTest {
 protected:
  Result<Experiment> chosen() { return window().findChild<ExperimentPanel*>()->experiment(); }
  QString status() { return window().findChild<QLabel*>("status")->text(); }
};

TEST_F(ExperimentPanelTest, StartsWithTheFirstExperiment) {
  EXPECT_EQ(chosen().value(), checked(firstExperiment()).value());
}

TEST_F(ExperimentPanelTest, EveryWorkloadsParametersHaveControlsWithTheirDefaults) {
  for (const WorkloadInfo& info : workloads()) {
    SCOPED_TRACE(info.name);
    if (info.needs_python) {
      continue;  // what this machine has is not for this test to say
    }
    window().findChild<ExperimentPanel*>()->reset();
    choose("Workload", QString::fromStdString(info.name));
    Experiment expected = firstExperiment();
    if (info.name != expected.workload) {
      expected.workload = info.name;
      expected.parameters.clear();
      expected.jobs = info.usual_jobs;
    }
    EXPECT_EQ(chosen().value(), checked(expected).value());
    for (const ParameterSpec& spec : info.parameters) {
      auto* control = find<QWidget>(QString::fromStdString(spec.label));
      ASSERT_NE(control, nullptr);
      EXPECT_FALSE(control->toolTip().isEmpty());
    }
  }
}

TEST_F(ExperimentPanelTest, TabGoesFromAWorkloadThroughItsParametersAndOnlyThenOutOfThePanel) {
  auto* panel = window().findChild<ExperimentPanel*>();
  for (const WorkloadInfo& info : workloads()) {
    SCOPED_TRACE(info.name);
    panel->reset();
    choose("Workload", QString::fromStdString(info.name));
    find<QWidget>("Workload")->setFocus();
    QSet<QString> reached;
    for (int i = 0; i < 30 && panel->isAncestorOf(window().focusWidget()); ++i) {
      key(Qt::Key_Tab);
      reached.insert(nameOf(*window().focusWidget()));
    }
    EXPECT_FALSE(panel->isAncestorOf(window().focusWidget()));
    for (const ParameterSpec& spec : info.parameters) {
      EXPECT_TRUE(reached.contains(QString::fromStdString(spec.label))) << spec.label;
    }
    for (const FileField* field : panel->findChildren<FileField*>()) {
      for (const QAbstractButton* button : field->findChildren<QAbstractButton*>()) {
        EXPECT_TRUE(!button->isVisible() || reached.contains(nameOf(*button))) << nameOf(*button).toStdString();
      }
    }
  }
}

TEST_F(ExperimentPanelTest, WhatIsTypedBecomesTheExperiment) {
  for (const WorkloadInfo& info : workloads()) {
    SCOPED_TRACE(info.name);
    if (info.needs_python) {
      continue;  // what this machine has is not for this test to say
    }
    choose("Workload", QString::fromStdString(info.name));
    for (const ParameterSpec& spec : info.parameters) {
      const QString label = QString::fromStdString(spec.label);
      if (spec.kind == ParameterKind::Choice) {
        choose(label, QString::fromStdString(spec.choices.back()));
        EXPECT_EQ(choice(chosen()->parameters, spec.key), spec.choices.back());
        continue;
      }
      for (auto* edit : window().findChildren<QLineEdit*>()) {
        if (edit->accessibleName() == label && edit->isVisible()) {
          edit->setFocus();
          edit->selectAll();
          const double wanted = std::clamp(3.0, spec.least, spec.most);
          QTest::keyClicks(edit, QString::number(wanted, 'f', 0));
          ASSERT_TRUE(chosen()) << spec.key << ": " << chosen().error().message;
          EXPECT_EQ(real(chosen()->parameters, spec.key), wanted) << spec.key;
        }
      }
    }
  }
}

TEST_F(ExperimentPanelTest, NumbersMayBeWrittenAsPeopleDo) {
  type("Marks per job", "10^7");
  EXPECT_EQ(integer(chosen()->parameters, "n"), 10'000'000);
  type("Marks per job", "2e6");
  EXPECT_EQ(integer(chosen()->parameters, "n"), 2'000'000);
  type("Marks per job", "1,234");
  EXPECT_EQ(integer(chosen()->parameters, "n"), 1'234);
}

TEST_F(ExperimentPanelTest, ArrowsStepByTheLeadingDigit) {
  type("Jobs", "10");
  auto* jobs = find<QLineEdit>("Jobs");
  QTest::keyClick(jobs, Qt::Key_Down);
  EXPECT_EQ(chosen()->jobs, 9);
  QTest::keyClick(jobs, Qt::Key_Up);
  QTest::keyClick(jobs, Qt::Key_Up);
  EXPECT_EQ(chosen()->jobs, 20);
  QTest::keyClick(jobs, Qt::Key_PageUp);
  EXPECT_EQ(chosen()->jobs, 200);
}

TEST_F(ExperimentPanelTest, AnInvalidValueDisablesRunAndSaysWhy) {
  for (const char* wrong : {"0", "100001", "four", "", "1.5", "-3", "99999999999999999999"}) {
    SCOPED_TRACE(wrong);
    type("Jobs", wrong);
    EXPECT_FALSE(button("Run")->isEnabled());
    EXPECT_FALSE(chosen());
    EXPECT_TRUE(status().contains("Jobs: a whole number from 1 to 100,000")) << status().toStdString();
    key(Qt::Key_F5);
    EXPECT_EQ(newest(), nullptr);
  }
  type("Jobs", "7");
  EXPECT_TRUE(button("Run")->isEnabled());
  EXPECT_EQ(status(), "");
  EXPECT_EQ(chosen()->jobs, 7);
}

TEST_F(ExperimentPanelTest, WorkersAreChosenOrTyped) {
  type("Workers", "256");
  EXPECT_EQ(chosen()->workers, 256);
  type("Workers", "2049");
  EXPECT_FALSE(button("Run")->isEnabled());
  type("Workers", "cores");
  EXPECT_EQ(chosen()->workers, thisMachine().cores);
  choose("Model", "Serial");
  EXPECT_FALSE(find<QComboBox>("Workers")->isEnabled());
  EXPECT_EQ(chosen()->effectiveWorkers(), 1);
}

TEST_F(ExperimentPanelTest, ChoicesThatDoNotApplyAreNotThere) {
  EXPECT_TRUE(find<QLineEdit>("Switch interval")->isVisible());
  EXPECT_FALSE(find<QComboBox>("Start method")->isVisible());
  choose("Runtime", "C++, native");
  choose("Model", "Processes");
  EXPECT_FALSE(find<QLineEdit>("Switch interval")->isVisible());
  EXPECT_TRUE(find<QComboBox>("Start method")->isVisible());
}

TEST_F(ExperimentPanelTest, AModelThatTheWorkloadDoesNotFitCanNotBeChosenAndSaysWhy) {
  choose("Runtime", "C++, native");
  const auto* models = find<QComboBox>("Model");
  const auto isOffered = [&](const QString& name) {
    return (models->model()->flags(models->model()->index(models->findText(name), 0)) & Qt::ItemIsEnabled) != 0;
  };
  EXPECT_FALSE(isOffered("Event loop"));
  EXPECT_TRUE(models->itemData(models->findText("Event loop"), Qt::ToolTipRole).toString().contains("http-fetch"));
  choose("Workload", "http-fetch");
  EXPECT_TRUE(isOffered("Event loop"));
  choose("Model", "Event loop");
  EXPECT_EQ(chosen()->model, Model::EventLoop);
  EXPECT_FALSE(find<QComboBox>("Workers")->isEnabled());
  choose("Workload", "primes");
  EXPECT_EQ(chosen()->model, Model::Threads) << "the model that fits all";
}

TEST_F(ExperimentPanelTest, TheSwitchIntervalIsSlidOrTyped) {
  type("Switch interval", "0.25");
  EXPECT_EQ(chosen()->switch_interval_ms, 0.25);
  auto* slider = find<QSlider>("Switch interval, slider");
  slider->setFocus();
  QTest::keyClick(slider, Qt::Key_Right);
  EXPECT_EQ(chosen()->switch_interval_ms, 0.5);
}

TEST_F(ExperimentPanelTest, JobsFollowTheWorkloadUntilTyped) {
  choose("Workload", "http-fetch");
  EXPECT_EQ(chosen()->jobs, 16);
  choose("Workload", "sleep");
  EXPECT_EQ(chosen()->jobs, 4);
  type("Jobs", "5");
  choose("Workload", "http-fetch");
  EXPECT_EQ(chosen()->jobs, 5);
}

TEST_F(ExperimentPanelTest, TheProgramIsThatOfTheChoiceAndCanBeCopied) {
  window().findChild<QTabWidget*>("pages")->setCurrentIndex(1);
  const auto* preview = find<QPlainTextEdit>("The Python program, preview");
  EXPECT_TRUE(preview->isVisible());
  EXPECT_TRUE(preview->isReadOnly());
  EXPECT_EQ(preview->toPlainText().toStdString(), asPython(chosen().value()));
  click("Copy the Python program");
  EXPECT_EQ(QGuiApplication::clipboard()->text().toStdString(), asPython(chosen().value()));
  choose("Workload", "cpu-heavy");
  choose("Model", "Processes");
  click("Copy the Python program");
  EXPECT_EQ(QGuiApplication::clipboard()->text().toStdString(), asPython(chosen().value()));
  type("Jobs", "0");
  EXPECT_FALSE(button("Copy the Python program")->isEnabled());
  EXPECT_EQ(preview->toPlainText(), "") << "what makes no sense has no program";
}

TEST_F(ExperimentPanelTest, ResetGoesBackToTheFirstExperiment) {
  choose("Workload", "http-fetch");
  type("Jobs", "0");
  click("Reset the experiment");
  EXPECT_EQ(chosen().value(), checked(firstExperiment()).value());
  EXPECT_TRUE(button("Run")->isEnabled());
}

}  // namespace
}  // namespace interleave::ui
