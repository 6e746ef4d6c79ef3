// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sched/machine.h"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace interleave {
namespace {

std::string readCpuName() {
  std::ifstream cpuinfo("/proc/cpuinfo");
  for (std::string line; std::getline(cpuinfo, line);) {
    const std::size_t colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) {
      return line.substr(colon + 2);
    }
  }
  return "unknown processor";
}

Machine readMachine() {
  Machine machine;
  machine.cpu = readCpuName();
  machine.cores = static_cast<int>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN)));
  utsname name{};
  uname(&name);
  machine.kernel = fmt::format("{} {}", name.sysname, name.release);
  return machine;
}

}  // namespace

std::string Machine::describe() const {
  return fmt::format("{} core{}, {}, {}", cores, cores == 1 ? "" : "s", cpu, kernel);
}

const Machine& thisMachine() {
  static const Machine machine = readMachine();
  return machine;
}

}  // namespace interleave
