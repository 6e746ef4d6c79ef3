// SPDX-License-Identifier: GPL-3.0-or-later
// What libFuzzer calls with bytes of its own, and replay.cpp with those of tests/fuzz/corpus: as a Chrome trace, packed
// or not, and as a binary trace. What it asks beyond not to crash: slices stay in order, in the trace, and of a known
// job.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "core/trace_file/binary_trace.h"
#include "core/trace_file/chrome_trace_reader.h"

namespace {

using namespace interleave;

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void check(const TraceSnapshot& snapshot) {
  for (const Track& track : snapshot.tracks) {
    std::int64_t last_ns = 0;
    for (std::size_t i = 0; i < track.size(); ++i) {
      const Slice slice = track.at(i);
      require(slice.begin_ns >= last_ns && slice.end_ns > slice.begin_ns && index(slice.state) < kStateCount);
      require(slice.job == kNoJob || number(slice.job) < snapshot.jobs.size());
      last_ns = slice.end_ns;
    }
  }
}

void readFrom(const std::string& bytes) {
  const int fd = memfd_create("fuzz", MFD_CLOEXEC);
  require(fd >= 0 && ::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  const std::string path = "/proc/self/fd/" + std::to_string(fd);
  if (const auto import = readChromeTrace(path)) {
    check(*import->snapshot);
  } else {
    require(!import.error().message.empty());
  }
  if (const auto trace = BinaryTrace::open(path)) {
    if (const auto snapshot = trace->snapshot()) {
      check(**snapshot);
    }
  }
  ::close(fd);
}

// The same with a header and checksums that are right: else hardly any change of a binary trace is looked into.
std::string mended(std::string bytes) {
  BinaryHeader header;
  std::memcpy(&header, bytes.data(), sizeof header);
  std::memcpy(header.magic, kBinaryMagic, sizeof header.magic);
  header.version = kBinaryVersion;
  header.header_bytes = sizeof header;
  header.slice_bytes = sizeof(BinarySlice);
  header.file_bytes = bytes.size();
  header.directory_offset = std::min<std::uint64_t>(header.directory_offset, bytes.size());
  header.directory_bytes = bytes.size() - header.directory_offset;
  header.directory_crc = binaryCrc(bytes.data() + header.directory_offset, header.directory_bytes);
  header.crc = binaryCrc(&header, offsetof(BinaryHeader, crc));
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(bytes), size);
  readFrom(input);
  if (input.size() >= sizeof(BinaryHeader) && input.starts_with("ILTR")) {
    readFrom(mended(input));
  }
  return 0;
}
