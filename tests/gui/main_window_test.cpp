// SPDX-License-Identifier: GPL-3.0-or-later
// The window as a whole: keys, names, themes, what it remembers, and that nothing is cut off.
#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAction>
#include <QFile>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>

#include "tests/gui/window_fixture.h"
#include "ui/window/elided_label.h"
#include "ui/window/experiment_panel.h"
#include "ui/window/folding_panel.h"
#include "ui/window/jobs_dialog.h"
#include "ui/window/keys_dialog.h"
#include "ui/window/tabular_label.h"

namespace interleave::ui {
namespace {

class MainWindowTest : public WindowTest {
 protected:
  Experiment chosen() { return window().findChild<ExperimentPanel*>()->experiment().value(); }

  void trigger(const QString& text) {
    for (QAction* action : window().findChildren<QAction*>()) {
      if (action->text() == text) {
        action->trigger();
        return;
      }
    }
    ADD_FAILURE() << "no action " << text.toStdString();
  }

  QColor groundOf(QWidget& widget) { return widget.grab().toImage().pixelColor(1, 1); }

  /// The text of the first label or button that has less room than it wants; empty when all have enough.
  QString firstCut() {
    for (QWidget* widget : window().findChildren<QWidget*>()) {
      auto* label = qobject_cast<QLabel*>(widget);
      auto* clickable = qobject_cast<QAbstractButton*>(widget);
      if ((label == nullptr && clickable == nullptr) || !widget->isVisible() || qobject_cast<ElidedLabel*>(widget)) {
        continue;
      }
      const bool wraps = label != nullptr && label->wordWrap();
      const int height = wraps ? label->heightForWidth(label->width()) : widget->sizeHint().height();
      if (widget->height() < height || (!wraps && widget->width() < widget->sizeHint().width())) {
        return label != nullptr ? label->text() : nameOf(*widget);
      }
    }
    for (QScrollArea* area : window().findChildren<QScrollArea*>()) {
      if (area->isVisible() && area->widget()->width() > area->viewport()->width()) {
        return area->widget()->metaObject()->className();
      }
    }
    return {};
  }

  /// Layouts settle over some turns of the event loop.
  void expectNothingCut() {
    EXPECT_TRUE(QTest::qWaitFor([&] { return firstCut().isEmpty(); })) << firstCut().toStdString();
  }
};

TEST_F(MainWindowTest, NothingIsCutAt1280x720) {
  expectNothingCut();
  choose("Workload", "http-fetch");
  choose("Model", "Processes");
  expectNothingCut();
  choose("Workload", "sleep");
  type("Sleep", "20");
  click("Run");
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  expectNothingCut();
}

TEST_F(MainWindowTest, EveryControlHasAName) {
  click("Run");
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  int controls = 0;
  for (QWidget* widget : window().findChildren<QWidget*>()) {
    const bool is_part = widget->objectName().startsWith("qt_") || qobject_cast<QScrollBar*>(widget) != nullptr ||
                         qobject_cast<QScrollArea*>(widget) != nullptr;
    if (is_part || !widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0) {
      continue;
    }
    EXPECT_FALSE(nameOf(*widget).isEmpty())
        << widget->metaObject()->className() << " in " << widget->parentWidget()->metaObject()->className();
    ++controls;
  }
  EXPECT_GT(controls, 12);
}

TEST_F(MainWindowTest, TabReachesEveryControlAndComesBack) {
  QSet<QWidget*> reached;
  for (int i = 0; i < 200 && !reached.contains(window().focusWidget()); ++i) {
    reached.insert(window().focusWidget());
    key(Qt::Key_Tab);
  }
  for (const char* name : {"Run", "Rows: by worker", "Style: live", "Menu", "Runtime", "Model", "Workload",
                           "Marks per job", "Jobs", "Workers", "Time limit", "Switch interval", "Timeline"}) {
    QWidget* control = find<QWidget>(name);
    const auto* box = qobject_cast<QComboBox*>(control);
    EXPECT_TRUE(reached.contains(control) || (box != nullptr && box->isEditable() && reached.contains(box->lineEdit())))
        << name;
  }
}

TEST_F(MainWindowTest, ARunNeedsNoMouse) {
  QComboBox* workload = find<QComboBox>("Workload");
  while (!workload->hasFocus()) {
    key(Qt::Key_Tab);
  }
  while (workload->currentText() != "sleep") {
    key(Qt::Key_Down);
  }
  key(Qt::Key_Tab);
  QTest::keyClicks(window().focusWidget(), "25");
  key(Qt::Key_R, Qt::ControlModifier);
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  EXPECT_EQ(newest()->subject.experiment()->workload, "sleep");
  EXPECT_EQ(newest()->findings->ending, RunEnding::Finished);
  const RunId first = newest()->id;
  find<QWidget>("Timeline")->setFocus();
  key(Qt::Key_Space);
  ASSERT_TRUE(eventually([&] { return newest()->id != first && hasEnded(); }));
  key(Qt::Key_J, Qt::ControlModifier);
  EXPECT_NE(window().findChild<JobsDialog*>(), nullptr);
}

TEST_F(MainWindowTest, F1ListsTheKeys) {
  key(Qt::Key_F1);
  auto* keys = window().findChild<KeysDialog*>();
  ASSERT_NE(keys, nullptr);
  QString all;
  for (const QLabel* label : keys->findChildren<QLabel*>()) {
    all += label->text() + "\n";
  }
  for (const char* one : {"F5", "Space", "Esc", "Ctrl+E", "F1", "W  ·  S", "Double-click"}) {
    EXPECT_TRUE(all.contains(one)) << one;
  }
}

TEST_F(MainWindowTest, TheThemeIsSwitchedAndRemembered) {
  trigger("Dark");
  EXPECT_EQ(groundOf(*find<QWidget>("Timeline")), theme(ThemeName::Dark).panel);
  EXPECT_EQ(groundOf(*window().findChild<ExperimentPanel*>()), theme(ThemeName::Dark).panel);
  close();
  open();
  EXPECT_EQ(groundOf(*window().findChild<ExperimentPanel*>()), theme(ThemeName::Dark).panel);
  trigger("Light");
  EXPECT_EQ(groundOf(*window().findChild<ExperimentPanel*>()), theme(ThemeName::Light).panel);
}

TEST_F(MainWindowTest, TheDesktopsThemeIsFollowed) {
  const QPalette before = QApplication::palette();
  QPalette dark(QColor(0x20, 0x20, 0x20));
  QApplication::setPalette(dark);
  EXPECT_TRUE(
      eventually([&] { return groundOf(*window().findChild<ExperimentPanel*>()) == theme(ThemeName::Dark).panel; }));
  QApplication::setPalette(before);
  EXPECT_TRUE(
      eventually([&] { return groundOf(*window().findChild<ExperimentPanel*>()) == theme(ThemeName::Light).panel; }));
}

TEST_F(MainWindowTest, ChoicesComeBackAtTheNextStart) {
  choose("Workload", "http-fetch");
  type("Delay", "12.5");
  type("Jobs", "33");
  trigger("by job");
  trigger("runtimes");
  key(Qt::Key_2, Qt::ControlModifier);
  auto* right = window().findChild<FoldingPanel*>("right");
  EXPECT_TRUE(right->isFolded());
  const Experiment before = chosen();
  close();
  open();
  EXPECT_EQ(chosen(), before);
  EXPECT_NE(find<QPushButton>("Rows: by job"), nullptr);
  EXPECT_NE(find<QPushButton>("Style: runtimes"), nullptr);
  right = window().findChild<FoldingPanel*>("right");
  EXPECT_TRUE(right->isFolded());
  click("Show: Results");
  EXPECT_FALSE(right->isFolded());
  EXPECT_GT(right->width(), 200);
}

TEST_F(MainWindowTest, HowMuchIsKeptIsRememberedAndReachesTheNextRun) {
  EXPECT_EQ(WindowSettings(settingsFile()).keepMinutes(), 0);
  trigger("The last 5 minutes");
  close();
  open();
  EXPECT_EQ(WindowSettings(settingsFile()).keepMinutes(), 5);
  QStringList checked;
  for (const QAction* action : window().findChildren<QAction*>()) {
    if (action->isChecked() && action->text().startsWith("The last")) {
      checked << action->text();
    }
  }
  EXPECT_EQ(checked, QStringList("The last 5 minutes"));
  click("Run");
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  EXPECT_EQ(newest()->findings->snapshot->keep_ns, std::int64_t{300} * 1'000'000'000);
  EXPECT_EQ(newest()->findings->snapshot->kept_from_ns, 0) << "it was no longer than that";
  trigger("Forget all choices");
  EXPECT_EQ(WindowSettings(settingsFile()).keepMinutes(), 0);
}

TEST_F(MainWindowTest, DamagedSettingsAreTheDefaults) {
  close();
  for (const char* damaged :
       {"[General]\nexperiment=\"{\\\"jobs\\\": \\\"many\"\nrows=seven\nstyle=-4\ntheme=99\nkeep_minutes=3\n"
        "[window]\ngeometry=nonsense\nleft\\extent=-5\nright\\extent=99999999999\n"
        "[export]\nwidth=-1\nscale=nan\ntheme=x\n",
        "\x01\x02[[[[\xff\xfe=====\n]]]", ""}) {
    QFile file(settingsFile());
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(damaged);
    file.close();
    open();
    EXPECT_EQ(chosen(), checked(firstExperiment()).value());
    EXPECT_TRUE(button("Run")->isEnabled());
    EXPECT_EQ(WindowSettings(settingsFile()).exportChoices(), ExportChoices());
    EXPECT_EQ(WindowSettings(settingsFile()).keepMinutes(), 0);
    close();
  }
}

TEST_F(MainWindowTest, ForgettingGoesBackToTheFirstStart) {
  choose("Workload", "sleep");
  trigger("by job");
  key(Qt::Key_3, Qt::ControlModifier);
  trigger("Forget all choices");
  EXPECT_EQ(chosen(), checked(firstExperiment()).value());
  EXPECT_NE(find<QPushButton>("Rows: by worker"), nullptr);
  EXPECT_FALSE(window().findChild<FoldingPanel*>("bottom")->isFolded());
}

}  // namespace
}  // namespace interleave::ui
