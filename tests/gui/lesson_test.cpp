// SPDX-License-Identifier: GPL-3.0-or-later
// A lesson: the question first, its runs one after the other on one axis, and what came out held against both.
#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QMenu>
#include <QRadioButton>
#include <utility>

#include "core/session/article.h"
#include "tests/gui/window_fixture.h"
#include "ui/chart/timeline_layout.h"
#include "ui/chart/timeline_view.h"
#include "ui/window/banner.h"
#include "ui/window/lesson_card.h"
#include "ui/window/lesson_dialog.h"
#include "ui/window/prediction.h"

namespace interleave::ui {
namespace {

TEST(Prediction, EveryLessonAsksForOneOfTwoToFourOutcomes) {
  for (const Article& article : articles()) {
    const auto prediction = predictionFor(article.id);
    ASSERT_TRUE(prediction) << article.id;
    EXPECT_GE(prediction->answers.size(), 2) << article.id;
    EXPECT_LE(prediction->answers.size(), 4) << article.id;
    EXPECT_FALSE(prediction->why.isEmpty()) << article.id;
  }
  EXPECT_FALSE(predictionFor("no-such-lesson"));
}

class LessonTest : public WindowTest {
 protected:
  /// As the menu offers it.
  void ask(const std::string& id) {
    const Article* article = articleNamed(id).value();
    for (QAction* action : lessons()) {
      if (action->text().contains(QString::fromStdString(article->claim))) {
        action->trigger();
      }
    }
    m_dialog = window().findChild<LessonDialog*>();
    ASSERT_NE(m_dialog, nullptr);
    ASSERT_TRUE(QTest::qWaitForWindowExposed(m_dialog));
  }

  /// Of all groups of the menu.
  std::vector<QAction*> lessons() {
    std::vector<QAction*> found;
    for (QAction* group : button("Lessons")->menu()->actions()) {
      EXPECT_NE(group->menu(), nullptr) << group->text().toStdString();
      for (QAction* lesson : group->menu()->actions()) {
        found.push_back(lesson);
      }
    }
    return found;
  }

  QAbstractButton* inDialog(const QString& name) {
    for (auto* found : m_dialog->findChildren<QAbstractButton*>()) {
      if (nameOf(*found) == name) {
        return found;
      }
    }
    ADD_FAILURE() << name.toStdString();
    return nullptr;
  }

  QString card(const char* part) { return window().findChild<QLabel*>(part)->text(); }
  LessonCard& card() { return *window().findChild<LessonCard*>(); }

  LessonDialog* m_dialog = nullptr;
};

TEST_F(LessonTest, TheStudentPredictsThenAllRunsAreShownAndHeldAgainstIt) {
  EXPECT_FALSE(card().isVisible());
  ask("parallel-threads");
  QAbstractButton* start = inDialog("Run the lesson");
  EXPECT_FALSE(start->isEnabled()) << "predict first";
  const Prediction prediction = predictionFor("parallel-threads").value();
  const QString wrong = prediction.answers[(prediction.right + 1) % prediction.answers.size()];
  QTest::keyClick(inDialog(wrong), Qt::Key_Space);
  ASSERT_TRUE(start->isEnabled());
  QTest::mouseClick(start, Qt::LeftButton);
  EXPECT_TRUE(card().isVisible());
  EXPECT_TRUE(card("lessonSentence").startsWith("run 1 of 2"));
  EXPECT_TRUE(window().findChild<QLabel*>("status")->text().startsWith("run 1 of 2"));
  ASSERT_TRUE(eventually([&] { return card("lessonSentence").startsWith("Measured"); }));
  EXPECT_EQ(window().runs().rowCount(), 2);
  EXPECT_EQ(window().runs().shown().size(), 2u);
  const TimelineLayout& layout = window().findChild<TimelineView*>("timeline")->layoutNow();
  ASSERT_EQ(layout.panels.size(), 2u);
  EXPECT_TRUE(layout.panels[0].title.startsWith("Multithreading"));
  EXPECT_TRUE(layout.panels[1].sentence.contains("×"));
  const bool holds = card("lessonVerdict").startsWith("As expected");
  EXPECT_TRUE(holds || card("lessonVerdict").startsWith("Not as expected here"));
  EXPECT_TRUE(card("lessonPrediction").contains(wrong));
  EXPECT_EQ(card("lessonPrediction").contains("It came out otherwise: “" + prediction.answers[prediction.right]),
            holds);
  click("Close the lesson");
  EXPECT_FALSE(card().isVisible());
}

TEST_F(LessonTest, ARunThatIsToEndBadlyIsNoErrorAndSaysWhatHappened) {
  ask("deadlock");
  QTest::mouseClick(inDialog("Run without predicting"), Qt::LeftButton);
  ASSERT_TRUE(eventually([&] { return card("lessonVerdict").startsWith("As expected"); }));
  EXPECT_EQ(window().runs().shown().size(), 2u);
  const ShelfRun& chosen = *window().runs().run(*window().runs().chosen());
  EXPECT_EQ(chosen.subject.title(), "Opposite order") << "what it is about";
  EXPECT_TRUE(window().findChild<QLabel*>("outcome")->text().contains("holds lock A and waits for lock B"));
  EXPECT_FALSE(window().findChild<Banner*>()->isVisible());
}

TEST_F(LessonTest, OfManyRunsThoseAreShownThatTheLessonNames) {
  ask("start-cost");
  QTest::mouseClick(inDialog("Run without predicting"), Qt::LeftButton);
  ASSERT_TRUE(eventually([&] { return card("lessonSentence").startsWith("Measured"); }));
  const Article& article = *articleNamed("start-cost").value();
  const auto runs = article.runs(Extent::Quick);
  ASSERT_GT(runs.size(), Article::kMostShown);
  const std::vector<RunId>& shown = window().runs().shown();
  ASSERT_EQ(shown.size(), Article::kMostShown);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    EXPECT_EQ(window().runs().run(shown[i])->subject.title().toStdString(), runs[article.shown[i]].title);
  }
}

TEST_F(LessonTest, StopEndsTheLessonAndKeepsWhatWasMeasured) {
  ask("threads-vs-serial");
  // As soon as the first run has begun, however short it is.
  bool is_first = true;
  QObject::connect(&window().runs(), &RunShelf::rowsInserted, &window(), [&] {
    if (std::exchange(is_first, false)) {
      QMetaObject::invokeMethod(
          &window(), [&] { key(Qt::Key_Escape); }, Qt::QueuedConnection);
    }
  });
  QTest::mouseClick(inDialog("Run without predicting"), Qt::LeftButton);
  ASSERT_TRUE(eventually([&] { return card("lessonVerdict") == "Not finished"; }));
  EXPECT_EQ(window().runs().rowCount(), 1);
  EXPECT_TRUE(button("Lessons")->isEnabled());
  EXPECT_TRUE(card("lessonSentence").contains("was stopped"));
}

TEST_F(LessonTest, NoLessonBeginsWhileARunIsLive) {
  click("Run");
  ASSERT_TRUE(eventually([&] { return isMeasuring(); }));
  for (QAction* action : lessons()) {
    EXPECT_TRUE(hasEnded() || !action->isEnabled());
  }
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  for (QAction* action : lessons()) {
    EXPECT_TRUE(action->isEnabled());
  }
}

}  // namespace
}  // namespace interleave::ui
