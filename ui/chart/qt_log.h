// SPDX-License-Identifier: GPL-3.0-or-later
// Qt's own messages go to the program's log: a missing runtime folder is no news for a person at a terminal.
#pragma once

namespace interleave::ui {

/// From now on Qt's warnings are debug lines, its errors warnings. Called once, before the QApplication is made.
void sendQtMessagesToLog();

}  // namespace interleave::ui
