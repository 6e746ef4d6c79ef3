// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/scaling_view.h"

#include <gtest/gtest.h>

#include <QScreen>
#include <QSignalSpy>
#include <QTest>

namespace interleave::ui {
namespace {

ScalingPlot plotOf(std::size_t marks) {
  ScalingPlot plot;
  ScalingCurve curve;
  curve.name = "Threads";
  for (std::size_t i = 0; i < marks; ++i) {
    const auto x = static_cast<double>(i + 1);
    plot.places.push_back(x);
    curve.marks.push_back({x, x / 2.0, x / 2.2, x / 1.8, i});
  }
  plot.curves.push_back(curve);
  return plot;
}

class ScalingViewTest : public testing::Test {
 protected:
  void SetUp() override {
    m_view.resize(640, 360);
    m_view.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&m_view));
    m_view.setTheme(theme(ThemeName::Light));
  }
  void show(ScalingPlot plot) {
    m_view.setPlot(std::move(plot));
    m_view.setTheme(theme(ThemeName::Light));  // draws now
    QCoreApplication::processEvents();
  }

  ScalingView m_view;
};

TEST_F(ScalingViewTest, AMarkIsWhereItIsPointedAt) {
  show(plotOf(4));
  QSignalSpy chosen(&m_view, &ScalingView::chosen);
  QTest::mouseMove(&m_view, m_view.pixelOf({0, 2}).toPoint());
  QTest::mouseClick(&m_view, Qt::LeftButton, Qt::NoModifier, m_view.pixelOf({0, 2}).toPoint());
  EXPECT_EQ(m_view.pointedAt(), (ScalingPlace{0, 2}));
  EXPECT_EQ(chosen.size(), 1);
  QTest::mouseClick(&m_view, Qt::LeftButton, Qt::NoModifier, QPoint(3, 3));
  EXPECT_EQ(m_view.pointedAt(), std::nullopt);
  EXPECT_EQ(chosen.size(), 1) << "nothing is there";
}

TEST_F(ScalingViewTest, WhatIsPointedAtGoesWithItsMark) {
  show(plotOf(4));
  QTest::keyClick(&m_view, Qt::Key_Right);
  QTest::keyClick(&m_view, Qt::Key_Right);
  EXPECT_EQ(m_view.pointedAt(), (ScalingPlace{0, 1}));
  show(plotOf(3));
  EXPECT_EQ(m_view.pointedAt(), (ScalingPlace{0, 1}));
  show(plotOf(1));
  EXPECT_EQ(m_view.pointedAt(), std::nullopt);
  for (int i = 0; i < 5; ++i) {
    QTest::keyClick(&m_view, Qt::Key_Right);
  }
  EXPECT_EQ(m_view.pointedAt(), (ScalingPlace{0, 0})) << "the last one is the end";
}

// What stands on the screen, not what a widget draws onto a picture of its own.
QImage onScreen(ScalingView& view) {
  view.repaint();
  QCoreApplication::processEvents();
  return view.screen()->grabWindow(view.winId()).toImage();
}

TEST_F(ScalingViewTest, WhatWasDrawnBeforeIsGone) {
  show(plotOf(2));
  const QImage first = onScreen(m_view);
  ASSERT_FALSE(first.isNull());
  show(plotOf(9));
  const QImage more = onScreen(m_view);
  EXPECT_NE(more, first);
  show(plotOf(2));
  EXPECT_EQ(onScreen(m_view), first);
}

TEST_F(ScalingViewTest, NothingIsNoPlot) {
  m_view.setEmptyText("nothing yet");
  show({});
  QTest::keyClick(&m_view, Qt::Key_Right);
  QTest::keyClick(&m_view, Qt::Key_Return);
  QTest::mouseClick(&m_view, Qt::LeftButton, Qt::NoModifier, QPoint(300, 200));
  EXPECT_EQ(m_view.pointedAt(), std::nullopt);
}

TEST_F(ScalingViewTest, IsReadInEveryTheme) {
  for (const ThemeName name : {ThemeName::Light, ThemeName::Dark}) {
    show(plotOf(3));
    m_view.setTheme(theme(name));
    QCoreApplication::processEvents();
    const QImage image = m_view.grab().toImage();
    EXPECT_EQ(image.pixelColor(5, 5), theme(name).panel);
    int ink = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) {
        ink += image.pixelColor(x, y) == theme(name).ink ? 1 : 0;
      }
    }
    EXPECT_GT(ink, 20) << "the ticks' numbers in the theme's ink";
  }
}

}  // namespace
}  // namespace interleave::ui
