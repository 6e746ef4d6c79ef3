// SPDX-License-Identifier: GPL-3.0-or-later
// What interpreters answered before, in a file, so that each is asked once and not at every start.
//
// An answer counts while the program's size and time, and the time of each folder from which it takes packages, are
// what they were. The file is untrusted: what makes no sense in it is as if it were not there. Nothing depends on it:
// what can't be written is asked again the next time. Threading: one thread. Source: XDG Base Directory Specification.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/python/python_inquiry.h"

namespace interleave {

class PythonCache {
 public:
  /// Reads `file`; an empty name: remembers nothing. A problem that came from asking (a hang, a crash) counts for
  /// `problems_count_s` only: it may have been the machine's.
  explicit PythonCache(std::string file, std::int64_t problems_count_s = 600);
  /// XDG_CACHE_HOME/interleave/pythons.json; empty where there is no such folder to be had.
  static std::string usualFile();

  /// What the program at `path` answered, if that still holds.
  std::optional<PythonAnswer> find(const std::string& path) const;
  void remember(const std::string& path, const PythonAnswer& answer);
  /// Writes what was remembered, if there is anything new.
  void save() const;

 private:
  struct Entry {
    std::int64_t modified_ns = 0;
    std::int64_t size = 0;
    std::int64_t asked_at_s = 0;                 // CLOCK_REALTIME
    std::vector<std::int64_t> folders_modified;  // as answer.folders
    PythonAnswer answer;
  };
  bool holds(const std::string& path, const Entry& entry) const;
  void read();

  std::string m_file;
  std::int64_t m_problems_count_s;
  std::map<std::string, Entry> m_entries;
  bool m_is_changed = false;
};

}  // namespace interleave
