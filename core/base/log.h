// SPDX-License-Identifier: GPL-3.0-or-later
// What the program tells those who look for a fault: lines on standard error, through spdlog's default logger.
//
// INTERLEAVE_LOG sets how much: off, error, warn (the usual), info or debug. Errors for the person at the window or the
// terminal do not go this way; they are values.
#pragma once

#include <spdlog/spdlog.h>

namespace interleave {

/// Sets up the default logger; `program` stands in every line. Called once, in main().
void setUpLog(const char* program);

}  // namespace interleave
