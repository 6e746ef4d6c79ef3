// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/binary_trace.h"

#include "core/trace_file/binary_writer.h"
#include "tests/unit/trace_file/trace_files.h"

namespace interleave {
namespace {

using BinaryTraces = TraceFiles;

TEST_F(BinaryTraces, EverythingComesBack) {
  const SnapshotPtr written = everything(70000);  // more than a block a track
  ASSERT_TRUE(writeBinaryTrace(*written, path("run.iltrace")));
  const Result<BinaryTrace> trace = BinaryTrace::open(path("run.iltrace"));
  ASSERT_TRUE(trace) << trace.error().message;
  ASSERT_EQ(trace->tracks().size(), 3u);
  EXPECT_EQ(trace->tracks()[0].slices, written->tracks[0].size());
  EXPECT_EQ(trace->tracks()[0].blocks.size(), 2u);
  const auto block = trace->block(trace->tracks()[0], 1);
  ASSERT_TRUE(block);
  EXPECT_EQ((*block)[0].slice(), written->tracks[0].at(kBlockSlices));
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
}

TEST_F(BinaryTraces, ASliceHasTheStoresOwnForm) {
  const Slice slice{123456789, 123456789 + (std::int64_t{1} << 39) + 77, JobId{0xABCDEF01}, State::IoWait};
  const BinarySlice ours = BinarySlice::of(slice);
  const PackedSlice packed(slice);
  EXPECT_EQ(std::memcmp(&ours, &packed, sizeof ours), 0);
  EXPECT_EQ(ours.slice(), slice);
}

TEST_F(BinaryTraces, NoChangedByteGoesUnseen) {
  const SnapshotPtr written = everything(40);
  ASSERT_TRUE(writeBinaryTrace(*written, path("run.iltrace")));
  const std::string good = bytesOf(path("run.iltrace"));
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 8)));
    const Result<BinaryTrace> trace = BinaryTrace::open(file("bad.iltrace", bad));
    if (trace) {
      ASSERT_FALSE(trace->snapshot()) << "byte " << i;
    }
  }
}

TEST_F(BinaryTraces, ACutFileIsToldFromAWholeOne) {
  ASSERT_TRUE(writeBinaryTrace(*everything(40), path("run.iltrace")));
  const std::string good = bytesOf(path("run.iltrace"));
  for (std::size_t size = 0; size < good.size(); size += 13) {
    ASSERT_FALSE(BinaryTrace::open(file("cut.iltrace", good.substr(0, size)))) << size;
  }
  EXPECT_FALSE(BinaryTrace::open(path("none.iltrace")));
  EXPECT_FALSE(BinaryTrace::open(path("")));
}

// Checksums don't keep out who makes them anew: what the directory says must be asked all the same.
TEST_F(BinaryTraces, ALyingDirectoryNeitherCrashesNorTakesMemory) {
  ASSERT_TRUE(writeBinaryTrace(*everything(40), path("run.iltrace")));
  const std::string good = bytesOf(path("run.iltrace"));
  BinaryHeader header;
  std::memcpy(&header, good.data(), sizeof header);
  std::mt19937 random(3);
  for (std::size_t i = 0; i < header.directory_bytes; ++i) {
    std::string bad = good;
    bad[header.directory_offset + i] = static_cast<char>(random());
    BinaryHeader lying = header;
    lying.directory_crc = binaryCrc(bad.data() + header.directory_offset, header.directory_bytes);
    lying.crc = binaryCrc(&lying, offsetof(BinaryHeader, crc));
    std::memcpy(bad.data(), &lying, sizeof lying);
    const Result<BinaryTrace> trace = BinaryTrace::open(file("bad.iltrace", bad));
    if (trace) {
      (void)trace->snapshot();
    } else {
      ASSERT_NE(trace.error().message.find("bad.iltrace"), std::string::npos);
    }
  }
}

// A block that is told of a thousand times would be a bomb.
TEST_F(BinaryTraces, ABlockIsReadOnce) {
  ASSERT_TRUE(writeBinaryTrace(*everything(4000), path("run.iltrace")));
  std::string bytes = bytesOf(path("run.iltrace"));
  BinaryHeader header;
  std::memcpy(&header, bytes.data(), sizeof header);
  const std::string_view directory(bytes.data() + header.directory_offset, header.directory_bytes);
  // The first track's only block is found by what the directory says of it.
  const Result<BinaryTrace> good = BinaryTrace::open(path("run.iltrace"));
  ASSERT_TRUE(good);
  ASSERT_EQ(good->tracks()[0].blocks.size(), 1u);
  const BinaryBlock& only = good->tracks()[0].blocks[0];
  BinaryEncoder block;
  block.put(only.offset);
  block.put(only.begin_ns);
  block.put(only.count);
  block.put(only.crc);
  const std::size_t at = directory.find(block.bytes());
  ASSERT_NE(at, std::string_view::npos);
  std::string lying(directory);
  const auto count = std::uint32_t{50'000};
  const std::string one = lying.substr(at, 24);
  std::string many;
  for (std::uint32_t i = 0; i < count; ++i) {
    many += one;
  }
  lying.replace(at, 24, many);
  std::memcpy(lying.data() + at - 4, &count, sizeof count);
  header.directory_bytes = lying.size();
  header.file_bytes = header.directory_offset + lying.size();
  header.directory_crc = binaryCrc(lying.data(), lying.size());
  header.crc = binaryCrc(&header, offsetof(BinaryHeader, crc));
  std::memcpy(bytes.data(), &header, sizeof header);
  const Result<BinaryTrace> trace =
      BinaryTrace::open(file("bomb.iltrace", bytes.substr(0, header.directory_offset) + lying));
  ASSERT_FALSE(trace);
  EXPECT_NE(trace.error().message.find("fewer slices"), std::string::npos) << trace.error().message;
}

}  // namespace
}  // namespace interleave
