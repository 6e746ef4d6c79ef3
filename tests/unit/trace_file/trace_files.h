// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of trace files share: files that go when the test does, and a snapshot with everything in it.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "core/trace/trace_store.h"

namespace interleave {

class TraceFiles : public testing::Test {
 protected:
  TraceFiles() {
    std::string place = (std::filesystem::temp_directory_path() / "il-trace-XXXXXX").string();
    m_folder = ::mkdtemp(place.data());
  }
  ~TraceFiles() override { std::filesystem::remove_all(m_folder); }

  std::string path(const std::string& name) const { return m_folder + "/" + name; }
  std::string file(const std::string& name, const std::string& bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
  }
  static std::string bytesOf(const std::string& place) {
    std::ifstream in(place, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static std::string packed(const std::string& text) {
    std::string bytes(compressBound(text.size()) + 64, '\0');
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_out = static_cast<uInt>(bytes.size());
    deflate(&stream, Z_FINISH);
    bytes.resize(stream.total_out);
    deflateEnd(&stream);
    return bytes;
  }

  /// Two threads, a process and a core; every state; wakes, a mark and a change.
  static SnapshotPtr everything(std::size_t slices = 300) {
    TraceStore store(3, 8, 2);
    std::mt19937 random(7);
    const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
    std::int64_t last_ns = 0;
    for (std::uint32_t w = 0; w < 3; ++w) {
      TrackInfo& info = store.editInfo(WorkerId{w});
      info.pid = w == 2 ? 501 : 500;
      info.tid = static_cast<std::int32_t>(501 + w);
      info.kind = w == 2 ? WorkerKind::Process : WorkerKind::Thread;
      info.start_ns = 5 + w;
      info.title = w == 1 ? "a \"named\" thread\n" : "";
      std::int64_t at_ns = 7;
      for (std::size_t i = 0; i < slices; ++i) {
        at_ns += below(3) == 0 ? below(5000) : 0;
        const std::int64_t end_ns = at_ns + 1 + below(100000);
        const JobId job = below(4) == 0 ? kNoJob : JobId{below(8)};
        store.append(WorkerId{w}, {at_ns, end_ns, job, static_cast<State>(1 + below(9))});
        at_ns = end_ns;
      }
      info.gone_ns = at_ns + 1;
      last_ns = std::max(last_ns, at_ns + 1);
    }
    store.showCores();
    store.appendOnCore(1, {3, 4003, JobId{2}, State::Running});
    store.addWake({100, 250, WorkerId{0}, WorkerId{1}, State::LockWait});
    store.addWake({300, 301, WorkerId{2}, WorkerId{0}, State::GilWait});
    store.addGilMark({400, GilMarkKind::ForcedSwitch, WorkerId{0}, WorkerId{1}});
    store.addIntervalChange({500, 5.0, 0.5});
    store.addCoreRunning(1, 4000);
    store.editJobs().edit(JobId{3}).result = 42;
    store.editJobs().edit(JobId{4}).error = "it failed";
    store.editJobs().finish(JobId{4}, JobState::Failed);
    store.publish(last_ns, false);
    return store.snapshot();
  }

  static void expectSameTracks(const std::vector<Track>& read, const std::vector<Track>& written) {
    ASSERT_EQ(read.size(), written.size());
    for (std::size_t t = 0; t < read.size(); ++t) {
      const TrackInfo &a = read[t].info(), &b = written[t].info();
      EXPECT_EQ(a.worker, b.worker);
      EXPECT_EQ(a.title, b.title);
      EXPECT_EQ(a.kind, b.kind);
      EXPECT_EQ(a.start_ns, b.start_ns);
      EXPECT_EQ(a.gone_ns, b.gone_ns);
      ASSERT_EQ(read[t].size(), written[t].size()) << t;
      for (std::size_t i = 0; i < read[t].size(); ++i) {
        ASSERT_EQ(read[t].at(i), written[t].at(i)) << "track " << t << " slice " << i;
      }
    }
  }
  static void expectSameWakes(const TraceSnapshot& read, const TraceSnapshot& written) {
    ASSERT_EQ(read.wakes.size(), written.wakes.size());
    for (std::size_t i = 0; i < read.wakes.size(); ++i) {
      EXPECT_EQ(read.wakes.at(i), written.wakes.at(i));
    }
  }

 private:
  std::string m_folder;
};

}  // namespace interleave
