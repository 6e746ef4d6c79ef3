// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the log when a window has first been painted: what the start-up's benchmark waits for.
#pragma once

class QWidget;

namespace interleave::ui {

/// A line "first window painted" at debug level, once `window` and all in it has been painted. Nothing is done, and
/// nothing costs, where the log does not want it. GUI thread; before the window is shown.
void logFirstPaint(QWidget& window);

}  // namespace interleave::ui
