// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/window_theme.h"

#include <QApplication>
#include <QFile>
#include <utility>

#include "ui/window/quiet_style.h"

namespace interleave::ui {
namespace {

QFont font(int size_px, QFont::Weight weight) {
  QFont made = QApplication::font();
  made.setPixelSize(size_px);
  made.setWeight(weight);
  return made;
}

QString sheetSource() {
  QFile file(":/interleave/style/window.qss");
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}  // namespace

void dressApplication(QApplication& application) {
  // Else no widget under a style sheet inherits the window's palette.
  QApplication::setAttribute(Qt::AA_UseStyleSheetPropagationInWidgetStyles);
  QApplication::setStyle(new QuietStyle);
  QFont plain(loadFonts());
  plain.setPixelSize(13);
  plain.setStyleHint(QFont::SansSerif);
  application.setFont(plain);
}

QColor mixed(const QColor& from, const QColor& to, double share) {
  const auto part = [share](int a, int b) { return qRound(a + (b - a) * share); };
  return {part(from.red(), to.red()), part(from.green(), to.green()), part(from.blue(), to.blue())};
}

QPalette palette(const Theme& theme) {
  QPalette made(theme.panel);
  made.setColor(QPalette::Window, theme.panel);
  made.setColor(QPalette::WindowText, theme.ink);
  made.setColor(QPalette::Base, theme.background);
  made.setColor(QPalette::AlternateBase, theme.lane);
  made.setColor(QPalette::Text, theme.ink);
  made.setColor(QPalette::PlaceholderText, theme.quiet);
  made.setColor(QPalette::Button, theme.panel);
  made.setColor(QPalette::ButtonText, theme.ink);
  made.setColor(QPalette::BrightText, theme.warning);
  made.setColor(QPalette::ToolTipBase, theme.panel);
  made.setColor(QPalette::ToolTipText, theme.ink);
  made.setColor(QPalette::Highlight, theme.accent);
  made.setColor(QPalette::HighlightedText, theme.on_accent);
  made.setColor(QPalette::Link, theme.accent);
  made.setColor(QPalette::Mid, theme.line);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    made.setColor(QPalette::Disabled, role, mixed(theme.quiet, theme.panel, 0.35));
  }
  return made;
}

QString styleSheet(const Theme& theme) {
  // The longer of two names that begin alike comes first.
  const std::pair<const char*, QColor> colours[] = {
      {"@accent_hover", mixed(theme.accent, theme.ink, 0.15)},
      {"@accent", theme.accent},
      {"@background", theme.background},
      {"@chosen", mixed(theme.panel, theme.accent, 0.14)},
      {"@faint", mixed(theme.quiet, theme.panel, 0.35)},
      {"@ink", theme.ink},
      {"@lane", theme.lane},
      {"@line", theme.line},
      {"@notice", mixed(theme.panel, theme.warning, 0.08)},
      {"@on_accent", theme.on_accent},
      {"@panel", theme.panel},
      {"@quiet", theme.quiet},
      {"@scroll", mixed(theme.panel, theme.quiet, 0.4)},
      {"@strong_line", mixed(theme.line, theme.quiet, 0.5)},
      {"@warning", theme.warning},
  };
  QString sheet = sheetSource();
  for (const auto& [name, colour] : colours) {
    sheet.replace(name, colour.name());
  }
  return sheet.replace("@mode", theme.name == ThemeName::Dark ? "dark" : "light");
}

QFont sectionFont() {
  QFont made = font(11, QFont::DemiBold);
  made.setCapitalization(QFont::AllUppercase);
  made.setLetterSpacing(QFont::AbsoluteSpacing, 0.9);
  return made;
}

QFont smallFont() { return font(12, QFont::Normal); }
QFont numberFont() { return font(25, QFont::DemiBold); }
QFont boldFont() { return font(13, QFont::DemiBold); }

}  // namespace interleave::ui
