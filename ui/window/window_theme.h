// SPDX-License-Identifier: GPL-3.0-or-later
// The window's look, made from a Theme's colours: palette, style sheet and the three kinds of type besides plain text.
#pragma once

#include <QFont>
#include <QPalette>
#include <QString>

#include "ui/chart/theme.h"

class QApplication;

namespace interleave::ui {

/// The bundled font at 13 px and the Fusion style, on which the style sheet builds. Once, before any widget.
void dressApplication(QApplication& application);

QPalette palette(const Theme& theme);
QString styleSheet(const Theme& theme);
/// A colour `share` of the way from `from` to `to`.
QColor mixed(const QColor& from, const QColor& to, double share);

QFont sectionFont();  // 11 px spaced capitals
QFont smallFont();    // 12 px, for what stands below or above something
QFont numberFont();   // 25 px, for the four results that matter
QFont boldFont();     // 13 px semi-bold

}  // namespace interleave::ui
