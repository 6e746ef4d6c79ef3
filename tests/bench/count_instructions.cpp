// SPDX-License-Identifier: GPL-3.0-or-later
// count_instructions bare|probe N: cpu-heavy's loop for callgrind to count, with the probe or without.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/workload/cpu_heavy.h"
#include "tests/bench/bench_support.h"

int main(int argc, char** argv) {
  using namespace interleave;
  if (argc != 3) {
    std::fprintf(stderr, "count_instructions bare|probe N\n");
    return 2;
  }
  const std::uint64_t n = std::strtoull(argv[2], nullptr, 10);
  bench::RunningProbe running;
  const auto sum = std::string(argv[1]) == "probe" ? sumBelow(n,
                                                              [&] {
                                                                il_tick(&running.probe);
                                                                return il_stop_requested(&running.probe) == 0;
                                                              })
                                                   : sumBelow(n, [] { return true; });
  std::printf("%llu\n", static_cast<unsigned long long>(sum.value_or(0)));
  return 0;
}
