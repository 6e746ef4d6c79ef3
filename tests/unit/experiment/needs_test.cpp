// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/needs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace interleave {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

Experiment experimentOf(const std::string& workload, const ParameterValues& parameters, int workers = 4) {
  Experiment experiment;
  experiment.runtime = Runtime::Native;
  experiment.workload = workload;
  experiment.parameters = parameters;
  experiment.workers = workers;
  experiment.jobs = workers;
  return *checked(experiment);
}

TEST(Needs, MemoryGrowsWithTheWorkersThatAreReallyThere) {
  const auto matrix = [](int workers) {
    return needsOf(experimentOf("matrix", {{"n", std::int64_t{1000}}}, workers)).memory;
  };
  EXPECT_EQ(matrix(1), 24'000'000u);
  EXPECT_EQ(matrix(4), 4 * matrix(1));
  Experiment idle = experimentOf("matrix", {{"n", std::int64_t{1000}}}, 4);
  idle.jobs = 2;
  EXPECT_EQ(needsOf(idle).memory, 2 * matrix(1));
  idle.model = Model::Serial;
  EXPECT_EQ(needsOf(idle).memory, matrix(1));
  const auto payload = experimentOf("payload", {{"size", std::int64_t{1024}}, {"how", std::string("pipe")}}, 3);
  EXPECT_EQ(needsOf(payload).memory, 3u * 2 * (1 << 20));
}

TEST(Needs, DiskIsForWhatIsMadeOnce) {
  EXPECT_EQ(needsOf(experimentOf("log-regex", {{"size", std::int64_t{7}}})).disk, 7u << 20);
  EXPECT_EQ(needsOf(experimentOf("file-read", {{"size", std::int64_t{7}}})).disk, 7u << 20);
  EXPECT_EQ(needsOf(experimentOf("query", {{"rows", std::int64_t{1000}}})).disk, 1000 * kBytesADatabaseRow);
  EXPECT_EQ(needsOf(experimentOf("sleep", {})).disk, 0u);
  EXPECT_EQ(needsOf(experimentOf("sleep", {})).memory, 0u);
}

class RoomCheck : public testing::Test {
 protected:
  void SetUp() override {
    m_before = std::getenv("XDG_CACHE_HOME");
    m_cache = fs::temp_directory_path() / ("interleave-needs-" + std::to_string(getpid()));
    setenv("XDG_CACHE_HOME", m_cache.c_str(), 1);
  }
  void TearDown() override {
    fs::remove_all(m_cache);
    m_before != nullptr ? setenv("XDG_CACHE_HOME", m_before, 1) : unsetenv("XDG_CACHE_HOME");
  }
  static Needs file(std::uint64_t disk, const std::string& name) { return {0, "", disk, "the log", name}; }

  const char* m_before = nullptr;
  fs::path m_cache;
};

constexpr std::uint64_t kFarTooMuch = std::uint64_t{1} << 60;

TEST_F(RoomCheck, RefusesWithTheNumbersAndWhatToDo) {
  const Status memory = checkRoom(Needs{kFarTooMuch, "7 products", 0, "", ""});
  ASSERT_FALSE(memory);
  EXPECT_EQ(memory.error().code, ErrorCode::Unavailable);
  EXPECT_THAT(memory.error().message,
              AllOf(HasSubstr("7 products need 1.07e+09 GB of memory"), HasSubstr("available")));
  const Status disk = checkRoom(file(kFarTooMuch, "big.log"));
  ASSERT_FALSE(disk);
  EXPECT_THAT(disk.error().message, AllOf(HasSubstr("the log needs 1.07e+09 GB"), HasSubstr(m_cache.string()),
                                          HasSubstr("are free"), HasSubstr("XDG_CACHE_HOME")));
  EXPECT_TRUE(checkRoom(Needs{1 << 20, "one", 1 << 20, "the log", "small.log"}));
}

TEST_F(RoomCheck, AFileThatIsThereNeedsNoMoreDisk) {
  fs::create_directories(m_cache / "interleave");
  std::ofstream(m_cache / "interleave" / "big.log") << "made";
  EXPECT_TRUE(checkRoom(file(kFarTooMuch, "big.log")));
}

TEST_F(RoomCheck, ASweepNeedsAllItsFilesTogetherAndEachOnce) {
  const std::uint64_t half = kFarTooMuch / 2;
  const Status both = checkRoom(std::vector{file(half, "a"), file(half, "b"), file(half, "b")});
  ASSERT_FALSE(both);
  EXPECT_THAT(both.error().message, HasSubstr("a sweep over 2 files needs 1.07e+09 GB"));
  EXPECT_TRUE(checkRoom(std::vector<Needs>{}));
}

}  // namespace
}  // namespace interleave
