// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ring/shared_region.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "core/ring/probe.h"
#include "core/ring/ring_reader.h"

namespace interleave {
namespace {

SharedRegion made(const RegionSettings& settings) {
  auto region = SharedRegion::create(settings);
  EXPECT_TRUE(region) << (region ? "" : region.error().message);
  return std::move(*region);
}

TEST(SharedRegion, holdsWhatWasAskedForAndRingsOnPagesOfTheirOwn) {
  for (const std::uint32_t rings : {1u, 3u, 256u}) {
    const SharedRegion region = made({rings, 0, 20'000, 50'000, RawClock::best()});
    EXPECT_EQ(region.ringCount(), rings);
    EXPECT_EQ(region.ringCapacity() & (region.ringCapacity() - 1), 0u);
    EXPECT_EQ(region.size(), il_region_size(rings, region.ringCapacity()));
    for (std::uint32_t i = 0; i < rings; ++i) {
      const auto offset = reinterpret_cast<const char*>(region.ring(i)) - static_cast<const char*>(region.memory());
      EXPECT_EQ(offset % IL_PAGE, 0);
      EXPECT_LE(static_cast<std::uint64_t>(offset) + sizeof(il_ring) + region.ringCapacity() * sizeof(il_sample),
                region.size());
    }
  }
}

TEST(SharedRegion, refusesSizesOutsideItsLimits) {
  for (const RegionSettings& settings :
       std::initializer_list<RegionSettings>{{0, 64, 1, 1, RawClock::monotonic()},
                                             {IL_MOST_RINGS + 1, 64, 1, 1, RawClock::monotonic()},
                                             {1, 63, 1, 1, RawClock::monotonic()},
                                             {1, 1, 1, 1, RawClock::monotonic()}}) {
    const auto region = SharedRegion::create(settings);
    ASSERT_FALSE(region);
    EXPECT_EQ(region.error().code, ErrorCode::OutOfRange);
  }
}

TEST(SharedRegion, itsSizeIsSealed) {
  const SharedRegion region = made({1, 64, 20'000, 50'000, RawClock::monotonic()});
  EXPECT_NE(ftruncate(region.fd(), 0), 0);
  EXPECT_EQ(errno, EPERM);
  EXPECT_NE(ftruncate(region.fd(), 1 << 20), 0);
}

TEST(SharedRegion, isTheSameMemoryForAllThatMapIt) {
  SharedRegion region = made({2, 64, 20'000, 50'000, RawClock::monotonic()});
  auto mapped = SharedRegion::map(UniqueFd(dup(region.fd())));
  ASSERT_TRUE(mapped) << mapped.error().message;
  EXPECT_EQ(mapped->ringCount(), 2u);
  EXPECT_EQ(mapped->ringCapacity(), 64u);
  mapped->requestStop();
  EXPECT_EQ(static_cast<const il_region*>(region.memory())->stop, 1u);
}

TEST(SharedRegion, refusesToMapWhatIsNotOne) {
  EXPECT_FALSE(SharedRegion::map(UniqueFd()));
  EXPECT_FALSE(SharedRegion::map(UniqueFd(open("/dev/null", O_RDWR | O_CLOEXEC))));
  const auto memfd = [](std::size_t size) {
    UniqueFd fd(memfd_create("test", MFD_CLOEXEC));
    EXPECT_EQ(ftruncate(fd.get(), static_cast<off_t>(size)), 0);
    return fd;
  };
  EXPECT_FALSE(SharedRegion::map(memfd(0)));
  EXPECT_FALSE(SharedRegion::map(memfd(100)));
  EXPECT_FALSE(SharedRegion::map(memfd(1 << 20)));  // all zeros
}

TEST(SharedRegion, refusesAHeaderThatClaimsMoreThanThereIs) {
  const SharedRegion region = made({2, 64, 20'000, 50'000, RawClock::monotonic()});
  auto* header = static_cast<il_region*>(region.memory());
  const il_region good = *header;
  const auto mappable = [&](auto change) {
    *header = good;
    change(*header);
    return SharedRegion::map(UniqueFd(dup(region.fd()))).has_value();
  };
  EXPECT_TRUE(mappable([](il_region&) {}));
  EXPECT_FALSE(mappable([](il_region& r) { r.ring_count = 3; }));
  EXPECT_FALSE(mappable([](il_region& r) { r.ring_count = 0; }));
  EXPECT_FALSE(mappable([](il_region& r) { r.ring_count = 0xFFFFFFFF; }));
  EXPECT_FALSE(mappable([](il_region& r) { r.ring_capacity = 1u << 31; }));
  EXPECT_FALSE(mappable([](il_region& r) { r.ring_capacity = 96; }));
  EXPECT_FALSE(mappable([](il_region& r) { r.magic = 0; }));
  EXPECT_FALSE(mappable([](il_region& r) { r.version = IL_VERSION + 1; }));
}

TEST(ProbeLibrary, streamsWhatItsCallersInOtherLanguagesSay) {
  const char* path = std::getenv("INTERLEAVE_PROBE");
  ASSERT_NE(path, nullptr) << "set INTERLEAVE_PROBE to the library's path";
  void* const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  ASSERT_NE(library, nullptr) << dlerror();
  const auto claim = reinterpret_cast<decltype(&il_probe_claim)>(dlsym(library, "il_probe_claim"));
  const auto begin = reinterpret_cast<decltype(&il_job_begin)>(dlsym(library, "il_job_begin"));
  const auto end = reinterpret_cast<decltype(&il_job_end)>(dlsym(library, "il_job_end"));
  const auto wait_begin = reinterpret_cast<decltype(&il_wait_begin)>(dlsym(library, "il_wait_begin"));
  const auto wait_end = reinterpret_cast<decltype(&il_wait_end)>(dlsym(library, "il_wait_end"));
  const auto close_probe = reinterpret_cast<decltype(&il_probe_close)>(dlsym(library, "il_probe_close"));
  ASSERT_TRUE(claim && begin && end && wait_begin && wait_end && close_probe);

  const SharedRegion region = made({1, 64, 20'000, 50'000, RawClock::best()});
  il_probe probe;
  ASSERT_EQ(claim(&probe, region.memory(), region.size(), 0, IL_WORKER_THREAD, 0), 0);
  begin(&probe, 9);
  wait_begin(&probe, IL_WAIT_IO);
  wait_end(&probe, IL_WAIT_IO);
  EXPECT_EQ(end(&probe), 0u);
  close_probe(&probe);
  dlclose(library);

  RingReader reader(region.ring(0), region.ringCapacity());
  std::vector<il_sample> samples;
  ASSERT_TRUE(reader.drain(*reader.head(), samples));
  std::vector<int> kinds;
  for (const il_sample& sample : samples) {
    if (sample.kind != IL_GAP_BEGIN && sample.kind != IL_GAP_END) {
      kinds.push_back(sample.kind);
    }
  }
  EXPECT_EQ(kinds,
            (std::vector<int>{IL_START, IL_READY, IL_JOB_BEGIN, IL_WAIT_BEGIN, IL_WAIT_END, IL_JOB_END, IL_STOP}));
}

TEST(ProbeHeaders, areC11) {
  const char* source = std::getenv("INTERLEAVE_SOURCE");
  ASSERT_NE(source, nullptr) << "set INTERLEAVE_SOURCE to the source folder";
  if (std::system("command -v cc >/dev/null 2>&1") != 0) {
    GTEST_SKIP() << "no C compiler here";
  }
  for (const char* header : {"region.h", "probe.h"}) {
    const std::string command = "echo '#include \"core/ring/" + std::string(header) +
                                "\"' | cc -std=c11 -pedantic-errors -Wall -Wextra -Werror -D_POSIX_C_SOURCE=200809L "
                                "-fsyntax-only -x c -I'" +
                                source + "' -";
    EXPECT_EQ(std::system(command.c_str()), 0) << header;
  }
}

}  // namespace
}  // namespace interleave
