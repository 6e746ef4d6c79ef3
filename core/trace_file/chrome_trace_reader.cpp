// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/chrome_trace_reader.h"

#include <fmt/format.h>

#include "core/trace_file/event_collector.h"
#include "core/trace_file/json_window.h"
#include "core/trace_file/our_words.h"

namespace interleave {
namespace {

// Goes through the text once, event by event.
class ChromeTraceReader {
 public:
  ChromeTraceReader(ByteSource source, const ImportOptions& options)
      : m_window(std::move(source)), m_options(options), m_collector(options) {}

  Result<TraceImport> read() {
    if (const Status status = readAll(); !status) {
      return tl::unexpected(status.error());
    }
    const std::string& path = m_window.source().path();
    const ImportCounts& counts = m_collector.counts();
    if (counts.spans + counts.flows + counts.counters + counts.instants == 0) {
      return fail(ErrorCode::InvalidArgument, fmt::format("{} has no events that can be shown{}", path,
                                                          m_is_cut_short ? ": it ends before the first" : ""));
    }
    return m_collector.finish();
  }

 private:
  Status readAll();
  Status readObject();
  Status readEvents();
  Result<bool> more();
  /// The next character that is no space; 0 at the end.
  Result<char> next();
  Status skipWhole();
  Status malformed(std::string_view expected);

  JsonWindow m_window;
  const ImportOptions& m_options;
  EventCollector m_collector;
  bool m_is_cut_short = false;
  bool m_has_events = false;
};

Result<bool> ChromeTraceReader::more() {
  if (m_options.stop.stop_requested()) {
    return fail(ErrorCode::Cancelled, "reading " + m_window.source().path() + " was cancelled");
  }
  const Result<bool> got = m_window.more();
  if (got && m_options.progress) {
    m_options.progress(m_window.source().position(), m_window.source().size());
  }
  return got;
}

Result<char> ChromeTraceReader::next() {
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

Status ChromeTraceReader::malformed(std::string_view expected) {
  return fail(ErrorCode::InvalidArgument, fmt::format("{} is no Chrome trace: expected {} at byte {}",
                                                      m_window.source().path(), expected, m_window.textPosition()));
}

// A value that nobody asks for, of any size: only its brackets and quotes are followed.
Status ChromeTraceReader::skipWhole() {
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

Status ChromeTraceReader::readEvents() {
  m_has_events = true;
  ++m_window.at;
  TraceEvent event;
  while (!m_collector.isFull()) {
    const Result<char> c = next();
    if (!c) {
      return tl::unexpected(c.error());
    }
    if (*c == ']') {
      ++m_window.at;
      return {};
    }
    if (*c == ',') {
      ++m_window.at;
      continue;
    }
    if (*c == '\0' && m_window.at >= m_window.end) {
      m_is_cut_short = true;
      return {};
    }
    if (*c != '{') {
      const bool is_value = *c == '"' || *c == '[' || *c == '-' || (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'z');
      if (!is_value || *c == ':' || *c == '}') {
        return malformed("an event");
      }
      m_collector.countMalformed();
      if (const Status status = skipWhole(); !status) {
        return status;
      }
      continue;
    }
    const char* at = m_window.at;
    switch (parseEvent(at, m_window.end, event)) {
      case Parsed::Whole:
        m_collector.add(event);
        m_window.at = at;
        break;
      case Parsed::NeedsMore: {
        const Result<bool> got = more();
        if (!got) {
          return tl::unexpected(got.error());
        }
        if (!*got) {
          m_is_cut_short = true;
          m_window.at = m_window.end;
          return {};
        }
        break;
      }
      case Parsed::TooDeep:
        return malformed(fmt::format("values nested at most {} deep in the event", json::kMaxDepth));
      case Parsed::Malformed:
        m_window.at = at;
        return malformed("an event's next field");
    }
  }
  return {};
}

Status ChromeTraceReader::readObject() {
  ++m_window.at;
  while (!m_is_cut_short && !m_collector.isFull()) {
    Result<char> c = next();
    if (!c) {
      return tl::unexpected(c.error());
    }
    if (*c == ',') {
      ++m_window.at;
      continue;
    }
    if (*c == '}') {
      ++m_window.at;
      return {};
    }
    if (*c == '\0' && m_window.at >= m_window.end) {
      m_is_cut_short = true;
      return {};
    }
    if (*c != '"') {
      return malformed("a field's name");
    }
    const char* quote = nullptr;
    while ((quote = json::closingQuote(m_window.at + 1, m_window.end)) == nullptr) {
      const Result<bool> got = more();
      if (!got) {
        return tl::unexpected(got.error());
      }
      if (!*got) {
        m_is_cut_short = true;
        return {};
      }
    }
    const std::string key(m_window.at + 1, quote);
    m_window.at = quote + 1;
    c = next();
    if (c && *c == ':') {
      ++m_window.at;
      c = next();
    } else if (c && m_window.at < m_window.end) {
      return malformed("':'");
    }
    if (!c) {
      return tl::unexpected(c.error());
    }
    if (m_window.at >= m_window.end) {
      m_is_cut_short = true;
      return {};
    }
    if (key == "traceEvents" && *c != '[') {
      return malformed("the list of events");
    }
    if (key == "otherData" && *c == '{') {
      // Ours stands in one piece at the file's begin.
      std::string_view rest(m_window.at, m_window.end);
      JsonMember member;
      if (!m_has_events && nextMember(rest, member) && member.key == kOurHead) {
        m_collector.setOurs();
      }
    }
    const Status status = key == "traceEvents" ? readEvents() : skipWhole();
    if (!status) {
      return status;
    }
  }
  return {};
}

Status ChromeTraceReader::readAll() {
  Result<char> first = next();
  while (first && m_window.end - m_window.at < 3) {
    const Result<bool> got = more();
    if (!got) {
      return tl::unexpected(got.error());
    }
    if (!*got) {
      break;
    }
  }
  if (first && m_window.end - m_window.at >= 3 && std::string_view(m_window.at, 3) == "\xEF\xBB\xBF") {
    m_window.at += 3;
    first = next();
  }
  if (!first) {
    return tl::unexpected(first.error());
  }
  if (*first == '\0' && m_window.at >= m_window.end) {
    return fail(ErrorCode::InvalidArgument, m_window.source().path() + " is no trace: it is empty");
  }
  if (*first != '[' && *first != '{') {
    return malformed("'[' or '{'");
  }
  if (const Status status = *first == '[' ? readEvents() : readObject(); !status) {
    return status;
  }
  if (m_collector.isFull()) {
    m_collector.addNote(
        fmt::format("Only the first {} slices were read: there is no room for more.", m_options.limits.slices));
    return {};
  }
  if (!m_has_events) {
    return fail(ErrorCode::InvalidArgument,
                m_window.source().path() + " is no Chrome trace: it has no \"traceEvents\"");
  }
  const Result<char> after = next();
  if (!after) {
    return tl::unexpected(after.error());
  }
  if (m_window.at < m_window.end) {
    m_collector.addNote(fmt::format("What follows the trace's end at byte {} was not read.", m_window.textPosition()));
  }
  m_is_cut_short |= m_window.source().isCutShort();
  if (m_is_cut_short) {
    m_collector.setCutAt(m_window.textRead());
  }
  return {};
}

}  // namespace

Result<TraceImport> readChromeTrace(const std::string& path, const ImportOptions& options) {
  Result<ByteSource> source = ByteSource::open(path);
  if (!source) {
    return tl::unexpected(source.error());
  }
  return ChromeTraceReader(std::move(*source), options).read();
}

}  // namespace interleave
