// SPDX-License-Identifier: GPL-3.0-or-later
// Widths of the chart's texts, remembered: to shape a text takes some 10 us, and each frame asks for the same few dozen
// again. REQUIRES of all fonts: made by chartFont. Any thread; each remembers its own.
#pragma once

#include <QFont>
#include <QString>

namespace interleave::ui {

double textWidth(const QFont& font, const QString& text);
/// `text`, shortened at its end to `width`.
QString elidedText(const QFont& font, const QString& text, double width);

}  // namespace interleave::ui
