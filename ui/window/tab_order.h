// SPDX-License-Identifier: GPL-3.0-or-later
// The keyboard's way through a window whose parts are not all made at once. The GUI thread.
#pragma once

class QWidget;

namespace interleave::ui {

/// The keyboard comes to the controls in `part`, in the order in which they were made, right after `before`; else those
/// made late come last of all. REQUIRES: both are in one window.
void tabInto(const QWidget& part, QWidget* before);

}  // namespace interleave::ui
