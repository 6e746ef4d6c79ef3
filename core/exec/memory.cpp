// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/memory.h"

#include <fstream>
#include <string>

namespace interleave {

std::uint64_t mostMemory_kb(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string field; status >> field;) {
    if (std::uint64_t value = 0; field == "VmHWM:" && status >> value) {
      return value;
    }
  }
  return 0;
}

}  // namespace interleave
