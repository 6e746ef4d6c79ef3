// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody else's Dask cluster: a scheduler and workers in processes of their own, none of them told anything of ours.
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/program.h"

namespace interleave::test {

class DaskCluster {
 public:
  /// `flags`: see dask_cluster.py. isThere() tells whether it came up.
  DaskCluster(const std::string& python, int workers, const std::string& flags = {}) {
    const std::string file = m_folder / "cluster";
    const std::string command = "exec '" + python + "' '" INTERLEAVE_SOURCE_DIR "/tests/support/dask_cluster.py' '" +
                                file + "' " + std::to_string(workers) + " " + flags + " 2>'" + (m_folder / "log") + "'";
    m_helper = popen(command.c_str(), "w");
    awaitFile(file);
    std::ifstream told(file);
    told >> m_address >> m_scheduler;
    for (pid_t pid = 0; told >> pid;) {
      m_workers.push_back(pid);
    }
  }
  ~DaskCluster() { pclose(m_helper); }  // whose standard input ends
  DaskCluster(const DaskCluster&) = delete;
  DaskCluster& operator=(const DaskCluster&) = delete;

  bool isThere() const { return m_scheduler != 0; }
  const std::string& address() const { return m_address; }
  pid_t scheduler() const { return m_scheduler; }
  const std::vector<pid_t>& workers() const { return m_workers; }
  /// How many of its workers' threads are at a task now; nothing when it doesn't say.
  std::optional<std::size_t> busyThreads() {
    const std::string question = "." + std::to_string(++m_questions);
    std::fputs((question + "\n").c_str(), m_helper);
    std::fflush(m_helper);
    const std::string file = m_folder / ("cluster" + question);
    awaitFile(file);
    std::ifstream told(file);
    std::size_t count = 0;
    return told >> count ? std::optional(count) : std::nullopt;
  }
  std::string log() const { return textOf(m_folder / "log"); }

 private:
  static void awaitFile(const std::string& file) {
    for (int i = 0; i < 9000 && !std::filesystem::exists(file); ++i) {
      usleep(10'000);
    }
  }

  TemporaryFolder m_folder;
  int m_questions = 0;
  FILE* m_helper = nullptr;
  std::string m_address;
  pid_t m_scheduler = 0;
  std::vector<pid_t> m_workers;
};

}  // namespace interleave::test
