// SPDX-License-Identifier: GPL-3.0-or-later
// What an experiment needs of memory and disk, and whether the machine has it: asked before anything is started, by
// window, command line and runner alike. Sizes in bytes. Estimates: what grows with a person's numbers, not what every
// run has. Threading: any.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/experiment/experiment.h"

namespace interleave {

struct Needs {
  std::uint64_t memory = 0;
  std::string memory_what;  // "4 products of 8192 x 8192 at once"
  std::uint64_t disk = 0;
  std::string disk_what;  // "the log"
  std::string file;       // in the folder for made files: there already, it needs no more disk; empty: none is made
};

/// REQUIRES: checked() has accepted it.
Needs needsOf(const Experiment& experiment);

/// The names of the files that are made once.
std::string logFileName(std::uint64_t bytes, std::uint64_t seed);
std::string databaseFileName(std::uint64_t rows, std::uint64_t seed);
inline constexpr std::uint64_t kBytesADatabaseRow = 40;

/// Errors: Unavailable, in one line with the numbers, what needs it and what to do.
Status checkMemory(std::uint64_t bytes, const std::string& what);
/// `folder`, or the nearest above it that is there, is asked.
Status checkDiskSpace(const std::string& folder, std::uint64_t bytes, const std::string& what);
Status checkRoom(const Needs& needs);
/// Of several that run one after the other: the most memory of any, the disk of all their files together.
Status checkRoom(const std::vector<Needs>& needs);

}  // namespace interleave
