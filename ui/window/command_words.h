// SPDX-License-Identifier: GPL-3.0-or-later
// A command line as a person types it, and its words: blanks part words; '…' keeps all as it is, "…" all but \" \\ \$
// \` and a line's end, a backslash keeps one character. Nothing is expanded: no variables, no patterns, no pipes. Any
// thread.
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace interleave::ui {

/// Fails when a quote is not closed or nothing was typed, and names what only a shell could do ("a | b").
Result<std::vector<std::string>> splitWords(const QString& line);
/// The line that splitWords() makes these words of.
QString joinedWords(const std::vector<std::string>& words);

}  // namespace interleave::ui
