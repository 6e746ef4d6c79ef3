// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/scaling_figure.h"

#include <gtest/gtest.h>

#include <set>

namespace interleave::ui {
namespace {

ScalingFigure figureOf() {
  ScalingFigure figure;
  figure.plot.x_label = "workers";
  figure.plot.places = {1.0, 2.0, 4.0};
  figure.plot.y_label = "speed-up";
  figure.plot.has_ideal = true;
  figure.size = {640, 360};
  ScalingCurve curve;
  curve.name = "Threads";
  curve.marks = {{1.0, 1.0, 0.9, 1.1}, {2.0, 1.8, 1.7, 1.9}, {4.0, 2.9, 2.8, 3.0}};
  figure.plot.curves.push_back(curve);
  return figure;
}

std::set<QRgb> coloursOf(const QImage& image) {
  std::set<QRgb> colours;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      colours.insert(image.pixel(x, y));
    }
  }
  return colours;
}

TEST(ScalingFigure, HasTheWantedSizeAndGroundInEveryTheme) {
  for (const ThemeName name : {ThemeName::Light, ThemeName::Dark, ThemeName::Print}) {
    ScalingFigure figure = figureOf();
    figure.theme = name;
    const auto image = renderScaling(figure);
    ASSERT_TRUE(image);
    EXPECT_EQ(image->size(), QSize(640, 360));
    EXPECT_EQ(image->pixelColor(0, 0), theme(name).panel);
    EXPECT_GT(coloursOf(*image).size(), 5u);
  }
}

TEST(ScalingFigure, TheFitTheKneeAndTheIdealLineAreSeen) {
  const QImage plain = *renderScaling(figureOf());
  ScalingFigure figure = figureOf();
  figure.plot.curves[0].fit = AmdahlFit{0.1, 0.05, 0.15, 1.0};
  figure.plot.curves[0].fit_reference_s = 1.0;
  EXPECT_NE(*renderScaling(figure), plain);
  figure = figureOf();
  figure.plot.curves[0].knee = 2.0;
  EXPECT_NE(*renderScaling(figure), plain);
  figure = figureOf();
  figure.plot.has_ideal = false;
  EXPECT_NE(*renderScaling(figure), plain);
}

TEST(ScalingFigure, RefusesWhatItCanNotDraw) {
  ScalingFigure figure = figureOf();
  figure.size = {10, 10};
  EXPECT_FALSE(renderScaling(figure));
  figure = figureOf();
  figure.plot.curves.clear();
  EXPECT_FALSE(renderScaling(figure));
}

}  // namespace
}  // namespace interleave::ui
