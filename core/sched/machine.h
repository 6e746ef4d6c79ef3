// SPDX-License-Identifier: GPL-3.0-or-later
// The machine as the summary and the pictures name it.
#pragma once

#include <string>

namespace interleave {

struct Machine {
  std::string cpu;     // "AMD EPYC", as /proc/cpuinfo has it
  int cores = 1;       // online
  std::string kernel;  // "Linux 6.1.0"

  /// "2 cores, AMD EPYC, Linux 6.1.0"
  std::string describe() const;
};

/// Reads the machine once and remembers it. Any thread.
const Machine& thisMachine();

}  // namespace interleave
