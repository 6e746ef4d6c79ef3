// SPDX-License-Identifier: GPL-3.0-or-later
// The colours of window and pictures, as one value. Text has a contrast of at least 4.5:1 on its ground, marks 3:1 or
// an outline.
#pragma once

#include <QColor>
#include <QString>

namespace interleave::ui {

enum class ThemeName { Light, Dark, Print };

struct Theme {
  ThemeName name = ThemeName::Light;
  QColor panel;       // the ground of panels and of the chart
  QColor background;  // between panels, controls
  QColor lane;        // the ground of a track
  QColor ink;
  QColor quiet;  // secondary text
  QColor line;   // hairlines
  QColor accent;
  QColor on_accent;   // text on the accent
  QColor experiment;  // this experiment's share in gauges
  QColor others;      // everything else's share
  QColor warning;     // errors and losses
};

const Theme& theme(ThemeName name);
/// "light", "dark", "print", as on the command line.
QString toText(ThemeName name);

/// Makes the bundled fonts known to Qt, once. REQUIRES: a QGuiApplication. Returns the family to use.
QString loadFonts();

}  // namespace interleave::ui
