// SPDX-License-Identifier: GPL-3.0-or-later
// count_instructions bare|probe N SLOWNESS: cpu-heavy's loop for callgrind to count, with the probe or without.
//
// Under callgrind time passes as ever while the program runs some 50 times slower, so nearly every tick would find its
// heartbeat due. SLOWNESS stretches the probe's intervals by that factor; the number of samples it prints, beside that
// of a run without callgrind, shows that the slow path was taken as often as it is in life.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/workload/cpu_heavy.h"
#include "tests/bench/bench_support.h"

int main(int argc, char** argv) {
  using namespace interleave;
  if (argc != 4) {
    std::fprintf(stderr, "count_instructions bare|probe N SLOWNESS\n");
    return 2;
  }
  const std::uint64_t n = std::strtoull(argv[2], nullptr, 10);
  const double slowness = std::strtod(argv[3], nullptr);
  RegionSettings settings;
  settings.heartbeat_ns = static_cast<std::int64_t>(static_cast<double>(settings.heartbeat_ns) * slowness);
  settings.gap_ns = static_cast<std::int64_t>(static_cast<double>(settings.gap_ns) * slowness);
  bench::RunningProbe running(settings);
  const ClockAnchor begin = takeAnchor(settings.clock);
  const auto sum = std::string(argv[1]) == "probe" ? sumBelow(n,
                                                              [&] {
                                                                il_tick(&running.probe);
                                                                return il_stop_requested(&running.probe) == 0;
                                                              })
                                                   : sumBelow(n, [] { return true; });
  const ClockAnchor end = takeAnchor(settings.clock);
  std::printf("sum %llu samples %llu ms %.1f\n", static_cast<unsigned long long>(sum.value_or(0)),
              static_cast<unsigned long long>(running.probe.head + running.probe.lost),
              static_cast<double>(end.monotonic_ns - begin.monotonic_ns) / 1e6);
  return 0;
}
