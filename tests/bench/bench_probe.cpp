// SPDX-License-Identifier: GPL-3.0-or-later
// One tick beside the bare reading of the clock it contains.
#include <benchmark/benchmark.h>

#include "tests/bench/bench_support.h"

namespace interleave::bench {
namespace {

void bareClockRead(benchmark::State& state) {
  const std::uint32_t clock = RawClock::best().kind;
  for (auto _ : state) {
    benchmark::DoNotOptimize(il_now(clock));
  }
}
BENCHMARK(bareClockRead);

void clockMonotonic(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(il_now(IL_CLOCK_MONOTONIC));
  }
}
BENCHMARK(clockMonotonic);

void tick(benchmark::State& state) {
  RunningProbe running;
  std::uint32_t count = 0;
  for (auto _ : state) {
    il_tick(&running.probe);
    if ((++count & 0xFFFFF) == 0) {
      running.drain();  // a heartbeat every 20 us never fills the ring between two of these
    }
  }
  state.counters["lost"] = static_cast<double>(running.probe.lost);
}
BENCHMARK(tick);

}  // namespace
}  // namespace interleave::bench
