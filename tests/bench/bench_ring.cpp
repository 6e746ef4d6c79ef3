// SPDX-License-Identifier: GPL-3.0-or-later
// Pushing a 16-byte sample with its clock reading, beside other queues: the producer's cost alone. A batch is pushed and
// timed, then read and not timed.
#include <benchmark/benchmark.h>
#include <concurrentqueue/concurrentqueue.h>

#include <boost/lockfree/spsc_queue.hpp>
#include <chrono>

#include "tests/bench/bench_support.h"

namespace interleave::bench {
namespace {

constexpr std::size_t kBatch = 32'768;

template <class Push, class Drain>
void measure(benchmark::State& state, Push push, Drain drain) {
  for (auto _ : state) {
    const auto begin = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < kBatch; ++i) {
      push();
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
    state.SetIterationTime(elapsed.count() / kBatch);  // so that the reported time is one push
    drain();
  }
}

void interleaveRing(benchmark::State& state) {
  RegionSettings every_tick;
  every_tick.heartbeat_ns = 0;  // a sample at each tick
  every_tick.gap_ns = 1'000'000'000;
  RunningProbe running(every_tick);
  running.drain();
  measure(state, [&] { il_tick(&running.probe); }, [&] { running.drain(); });
  state.counters["lost"] = static_cast<double>(running.probe.lost);
}
BENCHMARK(interleaveRing)->UseManualTime()->Iterations(500);

void boostSpscQueue(benchmark::State& state) {
  boost::lockfree::spsc_queue<il_sample, boost::lockfree::capacity<65536>> queue;
  const std::uint32_t clock = RawClock::best().kind;
  measure(
      state, [&] { benchmark::DoNotOptimize(queue.push(il_sample{il_now(clock), 0, IL_TICK, 0})); },
      [&] { queue.consume_all([](const il_sample& sample) { benchmark::DoNotOptimize(sample.time); }); });
}
BENCHMARK(boostSpscQueue)->UseManualTime()->Iterations(500);

void moodycamelQueue(benchmark::State& state) {
  moodycamel::ConcurrentQueue<il_sample> queue(65536);
  const moodycamel::ProducerToken token(queue);
  const std::uint32_t clock = RawClock::best().kind;
  measure(
      state, [&] { benchmark::DoNotOptimize(queue.try_enqueue(token, il_sample{il_now(clock), 0, IL_TICK, 0})); },
      [&] {
        il_sample sample{};
        while (queue.try_dequeue(sample)) {
          benchmark::DoNotOptimize(sample.time);
        }
      });
}
BENCHMARK(moodycamelQueue)->UseManualTime()->Iterations(500);

void bareClockRead(benchmark::State& state) {
  const std::uint32_t clock = RawClock::best().kind;
  measure(state, [&] { benchmark::DoNotOptimize(il_now(clock)); }, [] {});
}
BENCHMARK(bareClockRead)->UseManualTime()->Iterations(500);

}  // namespace
}  // namespace interleave::bench
