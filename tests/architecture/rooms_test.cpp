// SPDX-License-Identifier: GPL-3.0-or-later
// The house's rules, read off the sources and the programs: who may include whom, no Qt in core, nothing of the
// executors in the host, no Qt in the runner.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace interleave {
namespace {

namespace fs = std::filesystem;

// What each room may include besides itself.
const std::map<std::string, std::set<std::string>> kMayInclude{
    {"core/base", {}},
    {"core/ring", {"core/base"}},
    {"core/experiment", {"core/base"}},
    {"core/protocol", {"core/base", "core/ring", "core/experiment"}},
    {"core/net", {"core/base"}},
    {"core/workload", {"core/base", "core/ring", "core/experiment", "core/protocol", "core/net"}},
    {"core/exec", {"core/base", "core/ring", "core/experiment", "core/protocol", "core/net", "core/workload"}},
    {"core/sched", {"core/base"}},
    {"core/trace", {"core/base"}},
    {"core/trace_file", {"core/base", "core/trace"}},
    {"core/python", {"core/base"}},
    {"core/analysis", {"core/base", "core/experiment", "core/sched", "core/trace"}},
    {"core/session",
     {"core/base", "core/ring", "core/experiment", "core/protocol", "core/sched", "core/trace", "core/trace_file",
      "core/python", "core/analysis"}},
    {"ui/chart", {"core/base", "core/sched", "core/trace", "core/analysis"}},
    {"ui/window",
     {"core/base", "core/experiment", "core/sched", "core/trace", "core/trace_file", "core/python", "core/analysis",
      "core/session", "ui/chart"}},
    {"ui/cli",
     {"core/base", "core/experiment", "core/sched", "core/trace", "core/trace_file", "core/python", "core/analysis",
      "core/session", "ui/chart"}},
};

fs::path sourceFolder() {
  return std::getenv("INTERLEAVE_SOURCE");
}

std::vector<fs::path> sourcesBelow(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string ending = entry.path().extension();
    if (entry.is_regular_file() && (ending == ".h" || ending == ".cpp" || ending == ".c")) {
      files.push_back(entry.path());
    }
  }
  return files;
}

std::vector<std::string> includesOf(const fs::path& file) {
  static const std::regex kInclude(R"re(^\s*#\s*include\s*[<"]([^>"]+)[>"])re");
  std::vector<std::string> includes;
  std::ifstream text(file);
  for (std::string line; std::getline(text, line);) {
    if (std::smatch match; std::regex_search(line, match, kInclude)) {
      includes.push_back(match[1]);
    }
  }
  return includes;
}

std::string roomOf(const std::string& path) {
  const std::size_t first = path.find('/');
  const std::size_t second = first == std::string::npos ? first : path.find('/', first + 1);
  return path.substr(0, second);
}

std::string outputOf(const std::string& command) {
  std::string output;
  std::array<char, 4096> chunk;
  FILE* pipe = popen(command.c_str(), "r");
  while (const std::size_t n = fread(chunk.data(), 1, chunk.size(), pipe)) {
    output.append(chunk.data(), n);
  }
  pclose(pipe);
  return output;
}

TEST(Rooms, IncludeOnlyWhatTheyMay) {
  std::size_t seen = 0;
  for (const auto& [room, allowed] : kMayInclude) {
    ASSERT_TRUE(fs::is_directory(sourceFolder() / room)) << room;
    for (const fs::path& file : sourcesBelow(sourceFolder() / room)) {
      ++seen;
      for (const std::string& include : includesOf(file)) {
        EXPECT_EQ(include.find("../"), std::string::npos) << file << " includes " << include;
        if (!include.starts_with("core/") && !include.starts_with("ui/") && !include.starts_with("app/")) {
          continue;
        }
        const std::string other = roomOf(include);
        EXPECT_TRUE(other == room || allowed.contains(other)) << file << " includes " << include;
      }
    }
  }
  EXPECT_GT(seen, 50u);
}

TEST(Rooms, EveryRoomHasItsRule) {
  for (const char* storey : {"core", "ui"}) {
    for (const auto& entry : fs::directory_iterator(sourceFolder() / storey)) {
      EXPECT_TRUE(!entry.is_directory() ||
                  kMayInclude.contains(std::string(storey) + "/" + entry.path().filename().string()))
          << entry.path();
    }
  }
}

TEST(Rooms, CoreKnowsNoQt) {
  static const std::regex kQt("^(Q[A-Z].*|Qt.*|qcustomplot\\.h)$");
  for (const fs::path& file : sourcesBelow(sourceFolder() / "core")) {
    for (const std::string& include : includesOf(file)) {
      EXPECT_FALSE(std::regex_match(include, kQt)) << file << " includes " << include;
    }
  }
}

TEST(Rooms, EveryFileSaysItsLicence) {
  for (const char* storey : {"app", "core", "ui", "tests"}) {
    for (const fs::path& file : sourcesBelow(sourceFolder() / storey)) {
      std::ifstream text(file);
      std::string line;
      std::getline(text, line);
      EXPECT_NE(line.find("SPDX-License-Identifier: GPL-3.0-or-later"), std::string::npos) << file;
    }
  }
}

TEST(Programs, TheHostHoldsNothingOfTheExecutors) {
  const std::string symbols = outputOf(std::string("nm -C --defined-only ") + std::getenv("INTERLEAVE_PROGRAM"));
  ASSERT_NE(symbols.find("interleave::RunSession::start"), std::string::npos) << "the symbols can be read at all";
  for (const char* foreign : {"interleave::Gil::", "interleave::ProcessPool::", "interleave::Workload::",
                              "interleave::LiveTracker::", "interleave::CpuHeavy::", "interleave::JobContext::"}) {
    EXPECT_EQ(symbols.find(foreign), std::string::npos) << foreign;
  }
  const std::string runner = outputOf(std::string("nm -C --defined-only ") + std::getenv("INTERLEAVE_RUNNER"));
  EXPECT_NE(runner.find("interleave::Gil::"), std::string::npos) << "the names above are those in use";
}

TEST(Programs, TheRunnerLinksNoQt) {
  const std::string libraries = outputOf(std::string("readelf -d ") + std::getenv("INTERLEAVE_RUNNER"));
  ASSERT_NE(libraries.find("NEEDED"), std::string::npos);
  EXPECT_EQ(libraries.find("libQt"), std::string::npos);
  EXPECT_EQ(libraries.find("QCustomPlot"), std::string::npos);
}

}  // namespace
}  // namespace interleave
