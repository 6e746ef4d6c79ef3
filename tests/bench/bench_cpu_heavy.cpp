// SPDX-License-Identifier: GPL-3.0-or-later
// cpu-heavy's loop with the probe and without. Instructions are counted exactly by count_instructions under callgrind.
#include <benchmark/benchmark.h>

#include "core/workload/cpu_heavy.h"
#include "tests/bench/bench_support.h"

namespace interleave::bench {
namespace {

constexpr std::uint64_t kNumbers = 10'000'000;

void sumBare(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(sumBelow(kNumbers, [] { return true; }));
  }
}
BENCHMARK(sumBare);

void sumWithProbe(benchmark::State& state) {
  RunningProbe running;
  for (auto _ : state) {
    benchmark::DoNotOptimize(sumBelow(kNumbers, [&] {
      il_tick(&running.probe);
      return il_stop_requested(&running.probe) == 0;
    }));
    running.drain();
  }
}
BENCHMARK(sumWithProbe);

}  // namespace
}  // namespace interleave::bench
