// SPDX-License-Identifier: GPL-3.0-or-later
// What a file says is not trusted: it is refused in words, or what of it makes no sense is shown as lost.
#include <unistd.h>

#include "core/trace_file/binary_writer.h"
#include "tests/unit/trace_file/binary_traces.h"

namespace interleave {
namespace {

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

TEST_F(BinaryTraces, ATopThatGoesBackIsRefused) {
  ASSERT_TRUE(writeBinaryTrace(*everything(2 * kChunk), path("run.iltrace")));
  const std::string bad =
      forged(bytesOf(path("run.iltrace")), 1, [](char*, char*, ChunkTop& top) { top.step_befores[30].begun = 4000; });
  const Result<BinaryTrace> trace = BinaryTrace::open(file("bad.iltrace", bad));
  ASSERT_FALSE(trace);
  EXPECT_NE(trace.error().message.find("contradicts"), std::string::npos) << trace.error().message;
}

// One that waits, so that no level tells of it.
TEST_F(BinaryTraces, AJobThatIsNoneMakesAChunkLost) {
  const SnapshotPtr written = everything(2 * kChunk);
  ASSERT_TRUE(writeBinaryTrace(*written, path("run.iltrace")));
  std::size_t at = 0;
  while (written->tracks[0].at(at).state == State::Running) {
    ++at;
  }
  const std::string bad = forged(bytesOf(path("run.iltrace")), 0, [&](char* slices, char*, ChunkTop&) {
    Slice slice = written->tracks[0].at(at);
    slice.job = JobId{12345};
    const PackedSlice packed(slice);
    std::memcpy(slices + at * sizeof packed, &packed, sizeof packed);
  });
  const Slice read = this->read(file("bad.iltrace", bad))->tracks[0].at(at);
  EXPECT_EQ(read.state, State::Lost);
  EXPECT_EQ(read.job, kNoJob);
}

}  // namespace
}  // namespace interleave
