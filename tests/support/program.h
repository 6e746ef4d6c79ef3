// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as a person uses it: run, and what it printed.
#pragma once

#include <stdlib.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace interleave::test {

struct ProgramResult {
  int status = -1;  // 128 + n when killed by signal n
  std::string out;
  std::string err;
};

/// A folder of its own for each test, gone afterwards.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "interleave-test-XXXXXX").string();
    m_path = mkdtemp(name.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::string operator/(const std::string& file) const { return (m_path / file).string(); }
  const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_path;
};

inline std::string textOf(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Runs `interleave ARGUMENTS` through the shell; `before` stands in front, such as "env X=y" or "ulimit -n 5;".
inline ProgramResult runProgram(const std::string& arguments, const std::string& before = {}) {
  const TemporaryFolder folder;
  const std::string command = before + " \"$INTERLEAVE_PROGRAM\" " + arguments + " >" + (folder / "out") + " 2>" +
                              (folder / "err") + " </dev/null";
  const int status = std::system(command.c_str());
  ProgramResult result;
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.out = textOf(folder / "out");
  result.err = textOf(folder / "err");
  return result;
}

}  // namespace interleave::test
