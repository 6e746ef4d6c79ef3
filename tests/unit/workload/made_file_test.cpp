// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/made_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/base/unique_fd.h"
#include "core/experiment/needs.h"
#include "core/workload/log_file.h"
#include "core/workload/log_text.h"

namespace interleave {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

class MadeFile : public ::testing::Test {
 protected:
  void SetUp() override {
    m_cache = fs::temp_directory_path() / ("interleave-made-" + std::to_string(getpid()));
    setenv("XDG_CACHE_HOME", m_cache.c_str(), 1);
  }
  void TearDown() override { fs::remove_all(m_cache); }

  std::size_t filesMade() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(m_cache / "interleave"), {}));
  }

  fs::path m_cache;
  Preparation m_goes_on{[] { return true; }, {}};
};

TEST_F(MadeFile, isMadeOnceAndSaysSo) {
  int times = 0;
  const auto make = [&](const std::string& path) {
    ++times;
    std::ofstream(path) << "content";
    return Status();
  };
  for (int i = 0; i < 2; ++i) {
    const auto path = madeFile("thing", 7, "the thing", m_goes_on, make);
    ASSERT_TRUE(path) << path.error().message;
    EXPECT_EQ(*path, (m_cache / "interleave" / "thing").string());
    EXPECT_EQ(fs::file_size(*path), 7u);
  }
  EXPECT_EQ(times, 1);
  EXPECT_THAT(m_goes_on.note, AllOf(HasSubstr("the thing was made once"), HasSubstr("7 bytes")));
}

TEST_F(MadeFile, thatCouldNotBeFinishedLeavesNothing) {
  const auto path = madeFile("thing", 7, "the thing", m_goes_on, [](const std::string& part) -> Status {
    std::ofstream(part) << "con";
    return fail(ErrorCode::Io, "no more");
  });
  ASSERT_FALSE(path);
  EXPECT_EQ(path.error().message, "no more");
  EXPECT_EQ(filesMade(), 0u);
}

TEST_F(MadeFile, asksTheDiskFirstAndSaysTheNumbers) {
  const auto path = madeFile("thing", std::uint64_t{1} << 60, "the thing", m_goes_on, [](const std::string&) -> Status {
    ADD_FAILURE() << "nothing shall be written";
    return {};
  });
  ASSERT_FALSE(path);
  EXPECT_THAT(path.error().message,
              AllOf(HasSubstr("the thing needs 1.07e+09 GB in"), HasSubstr("are free"), HasSubstr("XDG_CACHE_HOME")));
}

TEST_F(MadeFile, memoryIsAskedForToo) {
  EXPECT_TRUE(checkMemory(1 << 20, "one job"));
  const Status refused = checkMemory(std::uint64_t{1} << 50, "1000 jobs");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message,
              AllOf(HasSubstr("1000 jobs need 1.05e+06 GB of memory"), HasSubstr("available")));
}

TEST(FileWriter, aFullDiskIsOneLineWithTheNumbers) {
  const UniqueFd full(open("/dev/full", O_WRONLY | O_CLOEXEC));
  ASSERT_TRUE(full.isOpen());
  FileWriter writer(full.get(), "/cache/log", "the log", 64 << 20);
  const Status status = writer.write(std::string(1 << 20, 'x'));
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message,
            "the disk is full after 0 bytes of 64 MB of the log at /cache/log: make room, or choose a smaller size");
}

TEST_F(MadeFile, aLogIsTheSameForTheSameSeedAndSaysWhatIsInIt) {
  const LogFile log(1 << 20, 7);
  ASSERT_TRUE(log.prepare(m_goes_on));
  const std::string path = *log.path();
  std::ifstream file(path);
  LogText same(7);
  std::string expected;
  std::uint64_t lines = 0;
  for (std::string line; std::getline(file, line) && !line.starts_with('#'); ++lines) {
    expected.clear();
    same.appendLine(expected);
    ASSERT_EQ(line + "\n", expected);
  }
  const auto truth = truthOf(path);
  ASSERT_TRUE(truth) << truth.error().message;
  EXPECT_EQ(truth->lines, lines);
  EXPECT_EQ(truth->failures, same.failures());
  EXPECT_GT(lines, 9'000u);
  EXPECT_LE(fs::file_size(path), 1u << 20);
  EXPECT_GT(fs::file_size(path), (1u << 20) - 1'024);
}

TEST_F(MadeFile, aLogIsGivenUpWhenStopped) {
  int asked = 0;
  Preparation stops{[&] { return ++asked < 3; }, {}};
  const Status status = LogFile(std::uint64_t{64} << 20, 1).prepare(stops);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::Cancelled);
  EXPECT_EQ(filesMade(), 0u);
}

}  // namespace
}  // namespace interleave
