// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/chrome_trace_text.h"

#include <fmt/format.h>

#include "core/trace_file/json_scan.h"

namespace interleave {

Result<bool> ChromeTraceText::more() {
  if (m_options.stop.stop_requested()) {
    return fail(ErrorCode::Cancelled, "reading " + m_window.source().path() + " was cancelled");
  }
  const Result<bool> got = m_window.more();
  if (got && m_options.progress) {
    m_options.progress(m_window.source().position(), m_window.source().size());
  }
  return got;
}

Result<char> ChromeTraceText::next() {
  while (true) {
    m_window.at = json::skipSpace(m_window.at);
    if (m_window.at < m_window.end) {
      return *m_window.at;
    }
    const Result<bool> got = more();
    if (!got) {
      return tl::unexpected(got.error());
    }
    if (!*got) {
      return '\0';
    }
  }
}

Status ChromeTraceText::malformed(std::string_view expected) {
  return fail(ErrorCode::InvalidArgument, fmt::format("{} is no Chrome trace: expected {} at byte {}",
                                                      m_window.source().path(), expected, m_window.textPosition()));
}

// A value that nobody asks for, of any size: only its brackets and quotes are followed.
Status ChromeTraceText::skipWhole() {
  int depth = 0;
  bool is_in_text = false;
  while (true) {
    if (m_window.at >= m_window.end) {
      const Result<bool> got = more();
      if (!got || !*got) {
        m_is_cut_short = true;
        return got ? Status() : tl::unexpected(got.error());
      }
    }
    const char c = *m_window.at;
    if (is_in_text) {
      if (c == '\\') {
        if (m_window.end - m_window.at < 2) {
          const Result<bool> got = more();
          if (!got || !*got) {
            m_window.at = m_window.end;
            continue;
          }
        }
        ++m_window.at;
      }
      is_in_text = c != '"';
    } else if (c == '"') {
      is_in_text = true;
    } else if (c == '{' || c == '[') {
      if (++depth > json::kMaxDepth) {
        return malformed(fmt::format("values nested at most {} deep", json::kMaxDepth));
      }
    } else if (c == '}' || c == ']') {
      if (depth == 0) {
        return {};  // the end of what holds a plain value
      }
      --depth;
    } else if (depth == 0 && (c == ',' || json::isSpace(c))) {
      return {};
    } else if (static_cast<unsigned char>(c) < 0x20 && !json::isSpace(c)) {
      return malformed("text");
    }
    ++m_window.at;
    if (depth == 0 && !is_in_text && (c == '"' || c == '}' || c == ']')) {
      return {};
    }
  }
}

}  // namespace interleave
