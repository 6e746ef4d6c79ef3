// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/chrome_trace_reader.h"

#include <fmt/format.h>

#include "tests/unit/trace_file/chrome_trace_reading.h"

namespace interleave {
namespace {

TEST_F(ChromeTraceReader, AnArrayAndAnObjectSayTheSame) {
  const std::string events =
      R"([{"ph":"X","name":"f","pid":1,"tid":2,"ts":10,"dur":0.005},{"name":"g","ph":"X","ts":"10.007","dur":"0.003","pid":"1","tid":"2"}])";
  for (const std::string& text :
       {events, "{\"traceEvents\":" + events + "}",
        "{\"metadata\":{\"a\":[1,{\"]\":\"}\\\"\"}]},\"displayTimeUnit\":\"ms\", \"traceEvents\" : " + events +
            ",\"stackFrames\":{}}",
        "\xEF\xBB\xBF \n" + events}) {
    const Result<TraceImport> import = read(text);
    ASSERT_TRUE(import) << import.error().message;
    ASSERT_EQ(import->snapshot->tracks.size(), 1u);
    EXPECT_EQ(slicesOf(*import), "f 0-5, g 7-10");
    EXPECT_EQ(import->snapshot->names->shift_ns, 10000);
    EXPECT_TRUE(import->notes.empty());
    EXPECT_EQ(slicesOf(*readChromeTrace(file("trace.gz", packed(text)))), "f 0-5, g 7-10");
  }
}

TEST_F(ChromeTraceReader, TheInnermostRuns) {
  const auto import = read(R"([
    {"ph":"B","name":"outer","pid":1,"tid":1,"ts":0.000},
    {"ph":"B","name":"inner","pid":1,"tid":1,"ts":0.010},
    {"ph":"E","pid":1,"tid":1,"ts":0.020},
    {"ph":"X","name":"x","pid":1,"tid":1,"ts":0.025,"dur":0.005},
    {"ph":"E","pid":1,"tid":1,"ts":0.040},
    {"ph":"B","name":"open","pid":1,"tid":1,"ts":0.050},
    {"ph":"i","name":"mark","pid":1,"tid":1,"ts":0.060}])");
  ASSERT_TRUE(import) << import.error().message;
  EXPECT_EQ(slicesOf(*import), "outer 0-10, inner 10-20, outer 20-25, x 25-30, outer 30-40, open 50-60");
  EXPECT_EQ(import->counts.depth, 2u);
  EXPECT_EQ(import->counts.begins_without_end, 1u);
  EXPECT_TRUE(hasNote(*import, "never end"));
  EXPECT_TRUE(hasNote(*import, "innermost"));
}

TEST_F(ChromeTraceReader, EventsMayComeInAnyOrder) {
  const auto import = read(R"([
    {"ph":"E","pid":1,"tid":1,"ts":0.040},{"ph":"E","pid":1,"tid":1,"ts":0.020},
    {"ph":"B","name":"inner","pid":1,"tid":1,"ts":0.010},{"ph":"B","name":"outer","pid":1,"tid":1,"ts":0}])");
  ASSERT_TRUE(import) << import.error().message;
  EXPECT_EQ(slicesOf(*import), "outer 0-10, inner 10-20, outer 20-40");
}

TEST_F(ChromeTraceReader, TracksAreGroupedByProcessAndNamed) {
  const auto import = read(R"([
    {"ph":"X","name":"f","pid":7,"tid":1,"ts":0,"dur":1},{"ph":"X","name":"f","pid":"gpu","tid":"stream 1","ts":0,"dur":1},
    {"ph":"X","name":"f","pid":7,"tid":2,"ts":0,"dur":1},{"ph":"X","name":"f","pid":8,"tid":1,"ts":0,"dur":1},
    {"ph":"M","name":"thread_name","pid":7,"tid":2,"args":{"name":"main"}},
    {"ph":"M","name":"thread_sort_index","pid":7,"tid":2,"args":{"sort_index":-1}},
    {"ph":"M","name":"process_sort_index","pid":8,"args":{"sort_index":-5}},
    {"ph":"M","name":"process_name","pid":7,"args":{"name":"python"}}])");
  ASSERT_TRUE(import) << import.error().message;
  std::string titles;
  for (const Track& track : import->snapshot->tracks) {
    titles += fmt::format("{} {}|", track.info().pid >= 0 ? track.info().pid : -1, track.info().name());
  }
  EXPECT_EQ(titles, "8 thread 1|7 main|7 thread 1|-1 thread stream 1|");
  EXPECT_EQ(import->snapshot->names->processes.at(7), "python");
}

TEST_F(ChromeTraceReader, FlowsBecomeWakes) {
  const auto import = read(R"([
    {"ph":"X","name":"f","pid":1,"tid":1,"ts":0,"dur":1},{"ph":"X","name":"g","pid":1,"tid":2,"ts":0,"dur":5},
    {"ph":"f","cat":"c","id":"0x1","pid":1,"tid":2,"ts":2},{"ph":"s","cat":"c","id":"0x1","pid":1,"tid":1,"ts":1}])");
  ASSERT_TRUE(import) << import.error().message;
  ASSERT_EQ(import->snapshot->wakes.size(), 1u);
  EXPECT_EQ(import->snapshot->wakes.at(0), (Wake{1000, 2000, WorkerId{0}, WorkerId{1}, State::Waiting}));
}

TEST_F(ChromeTraceReader, WhatIsNotShownIsCounted) {
  const auto import = read(R"([{"ph":"X","name":"f","pid":1,"tid":1,"ts":0,"dur":1},{"ph":"b","ts":1},{"ph":"e","ts":1},
    {"ph":"P","ts":1},{"ph":"X","ts":1,"dur":-1},{"ph":"X","ts":NaN,"dur":1},{"ph":"E","ts":2},{},{"ph":7},
    {"ph":"X","name":"z","ts":1,"dur":0},{"ph":"X","name":"far","ts":1e12,"dur":1}])");
  ASSERT_TRUE(import) << import.error().message;
  EXPECT_EQ(import->counts.async, 2u);
  EXPECT_EQ(import->counts.unknown, 2u);
  EXPECT_EQ(import->counts.malformed, 3u);
  EXPECT_EQ(import->counts.ends_without_begin, 1u);
  EXPECT_EQ(import->counts.without_length, 1u);
  EXPECT_EQ(import->counts.too_late, 1u);
}

TEST_F(ChromeTraceReader, ACutFileGivesAllThatIsWhole) {
  std::string text = "{\"traceEvents\":[";
  for (int i = 0; i < 20; ++i) {
    text += fmt::format(R"({}{{"ph":"X","name":"f{}","pid":1,"tid":1,"ts":{},"dur":1,"args":{{"a":"}}]"}}}})",
                        i > 0 ? "," : "", i, i);
  }
  for (std::size_t size = 0; size <= text.size(); ++size) {
    std::size_t whole = 0;
    for (std::size_t at = 0; (at = text.find("\"}}", at)) != std::string::npos && at + 3 <= size; ++at) {
      ++whole;
    }
    const auto import = read(text.substr(0, size));
    ASSERT_EQ(import.has_value(), whole > 0) << size;
    if (import) {
      ASSERT_EQ(import->counts.spans, whole) << size;
      ASSERT_TRUE(hasNote(*import, "ends too early"));
    }
  }
  const std::string gz = packed(text + "]}");
  const auto import = readChromeTrace(file("cut.gz", gz.substr(0, gz.size() - 10)));
  ASSERT_TRUE(import) << import.error().message;
  EXPECT_TRUE(hasNote(*import, "ends too early"));
}

TEST_F(ChromeTraceReader, EventsAcrossWindowsAreWhole) {
  std::string text = "[";
  const std::string filling(3000, 'x');
  for (int i = 0; i < 2000; ++i) {
    text += fmt::format(
        "{{\"ph\":\"X\",\"name\":\"f\",\"args\":{{\"a\":\"{}\"}},\"pid\":1,\"tid\":1,\"ts\":{},\"dur\":1}},\n",
        filling.substr(0, static_cast<std::size_t>(i)), 2 * i);
  }
  text += fmt::format("{{\"args\":\"{}\",\"ph\":\"X\",\"name\":\"big\",\"pid\":1,\"tid\":1,\"ts\":9999,\"dur\":1}}]",
                      std::string(5 << 20, 'y'));
  std::uint64_t calls = 0, last = 0;
  ImportOptions options;
  options.progress = [&](std::uint64_t done, std::uint64_t total) {
    ++calls;
    EXPECT_LE(last, done);
    EXPECT_LE(done, total);
    last = done;
  };
  const auto import = read(text, options);
  ASSERT_TRUE(import) << import.error().message;
  EXPECT_EQ(import->counts.spans, 2001u);
  EXPECT_EQ(import->snapshot->tracks[0].size(), 2001u);
  EXPECT_GT(calls, 3u);
  EXPECT_EQ(last, text.size());
}

TEST_F(ChromeTraceReader, LimitsHoldAndAreSaid) {
  std::string text = "[";
  for (int i = 0; i < 100; ++i) {
    text += fmt::format(R"({{"ph":"X","name":"f","pid":1,"tid":{},"ts":{},"dur":1}},)", i, i);
  }
  ImportOptions options;
  options.limits.slices = 10;
  auto import = read(text, options);
  ASSERT_TRUE(import);
  EXPECT_EQ(import->counts.spans, 10u);
  EXPECT_TRUE(hasNote(*import, "Only the first 10 slices"));
  options.limits.slices = 1000;
  options.limits.tracks = 5;
  import = read(text, options);
  ASSERT_TRUE(import);
  EXPECT_EQ(import->snapshot->tracks.size(), 5u);
  EXPECT_EQ(import->counts.malformed, 95u);
}

TEST_F(ChromeTraceReader, ItStopsWhenTold) {
  std::stop_source stop;
  stop.request_stop();
  ImportOptions options;
  options.stop = stop.get_token();
  const auto import = read("[]", options);
  ASSERT_FALSE(import);
  EXPECT_EQ(import.error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace interleave
