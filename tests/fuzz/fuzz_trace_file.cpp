// SPDX-License-Identifier: GPL-3.0-or-later
// What libFuzzer calls with bytes of its own, and replay.cpp with those of tests/fuzz/corpus: as a Chrome trace, packed
// or not, and as a binary trace. What it asks beyond not to crash: slices stay in order, in the trace, and of a known
// job.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const int fd = memfd_create("fuzz", MFD_CLOEXEC);
  require(fd >= 0 && ::write(fd, bytes, size) == static_cast<ssize_t>(size));
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
  return 0;
}
