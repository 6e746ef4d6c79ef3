// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/chrome_trace_writer.h"

#include <fmt/format.h>

#include <iterator>
#include <set>
#include <unordered_map>
#include <utility>

#include "core/trace_file/byte_sink.h"
#include "core/trace_file/json_scan.h"
#include "core/trace_file/our_words.h"

namespace interleave {
namespace {

constexpr std::int32_t kCores = INT32_MAX;  // the process that the cores' tracks belong to: above any the kernel gives
constexpr std::size_t kBuffer = std::size_t{1} << 20;

class ChromeTraceWriter {
 public:
  ChromeTraceWriter(const TraceSnapshot& snapshot, ByteSink sink, const ExportOptions& options)
      : m_snapshot(snapshot), m_sink(std::move(sink)), m_options(options) {}
  Status write();

 private:
  struct Place {
    std::int32_t pid = 0;
    std::int32_t tid = 0;
  };
  void writeTitles();
  void writeTitle(const Track& track, Place place, std::string_view number_name);
  void processName(std::int32_t pid, std::string_view name);
  Status writeSlices(const Track& track, Place place);
  void writeSlice(const Slice& slice, Place place);
  Status writeWakes();
  void writeInstants();
  Status writeCounters();
  Status flushed(std::size_t least);
  std::string jobName(JobId job) const;
  Place placeOf(WorkerId worker) const;
  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(m_text), format, std::forward<Args>(args)...);
  }
  // Nanoseconds as microseconds, all three digits: nothing is rounded.
  void putTime(std::string_view key, std::int64_t ns) {
    const std::int64_t size = ns < 0 ? -ns : ns;
    put(",\"{}\":{}{}.{:03}", key, ns < 0 ? "-" : "", size / 1000, size % 1000);
  }

  const TraceSnapshot& m_snapshot;
  ByteSink m_sink;
  const ExportOptions& m_options;
  std::string m_text;
  std::vector<Place> m_places;                          // by track
  std::unordered_map<std::uint32_t, Place> m_place_of;  // by worker
  std::uint64_t m_done = 0;
  std::uint64_t m_all = 0;
};

Status ChromeTraceWriter::flushed(std::size_t least) {
  if (m_text.size() < least) {
    return {};
  }
  if (m_options.stop.stop_requested()) {
    return fail(ErrorCode::Cancelled, "writing the trace was cancelled");
  }
  const Status status = m_sink.write(m_text);
  m_text.clear();
  if (m_options.progress) {
    m_options.progress(m_done, m_all);
  }
  return status;
}

std::string ChromeTraceWriter::jobName(JobId job) const {
  const bool is_named = m_snapshot.names && number(job) < m_snapshot.names->jobs.size();
  return is_named && !m_snapshot.names->jobs[number(job)].empty() ? m_snapshot.names->jobs[number(job)]
                                                                  : numberedJob(job);
}

ChromeTraceWriter::Place ChromeTraceWriter::placeOf(WorkerId worker) const {
  const auto found = m_place_of.find(number(worker));
  return found == m_place_of.end() ? Place{} : found->second;
}

void ChromeTraceWriter::processName(std::int32_t pid, std::string_view name) {
  put(",\n{{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":{},\"tid\":0,\"args\":{{\"name\":", pid);
  json::appendQuoted(m_text, name);
  put("}}}}");
}

void ChromeTraceWriter::writeTitle(const Track& track, Place place, std::string_view number_name) {
  const TrackInfo& info = track.info();
  put(",\n{{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":{},\"tid\":{},\"args\":{{\"{}\":{},\"kind\":\"{}\",\"name\":",
      place.pid, place.tid, number_name, number(info.worker), info.kind == WorkerKind::Process ? "process" : "thread");
  json::appendQuoted(m_text, info.name());
  if (!info.title.empty()) {
    put(",\"title\":");
    json::appendQuoted(m_text, info.title);
  }
  if (info.start_ns) {
    put(",\"start_ns\":{}", *info.start_ns);
  }
  if (info.gone_ns) {
    put(",\"gone_ns\":{}", *info.gone_ns);
  }
  put("}}}},\n{{\"ph\":\"M\",\"name\":\"thread_sort_index\",\"pid\":{},\"tid\":{},\"args\":{{\"sort_index\":{}}}}}",
      place.pid, place.tid, number(info.worker));
}

void ChromeTraceWriter::writeTitles() {
  std::set<std::pair<std::int32_t, std::int32_t>> taken;
  std::set<std::int32_t> processes;
  for (const Track& track : m_snapshot.tracks) {
    Place place{track.info().pid, track.info().tid};
    // Workers of several machines, or whose numbers are not known, must not fall onto each other.
    while (!taken.emplace(place.pid, place.tid).second) {
      place.tid = place.tid < INT32_MAX ? place.tid + 1 : 1;
    }
    m_places.push_back(place);
    m_place_of.emplace(number(track.info().worker), place);
    if (processes.insert(place.pid).second) {
      const bool is_named = m_snapshot.names && m_snapshot.names->processes.contains(place.pid);
      processName(place.pid, is_named ? m_snapshot.names->processes.at(place.pid) : m_options.process_name);
    }
    writeTitle(track, place, "worker");
    m_all += track.size();
  }
  if (!m_snapshot.cores.empty()) {
    processName(kCores, "cores");
  }
  for (const Track& core : m_snapshot.cores) {
    writeTitle(core, {kCores, static_cast<std::int32_t>(number(core.info().worker))}, "core");
    m_all += core.size();
  }
}

void ChromeTraceWriter::writeSlice(const Slice& slice, Place place) {
  put(",\n{{\"ph\":\"X\",\"name\":");
  json::appendQuoted(m_text, slice.job == kNoJob ? label(slice.state) : jobName(slice.job));
  put(",\"cat\":\"{}\",\"pid\":{},\"tid\":{}", label(slice.state), place.pid, place.tid);
  putTime("ts", slice.begin_ns);
  putTime("dur", slice.length_ns());
  if (slice.job != kNoJob) {
    put(",\"args\":{{\"job\":{}}}", number(slice.job));
  }
  m_text += '}';
}

Status ChromeTraceWriter::writeSlices(const Track& track, Place place) {
  for (std::size_t i = 0; i < track.size(); ++i, ++m_done) {
    writeSlice(track.at(i), place);
    if (const Status status = flushed(kBuffer); !status) {
      return status;
    }
  }
  return {};
}

Status ChromeTraceWriter::writeWakes() {
  for (std::size_t i = 0; i < m_snapshot.wakes.size(); ++i) {
    const Wake wake = m_snapshot.wakes.at(i);
    for (const bool is_begin : {true, false}) {
      const Place place = placeOf(is_begin ? wake.from : wake.to);
      put(",\n{{\"ph\":\"{}\",\"name\":\"wake\",\"cat\":\"{}\",\"id\":{},\"pid\":{},\"tid\":{}", is_begin ? 's' : 'f',
          label(wake.waited_for), i, place.pid, place.tid);
      putTime("ts", is_begin ? wake.from_ns : wake.to_ns);
      m_text += is_begin ? "}" : ",\"bp\":\"e\"}";
    }
    if (const Status status = flushed(kBuffer); !status) {
      return status;
    }
  }
  return {};
}

void ChromeTraceWriter::writeInstants() {
  for (std::size_t i = 0; i < m_snapshot.gil_marks.size(); ++i) {
    const GilMark mark = m_snapshot.gil_marks.at(i);
    const Place place = placeOf(mark.worker);
    put(",\n{{\"ph\":\"i\",\"s\":\"t\",\"name\":\"{}\",\"pid\":{},\"tid\":{}",
        mark.kind == GilMarkKind::DropRequest ? "asks for the GIL" : "made to give up the GIL", place.pid, place.tid);
    putTime("ts", mark.time_ns);
    m_text += '}';
  }
}

Status ChromeTraceWriter::writeCounters() {
  for (const CounterSeries& series : m_options.counters) {
    // "core load: busy" is the series "busy" of the counter "core load".
    const std::size_t colon = series.name.rfind(": ");
    const std::string name = series.name.substr(0, colon);
    const std::string part = colon == std::string::npos ? "value" : series.name.substr(colon + 2);
    for (const CounterPoint& point : series.points) {
      put(",\n{{\"ph\":\"C\",\"name\":");
      json::appendQuoted(m_text, name);
      put(",\"pid\":{}", series.pid);
      putTime("ts", point.time_ns);
      put(",\"args\":{{");
      json::appendQuoted(m_text, part);
      put(":{}}}}}", point.value);
      if (const Status status = flushed(kBuffer); !status) {
        return status;
      }
    }
  }
  return {};
}

Status ChromeTraceWriter::write() {
  put("{{\"otherData\":{{\"{}\":1", kOurHead);
  for (const auto& [word, is_so] :
       {std::pair(kWatched, m_snapshot.is_watched), {kJobsInTurns, m_snapshot.has_jobs_in_turns}}) {
    if (is_so) {
      put(",\"{}\":1", word);
    }
  }
  if (m_snapshot.kept_from_ns > 0) {
    put(",\"{}\":{}", kKeptFrom, m_snapshot.kept_from_ns);
  }
  put("}},\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n");
  put("{{\"ph\":\"M\",\"name\":\"process_sort_index\",\"pid\":{},\"tid\":0,\"args\":{{\"sort_index\":1}}}}", kCores);
  writeTitles();
  for (std::size_t i = 0; i < m_snapshot.tracks.size(); ++i) {
    if (const Status status = writeSlices(m_snapshot.tracks[i], m_places[i]); !status) {
      return status;
    }
  }
  for (const Track& core : m_snapshot.cores) {
    const Place place{kCores, static_cast<std::int32_t>(number(core.info().worker))};
    if (const Status status = writeSlices(core, place); !status) {
      return status;
    }
  }
  writeInstants();
  for (const Status& status : {writeWakes(), writeCounters()}) {
    if (!status) {
      return status;
    }
  }
  put("\n]}}\n");
  if (const Status status = flushed(0); !status) {
    return status;
  }
  return m_sink.finish();
}

}  // namespace

Status writeChromeTrace(const TraceSnapshot& snapshot, const std::string& path, const ExportOptions& options) {
  Result<ByteSink> sink = ByteSink::create(path);
  if (!sink) {
    return tl::unexpected(sink.error());
  }
  return ChromeTraceWriter(snapshot, std::move(*sink), options).write();
}

}  // namespace interleave
