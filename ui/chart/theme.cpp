// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/theme.h"

#include <QFontDatabase>
#include <QFontInfo>

#include "ui/chart/chart_style.h"

namespace interleave::ui {
namespace {

Theme lightTheme() {
  Theme t;
  t.name = ThemeName::Light;
  t.panel = QColor(0xFF, 0xFF, 0xFF);
  t.background = QColor(0xF6, 0xF7, 0xF9);
  t.lane = QColor(0xED, 0xF1, 0xF6);
  t.ink = QColor(0x1D, 0x24, 0x30);
  t.quiet = QColor(0x66, 0x70, 0x85);
  t.line = QColor(0xDF, 0xE3, 0xE8);
  t.accent = QColor(0x0B, 0x63, 0xC5);
  t.on_accent = QColor(0xFF, 0xFF, 0xFF);
  t.experiment = QColor(0x02, 0x7A, 0x5B);
  t.others = QColor(0x98, 0xA2, 0xB3);
  t.warning = QColor(0xB4, 0x23, 0x18);
  return t;
}

Theme darkTheme() {
  Theme t;
  t.name = ThemeName::Dark;
  t.panel = QColor(0x1D, 0x21, 0x28);
  t.background = QColor(0x15, 0x18, 0x1D);
  t.lane = QColor(0x24, 0x29, 0x31);
  t.ink = QColor(0xE6, 0xE9, 0xEE);
  t.quiet = QColor(0x98, 0xA2, 0xB3);
  t.line = QColor(0x2E, 0x34, 0x3D);
  t.accent = QColor(0x5A, 0xA9, 0xFF);
  t.on_accent = QColor(0x0B, 0x12, 0x1C);
  t.experiment = QColor(0x35, 0xC9, 0x98);
  t.others = QColor(0x6B, 0x74, 0x83);
  t.warning = QColor(0xFF, 0x8A, 0x7A);
  return t;
}

Theme printTheme() {
  Theme t;
  t.name = ThemeName::Print;
  t.panel = QColor(0xFF, 0xFF, 0xFF);
  t.background = QColor(0xFF, 0xFF, 0xFF);
  t.lane = QColor(0xF2, 0xF2, 0xF2);
  t.ink = QColor(0x00, 0x00, 0x00);
  t.quiet = QColor(0x45, 0x45, 0x45);
  t.line = QColor(0xD0, 0xD0, 0xD0);
  t.accent = QColor(0x00, 0x00, 0x00);
  t.on_accent = QColor(0xFF, 0xFF, 0xFF);
  t.experiment = QColor(0x20, 0x20, 0x20);
  t.others = QColor(0x9A, 0x9A, 0x9A);
  t.warning = QColor(0x00, 0x00, 0x00);
  return t;
}

}  // namespace

const Theme& theme(ThemeName name) {
  static const Theme light = lightTheme();
  static const Theme dark = darkTheme();
  static const Theme print = printTheme();
  return name == ThemeName::Light ? light : name == ThemeName::Dark ? dark : print;
}

QString toText(ThemeName name) {
  switch (name) {
    case ThemeName::Light:
      return QStringLiteral("light");
    case ThemeName::Dark:
      return QStringLiteral("dark");
    case ThemeName::Print:
      break;
  }
  return QStringLiteral("print");
}

QString loadFonts() {
  static const QString family = [] {
    QString found;
    for (const char* weight : {"Regular", "Medium", "SemiBold", "Bold"}) {
      const int id = QFontDatabase::addApplicationFont(
          QStringLiteral(":/interleave/fonts/Inter-%1.otf").arg(QLatin1String(weight)));
      const QStringList families = QFontDatabase::applicationFontFamilies(id);
      if (found.isEmpty() && !families.isEmpty()) {
        found = families.front();
      }
    }
    // Without the resource (a program that links no interleave_resources) the desktop's own font has to do.
    return found.isEmpty() ? QFontInfo(QFont()).family() : found;
  }();
  return family;
}

QFont chartFont(const QString& family, double px, Weight weight) {
  QFont font(family);
  font.setPixelSize(static_cast<int>(px + 0.5));
  font.setHintingPreference(QFont::PreferNoHinting);
  font.setWeight(weight == Weight::Regular  ? QFont::Normal
                 : weight == Weight::Medium ? QFont::Medium
                                            : QFont::DemiBold);
  return font;
}

}  // namespace interleave::ui
