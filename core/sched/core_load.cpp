// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sched/core_load.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace interleave {

Result<std::vector<CoreTicks>> parseCoreTicks(const std::string& proc_stat) {
  std::vector<CoreTicks> cores;
  std::istringstream lines(proc_stat);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("cpu") || line.size() < 5 || line[3] < '0' || line[3] > '9') {
      continue;
    }
    std::istringstream fields(line.substr(3));
    std::size_t core = 0;
    // user nice system idle iowait irq softirq steal; guest time is part of user.
    std::uint64_t ticks[8] = {};
    fields >> core;
    int read = 0;
    while (read < 8 && fields >> ticks[read]) {
      ++read;
    }
    if (read < 4 || core > 65535) {
      return fail(ErrorCode::Io, "can't read the cores' load: /proc/stat is not as expected");
    }
    cores.resize(std::max(cores.size(), core + 1));
    cores[core].idle = ticks[3] + ticks[4];
    cores[core].busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7];
  }
  if (cores.empty()) {
    return fail(ErrorCode::Io, "can't read the cores' load: /proc/stat names no core");
  }
  return cores;
}

Result<std::vector<CoreTicks>> readCoreTicks() {
  std::ifstream file("/proc/stat");
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) {
    return fail(ErrorCode::Io, "can't read the cores' load: /proc/stat can't be opened");
  }
  return parseCoreTicks(text.str());
}

std::vector<double> busyRatios(const std::vector<CoreTicks>& before, const std::vector<CoreTicks>& after) {
  std::vector<double> ratios(after.size(), 0.0);
  for (std::size_t i = 0; i < after.size() && i < before.size(); ++i) {
    // The kernel's idle count may step back by a tick; a core may have gone offline in between.
    const auto busy = static_cast<double>(after[i].busy - std::min(before[i].busy, after[i].busy));
    const auto idle = static_cast<double>(after[i].idle - std::min(before[i].idle, after[i].idle));
    ratios[i] = busy + idle > 0.0 ? busy / (busy + idle) : 0.0;
  }
  return ratios;
}

std::optional<CoreLoad> loadAt(const std::vector<CoreLoad>& loads, std::int64_t time_ns) {
  const auto found = std::lower_bound(loads.begin(), loads.end(), time_ns,
                                      [](const CoreLoad& load, std::int64_t time) { return load.time_ns < time; });
  if (found == loads.end()) {
    return std::nullopt;
  }
  if (found == loads.begin()) {
    // Alone, it stands for all since the run's begin.
    const std::int64_t length_ns = loads.size() > 1 ? loads[1].time_ns - loads[0].time_ns : loads[0].time_ns;
    if (time_ns <= found->time_ns - length_ns) {
      return std::nullopt;
    }
  }
  return *found;
}

}  // namespace interleave
