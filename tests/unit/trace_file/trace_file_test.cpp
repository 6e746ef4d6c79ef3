// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/trace_file.h"

#include <random>

#include "tests/unit/trace_file/trace_files.h"

namespace interleave {
namespace {

class TraceFileTest : public TraceFiles {
 protected:
  // A trace that no program makes: any number of tracks, lengths from a nanosecond to hours, names with anything in
  // them.
  static SnapshotPtr random(std::uint32_t seed) {
    std::mt19937_64 random(seed);
    const auto below = [&](std::uint64_t n) { return random() % n; };
    const auto tracks = static_cast<std::uint32_t>(1 + below(9));
    const auto jobs = static_cast<std::uint32_t>(1 + below(40));
    TraceStore store(tracks, jobs, 2);
    std::int64_t last_ns = 0;
    for (std::uint32_t w = 0; w < tracks; ++w) {
      TrackInfo& info = store.editInfo(WorkerId{w});
      info.pid = static_cast<std::int32_t>(1 + below(3));
      info.tid = static_cast<std::int32_t>(1000 + w);
      info.kind = below(2) == 0 ? WorkerKind::Thread : WorkerKind::Process;
      info.title = below(2) == 0 ? "" : std::string("t\t\"\\/\u00e9\u20ac ") + std::to_string(w);
      info.start_ns = static_cast<std::int64_t>(below(50));
      std::int64_t at_ns = 50;
      for (std::uint64_t i = below(400); i > 0; --i) {
        at_ns += below(2) == 0 ? 0 : static_cast<std::int64_t>(below(std::uint64_t{1} << below(30)));
        const auto length = static_cast<std::int64_t>(1 + below(std::uint64_t{1} << below(38)));
        const JobId job = below(5) == 0 ? kNoJob : JobId{static_cast<std::uint32_t>(below(jobs))};
        store.append(WorkerId{w}, {at_ns, at_ns + length, job, static_cast<State>(1 + below(9))});
        at_ns += length;
      }
      info.gone_ns = at_ns;
      last_ns = std::max(last_ns, at_ns);
    }
    for (std::uint64_t i = below(20); i > 0; --i) {
      const auto from = static_cast<std::int64_t>(below(static_cast<std::uint64_t>(last_ns)));
      store.addWake({from, from + static_cast<std::int64_t>(below(1000)),
                     WorkerId{static_cast<std::uint32_t>(below(tracks))},
                     WorkerId{static_cast<std::uint32_t>(below(tracks))}, static_cast<State>(4 + below(4))});
    }
    store.publish(last_ns, false);
    return store.snapshot();
  }
};

TEST_F(TraceFileTest, AnyTraceComesBackFromEveryFormat) {
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    const SnapshotPtr written = random(seed);
    for (const char* name : {"any.json", "any.json.gz", "any.iltrace"}) {
      SCOPED_TRACE(name);
      const Status status = writeTraceFile(*written, path(name));
      ASSERT_TRUE(status) << status.error().message;
      const Result<TraceImport> read = readTraceFile(path(name));
      if (!read) {  // without a single slice there is nothing to show
        EXPECT_TRUE(std::all_of(written->tracks.begin(), written->tracks.end(),
                                [](const Track& track) { return track.size() == 0; }));
        continue;
      }
      EXPECT_TRUE(read->is_ours);
      EXPECT_FALSE(read->cut_at);
      EXPECT_EQ(read->counts.leftOut(), 0u);
      expectSameTracks(read->snapshot->tracks, written->tracks);
      ASSERT_EQ(read->snapshot->wakes.size(), written->wakes.size());
    }
  }
}

TEST_F(TraceFileTest, ARunThatDroppedItsOldestPartComesBackAsOne) {
  TraceStore store(1, 1, 1);
  store.keepLast(2'000'000);
  store.editInfo(WorkerId{0}).start_ns = 0;
  for (std::int64_t i = 0; i < 10'000; ++i) {
    store.append(WorkerId{0}, {i * 1000, i * 1000 + 600, JobId{0}, State::Running});
  }
  store.publish(10'000'000, false);
  const SnapshotPtr written = store.snapshot();
  ASSERT_GT(written->kept_from_ns, 0);
  for (const char* name : {"kept.json", "kept.json.gz", "kept.iltrace"}) {
    SCOPED_TRACE(name);
    ASSERT_TRUE(writeTraceFile(*written, path(name)));
    const Result<TraceImport> read = readTraceFile(path(name));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->snapshot->kept_from_ns, written->kept_from_ns);
    expectSameTracks(read->snapshot->tracks, written->tracks);
  }
  ASSERT_TRUE(writeTraceFile(*everything(), path("all.json")));
  EXPECT_EQ(readTraceFile(path("all.json"))->snapshot->kept_from_ns, 0);
}

TEST_F(TraceFileTest, WhatAFileIsIsSeenFromWhatItBeginsWith) {
  ASSERT_TRUE(writeTraceFile(*everything(), path("a.iltrace")));
  std::filesystem::rename(path("a.iltrace"), path("called-otherwise.json"));
  const Result<TraceImport> read = readTraceFile(path("called-otherwise.json"));
  ASSERT_TRUE(read) << read.error().message;
  expectSameTracks(read->snapshot->tracks, everything()->tracks);
}

TEST_F(TraceFileTest, ADamagedFileOfOursIsNotTakenForJson) {
  const Result<TraceImport> read = readTraceFile(file("a.iltrace", "ILTRA"));
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("a.iltrace"), std::string::npos);
  EXPECT_EQ(read.error().message.find("JSON"), std::string::npos);
}

TEST_F(TraceFileTest, AFileThatIsCutSaysAtWhichByte) {
  const std::string text = R"({"traceEvents":[{"ph":"X","name":"f","pid":1,"tid":1,"ts":1,"dur":2},{"ph":"X","na)";
  for (const std::string& place : {file("cut.json", text), file("cut.json.gz", packed(text))}) {
    const Result<TraceImport> read = readTraceFile(place);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->cut_at, text.size());
    EXPECT_EQ(read->snapshot->tracks.at(0).size(), 1u);
  }
}

TEST_F(TraceFileTest, ACancelledReadingSaysSo) {
  ASSERT_TRUE(writeTraceFile(*everything(), path("a.json")));
  ASSERT_TRUE(writeTraceFile(*everything(), path("a.iltrace")));
  std::stop_source stop;
  stop.request_stop();
  ImportOptions options;
  options.stop = stop.get_token();
  for (const char* name : {"a.json", "a.iltrace"}) {
    const Result<TraceImport> read = readTraceFile(path(name), options);
    ASSERT_FALSE(read) << name;
    EXPECT_EQ(read.error().code, ErrorCode::Cancelled);
  }
}

TEST_F(TraceFileTest, NamesOfTraceFilesAreTold) {
  for (const char* name : {"a.json", "/x/a.json.gz", "b.iltrace"}) {
    EXPECT_TRUE(isTraceFileName(name)) << name;
  }
  for (const char* name : {"run", "a.png", "json"}) {
    EXPECT_FALSE(isTraceFileName(name)) << name;
  }
}

}  // namespace
}  // namespace interleave
