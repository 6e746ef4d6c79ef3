// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/chrome_trace_reader.h"

#include <fmt/format.h>

#include "core/base/number_text.h"
#include "core/trace_file/chrome_trace_text.h"
#include "core/trace_file/event_collector.h"
#include "core/trace_file/our_words.h"

namespace interleave {
namespace {

// Goes through the text once, event by event.
class ChromeTraceReader : private ChromeTraceText {
 public:
  ChromeTraceReader(ByteSource source, const ImportOptions& options)
      : ChromeTraceText(std::move(source), options), m_collector(options) {}

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

  EventCollector m_collector;
  bool m_has_events = false;
};

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
        while (nextMember(rest, member)) {
          member.key == kWatched       ? m_collector.setWatched()
          : member.key == kJobsInTurns ? m_collector.setJobsInTurns()
          : member.key == kKeptFrom    ? m_collector.setKeptFrom(parseInteger(member.value).value_or(0))
                                       : void();
        }
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
