// SPDX-License-Identifier: GPL-3.0-or-later
// The program without a window: parses what was typed, runs the command, returns the exit status. Results go to
// standard output, progress and errors to standard error.
#pragma once

namespace interleave::ui {

/// Whether only trace files are named, for the window to open; one that isn't there says so in the window.
bool namesTraceFiles(int argc, char** argv);

int runCommandLine(int argc, char** argv);

}  // namespace interleave::ui
