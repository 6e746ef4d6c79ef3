// SPDX-License-Identifier: GPL-3.0-or-later
// The window as a program.
#pragma once

namespace interleave::ui {

/// Shows the window, with the trace files that are named open, and runs it until it is closed; returns the exit status.
/// REQUIRES: no QApplication exists.
int runWindow(int argc, char** argv);

}  // namespace interleave::ui
