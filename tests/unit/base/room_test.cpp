// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/room.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace interleave {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMega = 1 << 20;

// A /proc and a /sys/fs/cgroup of our own.
class Room : public ::testing::Test {
 protected:
  void SetUp() override {
    m_folder = fs::temp_directory_path() / ("interleave-room-" + std::to_string(getpid()));
    m_sources = {(m_folder / "proc").string(), (m_folder / "cgroup").string()};
    write("proc/meminfo", "MemTotal:       8192000 kB\nMemFree:         100 kB\nMemAvailable:    1024000 kB\n");
    write("proc/self/cgroup", "0::/outer/inner\n");
  }
  void TearDown() override { fs::remove_all(m_folder); }

  void write(const std::string& path, const std::string& text) const {
    fs::create_directories((m_folder / path).parent_path());
    std::ofstream(m_folder / path) << text;
  }

  fs::path m_folder;
  RoomSources m_sources;
};

TEST_F(Room, IsWhatTheKernelSaysWhereNoGroupLimitsIt) {
  EXPECT_EQ(availableMemory(m_sources), 1'024'000u * 1024);
  write("cgroup/outer/inner/memory.max", "max\n");
  write("cgroup/outer/inner/memory.current", "1000\n");
  EXPECT_EQ(availableMemory(m_sources), 1'024'000u * 1024);
}

TEST_F(Room, TheNarrowestGroupCounts) {
  write("cgroup/outer/inner/memory.max", std::to_string(500 * kMega));
  write("cgroup/outer/inner/memory.current", std::to_string(100 * kMega));
  EXPECT_EQ(availableMemory(m_sources), 400 * kMega);
  write("cgroup/outer/memory.max", std::to_string(300 * kMega));
  write("cgroup/outer/memory.current", std::to_string(200 * kMega));
  EXPECT_EQ(availableMemory(m_sources), 100 * kMega);
  write("cgroup/outer/memory.stat", "anon 5\ninactive_file " + std::to_string(150 * kMega) + "\nactive_file 7\n");
  EXPECT_EQ(availableMemory(m_sources), 250 * kMega) << "files that are cached give way";
}

TEST_F(Room, AFullGroupHasNone) {
  write("cgroup/outer/memory.max", "100");
  write("cgroup/outer/memory.current", "200");
  EXPECT_EQ(availableMemory(m_sources), 0u);
}

TEST_F(Room, IsUnknownWhereNobodySays) {
  EXPECT_EQ(availableMemory({(m_folder / "none").string(), (m_folder / "none").string()}), std::nullopt);
  EXPECT_FALSE(freeDisk((m_folder / "none").string()));
  EXPECT_GT(freeDisk("/tmp").value_or(0), 0u);
}

}  // namespace
}  // namespace interleave
