// SPDX-License-Identifier: GPL-3.0-or-later
// The program without a window: parses what was typed, runs the command, returns the exit status. Results go to standard
// output, progress and errors to standard error.
#pragma once

namespace interleave::ui {

int runCommandLine(int argc, char** argv);

}  // namespace interleave::ui
