// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/gauge_strip.h"

#include <gmock/gmock.h>

#include <QTest>

#include "ui/chart/gauge_layout.h"
#include "ui/chart/gauge_painter.h"

namespace interleave::ui {
namespace {

CoreLoad loadOf(std::int64_t time_ns, std::vector<double> busy, std::vector<double> experiment) {
  return {time_ns, std::move(busy), std::move(experiment)};
}

TEST(GaugeLayout, TheFormFollowsTheNumberOfCores) {
  EXPECT_EQ(gaugeForm(4, 1280.0), GaugeForm::Cards);
  EXPECT_EQ(gaugeForm(8, 1280.0), GaugeForm::Cards);
  EXPECT_EQ(gaugeForm(8, 640.0), GaugeForm::Small) << "eight cards don't fit";
  EXPECT_EQ(gaugeForm(9, 1280.0), GaugeForm::Small);
  EXPECT_EQ(gaugeForm(32, 1280.0), GaugeForm::Small);
  EXPECT_EQ(gaugeForm(33, 1280.0), GaugeForm::Heat);
}

TEST(GaugeLayout, NothingOverlapsOrIsCutAtAnySize) {
  for (const int cores : {1, 2, 4, 8, 9, 16, 32, 33, 64, 256}) {
    for (const double width : {480.0, 640.0, 1280.0, 1600.0, 3840.0}) {
      const QSizeF size(width, gaugeHeight(cores, width));
      const GaugeLayout layout = layoutGauges(cores, size);
      ASSERT_EQ(layout.cells.size(), static_cast<std::size_t>(cores + 1));
      EXPECT_EQ(layout.cells.back().core, kAllCores);
      const QRectF all(QPointF(0.0, 0.0), size);
      for (std::size_t i = 0; i < layout.cells.size(); ++i) {
        const GaugeCell& cell = layout.cells[i];
        EXPECT_TRUE(all.contains(cell.rect)) << cores << " cores, " << width << " px, cell " << i;
        EXPECT_TRUE(cell.history.isEmpty() || cell.rect.contains(cell.history));
        EXPECT_TRUE(cell.history.isEmpty() || !cell.history.intersects(cell.dial));
        if (i > 0) {
          EXPECT_FALSE(cell.rect.intersects(layout.cells[i - 1].rect)) << cores << " cores, " << width << " px";
        }
      }
    }
  }
}

TEST(GaugeLayout, NarrowCardsDropTheirHistory) {
  EXPECT_FALSE(layoutGauges(4, {1280.0, 116.0}).cells[0].history.isEmpty());
  EXPECT_TRUE(layoutGauges(8, {1280.0, 116.0}).cells[0].history.isEmpty());
}

TEST(GaugeValue, AllCoresAreTheMean) {
  const CoreLoad load = loadOf(0, {1.0, 0.5, 0.0, 0.5}, {0.9, 0.1, 0.0, 0.0});
  EXPECT_DOUBLE_EQ(gaugeValue(load, kAllCores).busy, 0.5);
  EXPECT_DOUBLE_EQ(gaugeValue(load, kAllCores).experiment, 0.25);
  EXPECT_DOUBLE_EQ(gaugeValue(load, 1).busy, 0.5);
  EXPECT_DOUBLE_EQ(gaugeValue(load, 17).busy, 0.0) << "a core that is not there";
  EXPECT_EQ(percent(0.274), 27);
  EXPECT_EQ(percent(7.0), 100);
}

class CountPaints : public QObject {
 public:
  int paints = 0;
  bool eventFilter(QObject*, QEvent* event) override {
    paints += event->type() == QEvent::Paint ? 1 : 0;
    return false;
  }
};

TEST(GaugeStrip, RepaintsOnlyOnChange) {
  GaugeStrip strip;
  strip.resize(1280, 116);
  strip.show();
  static_cast<void>(QTest::qWaitForWindowExposed(&strip));
  std::vector<CoreLoad> history{loadOf(1, {0.3, 0.4}, {0.2, 0.1})};
  strip.setHistory(history);
  QTest::qWait(50);
  CountPaints counter;
  strip.installEventFilter(&counter);
  strip.setHistory(history);
  QTest::qWait(50);
  EXPECT_EQ(counter.paints, 0);
  history.push_back(loadOf(2, {0.5, 0.4}, {0.2, 0.1}));
  strip.setHistory(history);
  QTest::qWait(50);
  EXPECT_EQ(counter.paints, 1);
}

TEST(GaugeStrip, SaysItsNumbersToScreenReaders) {
  GaugeStrip strip;
  strip.setHistory({loadOf(1, {0.5, 1.0}, {0.25, 0.75})});
  EXPECT_EQ(strip.accessibleDescription(),
            QStringLiteral("All cores: 75 % busy, 50 % by this experiment. Core 0: 50 % busy, 25 % by this experiment. "
                           "Core 1: 100 % busy, 75 % by this experiment"));
}

TEST(GaugeStrip, TheExperimentsShareIsDrawnOnTopOfTheRest) {
  GaugeStrip strip;
  strip.resize(640, strip.heightForWidth(640));
  strip.setHistory({loadOf(1, {1.0}, {0.5})});
  const QImage image = strip.grab().toImage();
  const QRectF dial = layoutGauges(1, QSizeF(strip.size())).cells[0].dial;
  const double middle = dial.center().y() - 3.0;
  const auto colourAt = [&](double x) { return image.pixelColor(QPointF(x, middle).toPoint()); };
  EXPECT_EQ(colourAt(dial.left() + 5.0), theme(ThemeName::Light).experiment);
  EXPECT_EQ(colourAt(dial.right() - 6.0), theme(ThemeName::Light).others);
}

TEST(GaugeStrip, AMomentTakesThePlaceOfNowUntilItIsOver) {
  GaugeStrip strip;
  strip.resize(640, strip.heightForWidth(640));
  strip.setHistory({loadOf(1, {0.5}, {0.25})});
  const QString now = strip.accessibleDescription();
  strip.setRun({loadOf(50, {0.9}, {0.6})}, 100);
  EXPECT_EQ(strip.accessibleDescription(), now) << "a run alone changes nothing";
  strip.setMoment(loadOf(40, {0.9}, {0.6}), QStringLiteral("at 0.040 s"));
  EXPECT_EQ(strip.accessibleDescription(), QStringLiteral("at 0.040 s. All cores: 90 % busy, 60 % by this experiment. "
                                                          "Core 0: 90 % busy, 60 % by this experiment"));
  strip.setHistory({loadOf(1, {0.5}, {0.25}), loadOf(2, {0.1}, {0.0})});
  EXPECT_TRUE(strip.accessibleDescription().contains(QStringLiteral("90 % busy"))) << "now goes on, unseen";
  strip.setMoment(std::nullopt);
  EXPECT_TRUE(strip.accessibleDescription().contains(QStringLiteral("10 % busy")));
}

TEST(GaugeStrip, WhereTheOthersAreNotKnownTheExperimentsPartIsShown) {
  GaugeStrip strip;
  strip.resize(640, strip.heightForWidth(640));
  strip.setHistory({loadOf(1, {0.5}, {0.0})});
  strip.setRun({}, 20);
  strip.setMoment(loadOf(10, {}, {0.75}), QStringLiteral("at 0.010 s"));
  EXPECT_TRUE(strip.accessibleDescription().contains(QStringLiteral("Core 0: 75 % busy, 75 % by this experiment")));
}

TEST(GaugeStrip, TheMarkerIsWhereTheMomentIsInTheRun) {
  GaugeStrip strip;
  strip.resize(900, strip.heightForWidth(900));
  strip.setHistory({loadOf(1, {0.0}, {0.0})});
  strip.setRun({loadOf(1000, {0.2}, {0.1})}, 1000);
  const QRectF history = layoutGauges(1, QSizeF(strip.size())).cells[0].history;
  ASSERT_FALSE(history.isEmpty());
  for (const std::int64_t time_ns : {100, 500, 900}) {
    strip.setMoment(loadOf(time_ns, {0.2}, {0.1}), QStringLiteral("at"));
    const QImage image = strip.grab().toImage();
    const double x = history.left() + static_cast<double>(time_ns) / 1000.0 * (history.width() - 1.0);
    EXPECT_EQ(image.pixelColor(static_cast<int>(std::round(x)), static_cast<int>(history.top()) + 4),
              theme(ThemeName::Light).ink)
        << time_ns;
  }
}

}  // namespace
}  // namespace interleave::ui
