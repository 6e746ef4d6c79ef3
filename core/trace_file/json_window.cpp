// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/json_window.h"

#include <fmt/format.h>

#include <cstring>
#include <utility>

#include "core/trace_file/json_scan.h"

namespace interleave {

JsonWindow::JsonWindow(ByteSource source) : m_source(std::move(source)), m_buffer(kSize + json::kPadding) {
  at = end = m_buffer.data();
}

Result<bool> JsonWindow::more() {
  const auto kept = static_cast<std::size_t>(end - at);
  m_dropped += static_cast<std::uint64_t>(at - m_buffer.data());
  std::memmove(m_buffer.data(), at, kept);
  if (kept > (m_buffer.size() - json::kPadding) / 2) {
    if (kept >= kLargest) {
      return fail(ErrorCode::OutOfRange, fmt::format("{}: the event at byte {} is larger than {} MiB", m_source.path(),
                                                     m_dropped, kLargest >> 20));
    }
    m_buffer.resize((m_buffer.size() - json::kPadding) * 2 + json::kPadding);
  }
  const Result<std::size_t> got = m_source.read(m_buffer.data() + kept, m_buffer.size() - json::kPadding - kept);
  at = m_buffer.data();
  end = at + kept + (got ? *got : 0);
  std::memset(m_buffer.data() + (end - at), 0, json::kPadding);
  if (!got) {
    return tl::unexpected(got.error());
  }
  return *got > 0;
}

}  // namespace interleave
