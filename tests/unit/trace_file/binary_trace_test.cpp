// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/binary_trace.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <limits>
#include <thread>

#include "core/trace_file/binary_writer.h"
#include "core/trace_file/read_ahead.h"
#include "core/trace_file/trace_file.h"
#include "tests/unit/trace_file/trace_files.h"

namespace interleave {
namespace {

class BinaryTraces : public TraceFiles {
 protected:
  static constexpr std::size_t kChunk = ChunkLevels::kSlices;

  SnapshotPtr read(const std::string& place) const {
    const Result<TraceImport> import = readTraceFile(place);
    EXPECT_TRUE(import) << import.error().message;
    return import ? import->snapshot : nullptr;
  }
  static BinaryHeader headerOf(const std::string& bytes) {
    BinaryHeader header;
    std::memcpy(&header, bytes.data(), sizeof header);
    return header;
  }
  /// With checksums of header, tops and directory that are right.
  static std::string mended(std::string bytes) {
    BinaryHeader header = headerOf(bytes);
    header.tops_crc = binaryCrc(bytes.data() + header.topsOffset(), header.topsBytes());
    header.directory_crc = binaryCrc(bytes.data() + header.directory_offset, header.directory_bytes);
    header.crc = header.rightCrc();
    std::memcpy(bytes.data(), &header, sizeof header);
    return bytes;
  }
  static ChunkTop topOf(const std::string& bytes, std::size_t chunk) {
    ChunkTop top;
    std::memcpy(static_cast<void*>(&top), bytes.data() + headerOf(bytes).topsOffset() + chunk * sizeof top, sizeof top);
    return top;
  }
  /// The same with a chunk's bytes changed by `edit`, and all its checksums made anew: nobody can tell but by sense.
  template <class Edit>
  static std::string forged(std::string bytes, std::size_t chunk, const Edit& edit) {
    const BinaryHeader header = headerOf(bytes);
    ChunkTop top = topOf(bytes, chunk);
    char* const slices = bytes.data() + header.slicesAt(chunk);
    char* const levels = bytes.data() + header.levelsAt(chunk);
    edit(slices, levels, top);
    top.slices_sum = binaryCrc(slices, BinaryHeader::kSlicesBytes);
    top.levels_sum = binaryCrc(levels, sizeof(ChunkLevels));
    std::memcpy(bytes.data() + header.topsOffset() + chunk * sizeof top, &top, sizeof top);
    return mended(std::move(bytes));
  }

  /// Everything that may be asked of a trace; fails where an answer is out of its range.
  static void askEverything(const TraceSnapshot& snapshot, std::mt19937_64& random) {
    for (const auto* group : {&snapshot.tracks, &snapshot.cores}) {
      for (const Track& track : *group) {
        askTrack(track, snapshot, random);
      }
    }
  }
  static void askTrack(const Track& track, const TraceSnapshot& snapshot, std::mt19937_64& random) {
    std::int64_t last_ns = 0;
    for (std::size_t i = 0; i < track.size(); ++i) {
      const Slice slice = track.at(i);
      ASSERT_TRUE(slice.begin_ns >= last_ns && slice.end_ns > slice.begin_ns && index(slice.state) < kStateCount);
      ASSERT_TRUE(slice.job == kNoJob || number(slice.job) < snapshot.jobs.size());
      last_ns = slice.end_ns;
    }
    for (const std::int64_t columns : {1, 7, 300}) {
      std::vector<std::int64_t> times;
      for (std::int64_t c = 0; c <= columns; ++c) {
        times.push_back(last_ns / columns * c);
      }
      std::vector<TimeCut> cuts(times.size());
      for (const std::int64_t coarse_ns : {std::int64_t{0}, last_ns / columns}) {
        track.cutAt(times, coarse_ns, cuts);
        for (std::size_t c = 0; c < times.size(); ++c) {
          ASSERT_LE(cuts[c].first, cuts[c].begun);
          ASSERT_LE(cuts[c].begun, track.size());
          ASSERT_TRUE(c == 0 || (cuts[c - 1].first <= cuts[c].first && cuts[c - 1].begun <= cuts[c].begun)) << c;
          ASSERT_TRUE(c == 0 || cuts[c - 1].running_ns <= cuts[c].running_ns + 65536) << c;
          if (c > 0 && cuts[c].begun > cuts[c - 1].first) {
            const JobId job = track.dominantJob(cuts[c - 1].first, cuts[c].begun);
            ASSERT_TRUE(isJobOf(job, static_cast<std::uint32_t>(snapshot.jobs.size())));
            const Rest rest = track.restOf(cuts[c - 1].first, cuts[c].begun, times[c - 1], times[c]);
            ASSERT_LT(index(rest.state), kStateCount);
            ASSERT_TRUE(isJobOf(track.jobAround(cuts[c - 1].first), static_cast<std::uint32_t>(snapshot.jobs.size())));
          }
        }
      }
    }
    for (int i = 0; i < 20 && last_ns > 0; ++i) {
      const auto from = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last_ns));
      const auto to = from + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last_ns));
      std::int64_t sum = 0;
      for (const std::int64_t time : track.timesIn(from, to)) {
        ASSERT_GE(time, 0);
        sum += time;
      }
      ASSERT_LE(sum, to - from + static_cast<std::int64_t>(kStateCount));
    }
  }
};

TEST_F(BinaryTraces, EverythingComesBack) {
  const SnapshotPtr written = everything(70000);  // 17 chunks a track, and a tail
  ASSERT_TRUE(writeBinaryTrace(*written, path("run.iltrace")));
  const Result<BinaryTrace> trace = BinaryTrace::open(path("run.iltrace"));
  ASSERT_TRUE(trace) << trace.error().message;
  ASSERT_EQ(trace->tracks().size(), 3u);
  EXPECT_EQ(trace->tracks()[0].slices->size(), written->tracks[0].size());
  EXPECT_EQ(trace->tracks()[0].slices->chunks(), 18u);
  const Result<SnapshotPtr> read = trace->snapshot();
  ASSERT_TRUE(read) << read.error().message;
  expectSameTracks((*read)->tracks, written->tracks);
  expectSameTracks((*read)->cores, written->cores);
  expectSameWakes(**read, *written);
  ASSERT_EQ((*read)->gil_marks.size(), 1u);
  EXPECT_EQ((*read)->gil_marks.at(0), written->gil_marks.at(0));
  EXPECT_EQ((*read)->interval_changes, written->interval_changes);
  EXPECT_EQ((*read)->core_running_ns, written->core_running_ns);
  EXPECT_EQ((*read)->now_ns, written->now_ns);
  EXPECT_EQ((*read)->jobs.at(JobId{3}).result, 42u);
  EXPECT_EQ((*read)->jobs.at(JobId{4}).error, "it failed");
  EXPECT_EQ((*read)->jobs.failedCount(), 1u);
  ASSERT_NE((*read)->faults, nullptr);
  EXPECT_EQ((*read)->faults->count(), 0u) << (*read)->faults->text();
}

// Each query by a trace of its own, so that each is the first to touch what it reads.
TEST_F(BinaryTraces, EveryQueryAnswersAsTheStoreDoes) {
  for (const std::size_t slices : {std::size_t{1}, std::size_t{63}, kChunk - 1, kChunk, kChunk + 1, 5 * kChunk + 70}) {
    SCOPED_TRACE(slices);
    const SnapshotPtr written = everything(slices);
    ASSERT_TRUE(writeBinaryTrace(*written, path("run.iltrace")));
    std::mt19937_64 random(slices);
    for (int round = 0; round < 40; ++round) {
      const SnapshotPtr read = this->read(path("run.iltrace"));
      const Track &a = read->tracks[round % 3], &b = written->tracks[round % 3];
      ASSERT_EQ(a.size(), b.size());
      const auto end_ns = static_cast<std::uint64_t>(b.at(b.size() - 1).end_ns + 100);
      std::vector<std::int64_t> times{std::numeric_limits<std::int64_t>::min() / 2, 0};
      for (int i = 0; i < 20; ++i) {
        times.push_back(static_cast<std::int64_t>(random() % end_ns));
        const Slice slice = b.at(random() % b.size());
        times.push_back(slice.begin_ns);
        times.push_back(slice.end_ns);
      }
      times.push_back(std::numeric_limits<std::int64_t>::max() / 2);
      std::sort(times.begin(), times.end());
      const std::int64_t one = times[random() % times.size()], other = times[random() % times.size()];
      const std::size_t first = random() % b.size(), last = first + 1 + random() % (b.size() - first);
      ASSERT_EQ(a.timesIn(one, other), b.timesIn(one, other)) << one << ".." << other;
      ASSERT_EQ(a.firstEndingAfter(one), b.firstEndingAfter(one)) << one;
      ASSERT_EQ(a.dominantJob(first, last), b.dominantJob(first, last)) << first << ".." << last;
      const Rest rest = a.restOf(first, last, b.at(first).begin_ns, b.at(last - 1).end_ns);
      const Rest expected = b.restOf(first, last, b.at(first).begin_ns, b.at(last - 1).end_ns);
      ASSERT_EQ(packedRest(rest), packedRest(expected)) << first << ".." << last;
      ASSERT_EQ(a.jobAround(first), b.jobAround(first));
      ASSERT_EQ(a.at(first), b.at(first));
      std::vector<TimeCut> cuts(times.size()), others(times.size());
      a.cutAt(times, 0, cuts);
      b.cutAt(times, 0, others);
      for (std::size_t i = 0; i < times.size(); ++i) {
        ASSERT_EQ(cuts[i].first, others[i].first) << times[i];
        ASSERT_EQ(cuts[i].begun, others[i].begun) << times[i];
        ASSERT_EQ(cuts[i].running_ns, others[i].running_ns) << times[i];
      }
      ASSERT_EQ(read->faults->count(), 0u);
    }
  }
}

TEST_F(BinaryTraces, CoarseCutsAreWithinA64thWhateverTheyAreToldFrom) {
  const SnapshotPtr written = everything(20 * kChunk + 500);
  ASSERT_TRUE(writeBinaryTrace(*written, path("run.iltrace")));
  const SnapshotPtr read = this->read(path("run.iltrace"));
  const Track &a = read->tracks[0], &b = written->tracks[0];
  for (const std::int64_t columns : {1, 5, 19, 33, 47, 60, 90, 150, 400, 2000}) {
    SCOPED_TRACE(columns);
    const std::int64_t column_ns = written->now_ns / columns;
    std::vector<std::int64_t> times;
    for (std::int64_t c = 0; c <= columns; ++c) {
      times.push_back(c * column_ns);
    }
    std::vector<TimeCut> cuts(times.size()), exact(times.size());
    a.cutAt(times, column_ns, cuts);
    b.cutAt(times, 0, exact);
    for (std::size_t i = 0; i < times.size(); ++i) {
      ASSERT_LE(std::abs(cuts[i].running_ns - exact[i].running_ns), column_ns / 64 + 1) << i;
      ASSERT_TRUE(i == 0 || (cuts[i - 1].begun <= cuts[i].begun && cuts[i - 1].running_ns <= cuts[i].running_ns));
    }
  }
}

TEST_F(BinaryTraces, WhatIsStillGrowingIsWrittenAsFarAsItLasts) {
  TraceStore store(1, 1, 1);
  store.append(WorkerId{0}, {10, 20, JobId{0}, State::Running});
  for (const Slice& open : {Slice{30, 40, JobId{0}, State::IoWait}, Slice{50, 50, JobId{0}, State::IoWait},
                            Slice{30, 30 + 3 * PackedSlice::kLongest_ns, kNoJob, State::Ready}}) {
    store.setOpen(WorkerId{0}, open);
    store.publish(open.end_ns, true);
    ASSERT_TRUE(writeBinaryTrace(*store.snapshot(), path("run.iltrace")));
    const SnapshotPtr read = this->read(path("run.iltrace"));
    EXPECT_EQ(read->tracks[0].timesIn(0, open.end_ns), store.snapshot()->tracks[0].timesIn(0, open.end_ns));
    EXPECT_EQ(read->faults->count(), 0u);
  }
}

// Either it isn't opened, and it is said why, or what was changed is shown as lost, and that is said.
TEST_F(BinaryTraces, NoChangedByteGoesUnseen) {
  const SnapshotPtr written = everything(kChunk + 40);
  ASSERT_TRUE(writeBinaryTrace(*written, path("run.iltrace")));
  const std::string good = bytesOf(path("run.iltrace"));
  const BinaryHeader header = headerOf(good);
  std::mt19937_64 random(1);
  for (std::size_t i = 0; i < good.size();) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 8)));
    const Result<TraceImport> read = readTraceFile(file("bad.iltrace", bad));
    if (read) {
      askEverything(*read->snapshot, random);
      ASSERT_EQ(read->snapshot->faults->count(), 1u) << "byte " << i;
      EXPECT_NE(read->snapshot->faults->text().find("bad.iltrace is damaged"), std::string::npos);
    } else {
      ASSERT_NE(read.error().message.find("bad.iltrace"), std::string::npos);
    }
    const bool is_bulk = i >= BinaryHeader::kRoom && i < header.levelsAt(header.chunks);
    i += is_bulk ? 1999 : 11;  // all kinds of places, each bit of a byte
  }
}

TEST_F(BinaryTraces, WhatIsDamagedIsLostAndTheRestIsAsItWas) {
  const SnapshotPtr written = everything(3 * kChunk + 100);
  ASSERT_TRUE(writeBinaryTrace(*written, path("run.iltrace")));
  std::string bytes = bytesOf(path("run.iltrace"));
  const BinaryHeader header = headerOf(bytes);
  bytes[header.slicesAt(1) + 5000] ^= 1;
  bytes[header.levelsAt(5) + 300] ^= 1;
  const SnapshotPtr read = this->read(file("bad.iltrace", bytes));
  for (std::size_t t = 0; t < 3; ++t) {
    const Track &a = read->tracks[t], &b = written->tracks[t];
    const std::size_t bad = t == 0 ? 1 : t == 1 ? 2 : 99;
    for (std::size_t i = 0; i < b.size(); ++i) {
      if (i / kChunk == bad) {
        ASSERT_EQ(a.at(i).state, State::Lost);
      } else {
        ASSERT_EQ(a.at(i), b.at(i)) << t << " " << i;
      }
    }
    // Of all of it, and of what doesn't touch it, the times are known.
    EXPECT_EQ(a.timesIn(0, written->now_ns), b.timesIn(0, written->now_ns));
    EXPECT_TRUE(bad == 99 || a.restOf(bad * kChunk + 9, bad * kChunk + 30, 0, written->now_ns).has_loss);
  }
  EXPECT_EQ(read->faults->count(), 2u);
  const std::string text = read->faults->text();
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_NE(text.find("4,096 slices of thread 0, from"), std::string::npos) << text;
  EXPECT_NE(text.find("checksum"), std::string::npos) << text;
}

// Checksums don't keep out who makes them anew.
TEST_F(BinaryTraces, AForgedChunkNeitherCrashesNorContradictsItself) {
  ASSERT_TRUE(writeBinaryTrace(*everything(2 * kChunk + 30), path("run.iltrace")));
  const std::string good = bytesOf(path("run.iltrace"));
  std::mt19937_64 random(5);
  int refused = 0;
  for (int round = 0; round < 300; ++round) {
    const std::string bad = forged(good, random() % 4, [&](char* slices, char* levels, ChunkTop& top) {
      for (std::size_t n = 1 + random() % 3; n > 0; --n) {
        const auto put = static_cast<char>(random() % 3 == 0 ? 0xFF : random());
        switch (round % 3) {
          case 0:
            slices[random() % BinaryHeader::kSlicesBytes] = put;
            break;
          case 1:
            levels[random() % sizeof(ChunkLevels)] = put;
            break;
          default:
            reinterpret_cast<char*>(&top)[random() % sizeof top] = put;
        }
      }
    });
    const Result<TraceImport> read = readTraceFile(file("bad.iltrace", bad));
    refused += read ? 0 : 1;
    if (read) {
      askEverything(*read->snapshot, random);
    }
  }
  EXPECT_GT(refused, 25);
  EXPECT_LT(refused, 200);
}

TEST_F(BinaryTraces, LevelsAreTheirSlicesOwnOrNone) {
  ASSERT_TRUE(writeBinaryTrace(*everything(2 * kChunk), path("run.iltrace")));
  const std::string bad = forged(bytesOf(path("run.iltrace")), 0, [](char*, char* levels, ChunkTop&) {
    std::memset(levels + 128 + 80 + 8, 1, 1);  // what lies before the second block
  });
  const SnapshotPtr read = this->read(file("bad.iltrace", bad));
  EXPECT_EQ(read->tracks[0].at(5).state, State::Lost);
  EXPECT_NE(read->faults->text().find("levels"), std::string::npos) << read->faults->text();
}

TEST_F(BinaryTraces, WhatIsReadAheadAreLevelsAlone) {
  ASSERT_TRUE(writeBinaryTrace(*everything(3 * kChunk + 9), path("run.iltrace")));
  std::string bytes = bytesOf(path("run.iltrace"));
  const BinaryHeader header = headerOf(bytes);
  bytes[header.slicesAt(1) + 5000] ^= 1;
  bytes[header.levelsAt(5) + 300] ^= 1;
  const SnapshotPtr read = this->read(file("bad.iltrace", bytes));
  std::stop_source stop;
  stop.request_stop();
  readAhead(*read, stop.get_token());
  EXPECT_EQ(read->faults->count(), 0u);
  std::uint64_t done = 0;
  readAhead(*read, {}, [&](std::uint64_t chunks, std::uint64_t all) {
    EXPECT_EQ(chunks, ++done);
    EXPECT_EQ(all, 9u);
  });
  EXPECT_EQ(done, 9u);
  EXPECT_EQ(read->faults->count(), 1u);
  EXPECT_EQ(read->tracks[0].at(kChunk).state, State::Lost);
  EXPECT_EQ(read->faults->count(), 2u);
}

TEST_F(BinaryTraces, ACutFileIsToldFromAWholeOne) {
  ASSERT_TRUE(writeBinaryTrace(*everything(40), path("run.iltrace")));
  const std::string good = bytesOf(path("run.iltrace"));
  for (std::size_t size = 0; size < good.size(); size += size < 80 ? 1 : 13) {
    ASSERT_FALSE(BinaryTrace::open(file("cut.iltrace", good.substr(0, size)))) << size;
  }
  EXPECT_FALSE(BinaryTrace::open(file("long.iltrace", good + '\0')));
  EXPECT_FALSE(BinaryTrace::open(path("none.iltrace")));
  EXPECT_FALSE(BinaryTrace::open(path("")));
}

TEST_F(BinaryTraces, AFileThatIsCutWhileItIsOpenLosesWhatWasNotReadYet) {
  const SnapshotPtr written = everything(3 * kChunk + 100);
  ASSERT_TRUE(writeBinaryTrace(*written, path("run.iltrace")));
  const SnapshotPtr read = this->read(path("run.iltrace"));
  EXPECT_EQ(read->tracks[0].at(0), written->tracks[0].at(0));
  ASSERT_EQ(::truncate(path("run.iltrace").c_str(), BinaryHeader::kRoom), 0);
  EXPECT_EQ(read->tracks[0].at(kChunk - 1), written->tracks[0].at(kChunk - 1));
  EXPECT_EQ(read->tracks[0].at(kChunk).state, State::Lost);
  EXPECT_NE(read->faults->text().find("shorter"), std::string::npos) << read->faults->text();
  std::mt19937_64 random(1);
  askEverything(*read, random);
  EXPECT_EQ(read->faults->count(), 12u);  // nine chunks and four tails, but for the one that was read
}

TEST_F(BinaryTraces, AFileThatIsWrittenAnewWhileItIsOpenStaysWhatItWas) {
  const SnapshotPtr written = everything(2 * kChunk);
  ASSERT_TRUE(writeBinaryTrace(*written, path("run.iltrace")));
  const SnapshotPtr read = this->read(path("run.iltrace"));
  ASSERT_TRUE(writeBinaryTrace(*everything(10), path("run.iltrace")));
  expectSameTracks(read->tracks, written->tracks);
  ASSERT_TRUE(writeBinaryTrace(*read, path("run.iltrace")));
  expectSameTracks(this->read(path("run.iltrace"))->tracks, written->tracks);
}

TEST_F(BinaryTraces, ManyThreadsMayBeTheFirst) {
  const SnapshotPtr written = everything(6 * kChunk + 100);
  ASSERT_TRUE(writeBinaryTrace(*written, path("run.iltrace")));
  for (int round = 0; round < 5; ++round) {
    const SnapshotPtr read = this->read(path("run.iltrace"));
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        const Track &a = read->tracks[0], &b = written->tracks[0];
        for (std::size_t i = t; i < b.size(); i += 501) {
          EXPECT_EQ(a.at(i), b.at(i));
          EXPECT_EQ(a.timesIn(0, b.at(i).end_ns), b.timesIn(0, b.at(i).end_ns));
        }
      });
    }
  }
}

TEST_F(BinaryTraces, AnOlderVersionIsRefusedInWordsThatHelp) {
  ASSERT_TRUE(writeBinaryTrace(*everything(4), path("run.iltrace")));
  std::string bytes = bytesOf(path("run.iltrace"));
  bytes[8] = 1;
  const Result<BinaryTrace> trace = BinaryTrace::open(file("old.iltrace", bytes));
  ASSERT_FALSE(trace);
  EXPECT_NE(trace.error().message.find("version 1"), std::string::npos);
  EXPECT_NE(trace.error().message.find("JSON"), std::string::npos);
}

TEST_F(BinaryTraces, ALyingDirectoryNeitherCrashesNorTakesMemory) {
  ASSERT_TRUE(writeBinaryTrace(*everything(40), path("run.iltrace")));
  const std::string good = bytesOf(path("run.iltrace"));
  const BinaryHeader header = headerOf(good);
  std::mt19937_64 random(3);
  for (std::size_t i = 0; i < header.directory_bytes; ++i) {
    std::string bad = good;
    bad[header.directory_offset + i] = static_cast<char>(random());
    const Result<TraceImport> read = readTraceFile(file("bad.iltrace", mended(bad)));
    if (read) {
      askEverything(*read->snapshot, random);
    } else {
      ASSERT_NE(read.error().message.find("bad.iltrace"), std::string::npos);
    }
  }
}

// A tail that is told of a thousand times would be a bomb.
TEST_F(BinaryTraces, NoSlicesAreReadTwice) {
  const SnapshotPtr written = everything(4000);
  ASSERT_TRUE(writeBinaryTrace(*written, path("run.iltrace")));
  std::string bytes = bytesOf(path("run.iltrace"));
  BinaryHeader header = headerOf(bytes);
  // Cores have no number of their own: one more like the last, as often as one likes.
  std::string directory = bytes.substr(header.directory_offset);
  const std::size_t count_at = 8 + 4 + 4 + 3 * 20 + 4;
  std::uint32_t cores = 0;
  std::memcpy(&cores, directory.data() + count_at, sizeof cores);
  ASSERT_EQ(cores, 2u);
  // The tracks' fixed part is 264 bytes; one has a title.
  const std::string title = written->tracks[1].info().title;
  const std::size_t first = count_at + 4;
  const std::string track = directory.substr(first, 264);
  std::string many;
  for (int i = 0; i < 300; ++i) {
    many += track;
  }
  cores += 300;
  std::memcpy(directory.data() + count_at, &cores, sizeof cores);
  directory.insert(first + 3 * 264 + title.size(), many);
  header.directory_bytes = directory.size();
  header.file_bytes = header.directory_offset + directory.size();
  std::memcpy(bytes.data(), &header, sizeof header);
  const std::string bomb = bytes.substr(0, header.directory_offset) + directory;
  const Result<BinaryTrace> trace = BinaryTrace::open(file("bomb.iltrace", mended(bomb)));
  ASSERT_FALSE(trace);
  EXPECT_NE(trace.error().message.find("fewer slices"), std::string::npos) << trace.error().message;
}

TEST_F(BinaryTraces, AFullDiskIsSaidAndLeavesWhatWasThere) {
  ASSERT_TRUE(writeBinaryTrace(*everything(10), path("run.iltrace")));
  const std::string before = bytesOf(path("run.iltrace"));
  const SnapshotPtr large = everything(3 * kChunk);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit old_limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old_limit), 0);
  rlimit limit = old_limit;
  limit.rlim_cur = 100'000;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  const Status status = writeBinaryTrace(*large, path("run.iltrace"));
  ::setrlimit(RLIMIT_FSIZE, &old_limit);
  std::signal(SIGXFSZ, old_handler);
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().message.find("run.iltrace"), std::string::npos);
  EXPECT_EQ(bytesOf(path("run.iltrace")), before);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(path("")), {}), 1);
}

}  // namespace
}  // namespace interleave
