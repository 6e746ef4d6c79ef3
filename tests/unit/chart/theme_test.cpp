// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/theme.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace interleave::ui {
namespace {

double luminance(const QColor& colour) {
  const auto linear = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

// WCAG 2.1's contrast ratio.
double contrast(const QColor& a, const QColor& b) {
  const double la = luminance(a);
  const double lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

class ThemeContrast : public testing::TestWithParam<ThemeName> {};

TEST_P(ThemeContrast, TextIsReadableOnEveryGround) {
  const Theme& t = theme(GetParam());
  for (const QColor& ground : {t.panel, t.background}) {
    EXPECT_GE(contrast(t.ink, ground), 4.5);
    EXPECT_GE(contrast(t.quiet, ground), 4.5);
    EXPECT_GE(contrast(t.accent, ground), 4.5);
    EXPECT_GE(contrast(t.warning, ground), 4.5);
  }
  EXPECT_GE(contrast(t.on_accent, t.accent), 4.5);
  EXPECT_GE(contrast(t.experiment, t.lane), 3.0);
}

INSTANTIATE_TEST_SUITE_P(All, ThemeContrast, testing::Values(ThemeName::Light, ThemeName::Dark, ThemeName::Print),
                         [](const auto& tested) { return toText(tested.param).toStdString(); });

TEST(Fonts, TheBundledFamilyIsUsed) {
  EXPECT_EQ(loadFonts(), QStringLiteral("Inter"));
}

}  // namespace
}  // namespace interleave::ui
