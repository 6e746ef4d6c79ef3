// SPDX-License-Identifier: GPL-3.0-or-later
// The few shapes that stand beside words, drawn in the theme's colours and sharp at every scale.
#pragma once

#include <QColor>
#include <QIcon>

namespace interleave::ui {

enum class IconShape { Play, Stop, Left, Right, Up, Down, Close, Dots };

/// `faint`: while the control is disabled.
QIcon shapeIcon(IconShape shape, const QColor& colour, const QColor& faint);

}  // namespace interleave::ui
