// SPDX-License-Identifier: GPL-3.0-or-later
// Shell scripts that stand in for interpreters, in a folder laid out as a home.
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "core/python/python_discovery.h"
#include "tests/support/program.h"

namespace interleave::test {

/// What an interpreter answers when it is asked; more fields may be put in front, as "\"gil\": false, ".
inline std::string answerOf(const std::string& version, const std::string& more = {}) {
  return "INTERLEAVE-PYTHON {" + more + "\"version\": [" + version +
         "], \"implementation\": \"CPython\", \"build\": \"main\", \"prefix\": \"/\"}";
}

class FakePythons {
 public:
  /// A program `name` (below the home) that does `script`; returns its path.
  std::string add(const std::string& name, const std::string& script) {
    const std::string path = m_home / name;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
    chmod(path.c_str(), 0755);
    return path;
  }
  std::string addAnswering(const std::string& name, const std::string& answer) {
    return add(name, "echo asked >>'" + asked() + "'\necho '" + answer + "'");
  }
  std::string path(const std::string& name) const { return m_home / name; }

  /// How often those of addAnswering() were run.
  int timesAsked() const {
    const std::string text = textOf(asked());
    return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
  }
  /// Looks into bin and into the home's usual folders; nowhere else.
  PythonSearch search() const {
    PythonSearch search;
    search.places = PythonPlaces{{m_home / "bin"}, {}, m_home.path().string(), {}};
    return search;
  }

 private:
  std::string asked() const { return m_home / "asked"; }
  TemporaryFolder m_home;
};

}  // namespace interleave::test
