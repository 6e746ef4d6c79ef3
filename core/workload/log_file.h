// SPDX-License-Identifier: GPL-3.0-or-later
// A log of a chosen size as a file in the cache folder, and what is known to stand in it.
// Threading: prepare from one thread; reading from any.
#pragma once

#include <cstdint>
#include <string>

#include "core/workload/made_file.h"

namespace interleave {

class LogFile {
 public:
  LogFile(std::uint64_t bytes, std::uint64_t seed) : m_bytes(bytes), m_seed(seed) {}

  /// Makes it unless it is there.
  Status prepare(Preparation& preparation) const;
  /// Where it is, once prepared; whole lines, so up to a line shorter than was asked.
  Result<std::string> path() const;

 private:
  std::string name() const;
  Status write(const std::string& path, const Preparation& preparation) const;

  std::uint64_t m_bytes;
  std::uint64_t m_seed;
};

/// What a run over the whole log must find; the file's last line says it.
struct LogTruth {
  std::uint64_t lines = 0;  // without that last one
  std::uint64_t failures = 0;
};
Result<LogTruth> truthOf(const std::string& path);

}  // namespace interleave
