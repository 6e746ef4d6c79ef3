// SPDX-License-Identifier: GPL-3.0-or-later
// Text whose digits all take the same width, so that numbers don't dance while they change. (Fonts' own tabular figures
// can't be asked for before Qt 6.7.)
#pragma once

#include <QFont>
#include <QPainter>
#include <QString>

namespace interleave::ui {

double figuresWidth(const QFont& font, const QString& text);
/// Draws from `at` on the base line, with the painter's font and pen.
void drawFigures(QPainter& painter, const QPointF& at, const QString& text);
/// `text`, shortened at its end to `width`.
QString elidedFigures(const QFont& font, const QString& text, double width);

}  // namespace interleave::ui
