// SPDX-License-Identifier: GPL-3.0-or-later
// The store: appending slices, taking snapshots, asking for the share of a range.
#include <benchmark/benchmark.h>

#include "core/trace/trace_store.h"

namespace interleave::bench {
namespace {

void fill(TraceStore& store, std::int64_t count) {
  store.editInfo(WorkerId{0}).start_ns = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    store.append(WorkerId{0}, {i * 100, i * 100 + 60, JobId{static_cast<std::uint32_t>(i & 3)}, State::Running});
  }
}

void appendSlices(benchmark::State& state) {
  constexpr std::int64_t kCount = 1'000'000;
  for (auto _ : state) {
    TraceStore store(1, 4, 2);
    fill(store, kCount);
    benchmark::DoNotOptimize(store.snapshot());
  }
  state.SetItemsProcessed(state.iterations() * kCount);
}
BENCHMARK(appendSlices)->Unit(benchmark::kMillisecond);

void publishSnapshot(benchmark::State& state) {
  TraceStore store(1, 4, 2);
  fill(store, state.range(0));
  for (auto _ : state) {
    store.publish(state.range(0) * 100, true);
    benchmark::DoNotOptimize(store.snapshot());
  }
}
BENCHMARK(publishSnapshot)->Arg(10'000)->Arg(1'000'000)->Arg(10'000'000);

void shareOfARange(benchmark::State& state) {
  TraceStore store(1, 4, 2);
  fill(store, state.range(0));
  store.publish(state.range(0) * 100, false);
  const SnapshotPtr snapshot = store.snapshot();
  std::int64_t begin_ns = 0;
  for (auto _ : state) {
    begin_ns = (begin_ns + 7'919'003) % (state.range(0) * 50);
    benchmark::DoNotOptimize(snapshot->tracks[0].timesIn(begin_ns, begin_ns + state.range(0) * 10));
  }
}
BENCHMARK(shareOfARange)->Arg(10'000)->Arg(1'000'000)->Arg(10'000'000);

}  // namespace
}  // namespace interleave::bench
