// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/chrome_trace_writer.h"

#include "core/trace_file/chrome_trace_reader.h"
#include "tests/unit/trace_file/trace_files.h"

namespace interleave {
namespace {

using ChromeTraceWriter = TraceFiles;

TEST_F(ChromeTraceWriter, WhatIsWrittenComesBackToTheNanosecond) {
  const SnapshotPtr written = everything();
  for (const char* name : {"run.json", "run.json.gz"}) {
    ExportOptions options;
    options.counters = {{500, "core load: busy", {{10, 0.25}, {20, 0.5}}}};
    const Status status = writeChromeTrace(*written, path(name), options);
    ASSERT_TRUE(status) << status.error().message;
    const Result<TraceImport> read = readChromeTrace(path(name));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_TRUE(read->is_ours);
    expectSameTracks(read->snapshot->tracks, written->tracks);
    ASSERT_EQ(read->snapshot->cores.size(), 2u);
    ASSERT_EQ(read->snapshot->cores[1].size(), 1u);
    EXPECT_EQ(read->snapshot->cores[1].at(0), written->cores[1].at(0));
    expectSameWakes(*read->snapshot, *written);
    ASSERT_EQ(read->counters.size(), 1u);
    EXPECT_EQ(read->counters[0].name, "core load: busy");
    ASSERT_EQ(read->counters[0].points.size(), 2u);
    EXPECT_EQ(read->counters[0].points[1].time_ns, 20);
    EXPECT_EQ(read->counters[0].points[1].value, 0.5);
  }
  EXPECT_LT(bytesOf(path("run.json.gz")).size() * 3, bytesOf(path("run.json")).size());
}

TEST_F(ChromeTraceWriter, OneThatIsCancelledLeavesWhatWasThere) {
  file("run.json", "precious");
  std::stop_source stop;
  stop.request_stop();
  ExportOptions options;
  options.stop = stop.get_token();
  const Status status = writeChromeTrace(*everything(), path("run.json"), options);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::Cancelled);
  EXPECT_EQ(bytesOf(path("run.json")), "precious");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(path("")), {}), 1) << "nothing is left beside it";
}

TEST_F(ChromeTraceWriter, AForeignTraceKeepsItsNames) {
  const Result<TraceImport> first =
      readChromeTrace(file("a.json", R"([{"ph":"X","name":"f\"\u00e9","pid":3,"tid":4,"ts":1,"dur":2}])"));
  ASSERT_TRUE(first) << first.error().message;
  ASSERT_TRUE(writeChromeTrace(*first->snapshot, path("b.json")));
  const Result<TraceImport> again = readChromeTrace(path("b.json"));
  ASSERT_TRUE(again) << again.error().message;
  ASSERT_TRUE(again->snapshot->names);
  EXPECT_EQ(again->snapshot->names->jobs, first->snapshot->names->jobs);
}

TEST_F(ChromeTraceWriter, AFolderThatIsNotThereIsNamed) {
  const Status status = writeChromeTrace(*everything(1), path("no/where.json"));
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().message.find("no/where.json"), std::string::npos);
}

}  // namespace
}  // namespace interleave
