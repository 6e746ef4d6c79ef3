// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a Chrome trace as its reader goes through it: what comes next, what is skipped, what is wrong and where.
// Threading: one thread. Memory: one window of the text.
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/trace_file/json_window.h"
#include "core/trace_file/trace_import.h"

namespace interleave {

class ChromeTraceText {
 protected:
  ChromeTraceText(ByteSource source, const ImportOptions& options) : m_window(std::move(source)), m_options(options) {}

  /// Reads on; false at the end. Cancelled: an error.
  Result<bool> more();
  /// The next character that is no space; 0 at the end.
  Result<char> next();
  /// Past a value that nobody asks for, of any size.
  Status skipWhole();
  /// The error that says where and what was expected.
  Status malformed(std::string_view expected);

  JsonWindow m_window;
  const ImportOptions& m_options;
  bool m_is_cut_short = false;
};

}  // namespace interleave
