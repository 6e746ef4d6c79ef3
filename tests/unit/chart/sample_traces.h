// SPDX-License-Identifier: GPL-3.0-or-later
// Made-up runs for the chart's tests: small ones written out, large ones from a seed.
#pragma once

#include <cstdint>
#include <random>

#include "core/trace/trace_store.h"
#include "ui/chart/chart_input.h"

namespace interleave::ui {

inline constexpr std::int64_t kMs = 1'000'000;

inline WorkerId worker(std::uint32_t n) {
  return WorkerId{n};
}
inline JobId job(std::uint32_t n) {
  return JobId{n};
}

/// Job `n` on worker `w` from `begin` to `end`, done.
inline void addJob(TraceStore& store, std::uint32_t n, std::uint32_t w, std::int64_t begin, std::int64_t end) {
  JobRecord& record = store.editJobs().edit(job(n));
  record.state = JobState::Running;
  record.worker = worker(w);
  record.begin_ns = begin;
  record.end_ns = end;
  store.editJobs().finish(job(n), JobState::Done);
}

inline void addWorker(TraceStore& store, std::uint32_t w, WorkerKind kind = WorkerKind::Thread) {
  TrackInfo& info = store.editInfo(worker(w));
  info.kind = kind;
  info.start_ns = 0;
}

/// `workers` threads, one job each, that take turns of `turn_ns` in a random order until `length_ns`.
inline SnapshotPtr turnsUnderGil(std::uint32_t workers, std::int64_t turn_ns, std::int64_t length_ns,
                                 unsigned seed = 1) {
  std::mt19937 random(seed);
  TraceStore store(workers, workers, 4);
  std::vector<std::int64_t> since(workers, turn_ns / 4);
  for (std::uint32_t w = 0; w < workers; ++w) {
    addWorker(store, w);
    store.append(worker(w), {0, turn_ns / 4, kNoJob, State::Starting});
    addJob(store, w, w, turn_ns / 4, length_ns);
  }
  for (std::int64_t now = turn_ns / 4; now + turn_ns <= length_ns; now += turn_ns) {
    const auto w = static_cast<std::uint32_t>(random() % workers);
    store.append(worker(w), {since[w], now, job(w), State::GilWait});
    store.append(worker(w), {now, now + turn_ns, job(w), State::Running});
    since[w] = now + turn_ns;
  }
  for (std::uint32_t w = 0; w < workers; ++w) {
    store.append(worker(w), {since[w], length_ns, job(w), State::GilWait});
    store.editInfo(worker(w)).gone_ns = length_ns;
  }
  store.publish(length_ns, false);
  return store.snapshot();
}

/// `workers` processes that start one after the other and then run side by side.
inline SnapshotPtr processesSideBySide(std::uint32_t workers, std::int64_t length_ns) {
  TraceStore store(workers, workers, 4);
  for (std::uint32_t w = 0; w < workers; ++w) {
    const std::int64_t began = 12 * kMs + 2 * kMs * w;
    addWorker(store, w, WorkerKind::Process);
    store.append(worker(w), {0, began, kNoJob, State::Starting});
    store.append(worker(w), {began, began + length_ns, job(w), State::Running});
    addJob(store, w, w, began, began + length_ns);
  }
  store.publish(length_ns + 12 * kMs + 2 * kMs * workers, false);
  return store.snapshot();
}

/// Slices of random lengths and states, some with gaps between, on every worker; `slices` in all.
inline SnapshotPtr randomSlices(std::uint32_t workers, std::uint64_t slices, std::int64_t mean_ns, unsigned seed,
                                std::uint32_t jobs = 8) {
  std::mt19937_64 random(seed);
  std::exponential_distribution<double> length(1.0 / static_cast<double>(mean_ns));
  constexpr State kStates[] = {State::Running, State::Running,  State::GilWait, State::Ready,
                               State::IoWait,  State::LockWait, State::Lost};
  TraceStore store(workers, jobs, 4);
  std::int64_t end = 0;
  for (std::uint32_t w = 0; w < workers; ++w) {
    addWorker(store, w);
    std::int64_t now = 0;
    for (std::uint64_t i = 0; i < slices / workers; ++i) {
      if (random() % 3 == 0) {
        now += static_cast<std::int64_t>(length(random));
      }
      // Now and then one a thousand times as long as the rest.
      const double factor = random() % 50 == 0 ? 1000.0 : 1.0;
      const auto next = now + 1 + static_cast<std::int64_t>(factor * length(random));
      store.append(worker(w), {now, next, job(static_cast<std::uint32_t>(random() % jobs)),
                               kStates[random() % std::size(kStates)]});
      now = next;
    }
    end = std::max(end, now);
  }
  store.publish(end, false);
  return store.snapshot();
}

/// `workers` threads with one job each that run and wait in turns of random length; `slices` in all, over `length_ns`.
inline SnapshotPtr runsAndWaits(std::uint32_t workers, std::uint64_t slices, std::int64_t length_ns, unsigned seed) {
  std::mt19937_64 random(seed);
  const double mean_ns = static_cast<double>(length_ns) * workers / static_cast<double>(slices);
  std::uniform_real_distribution<double> length(0.1 * mean_ns, 1.9 * mean_ns);
  TraceStore store(workers, workers, 4);
  std::int64_t end = 0;
  for (std::uint32_t w = 0; w < workers; ++w) {
    addWorker(store, w);
    std::int64_t now = 0;
    for (std::uint64_t i = 0; i < slices / workers; ++i) {
      const auto next = now + 1 + static_cast<std::int64_t>(length(random));
      store.append(worker(w), {now, next, job(w), i % 2 == 0 ? State::Running : State::GilWait});
      now = next;
    }
    addJob(store, w, w, 0, now);
    end = std::max(end, now);
  }
  store.publish(end, false);
  return store.snapshot();
}

/// Two threads that hand a GIL to each other on two cores, 100 ms; the main thread runs in no job now and then:
///   thread 0   starting 0-10, job 0: runs 10-30, waits 30-60, runs 60-80
///   thread 1   starting 0-10, job 1: waits 10-30, runs 30-60, waits 60-80, runs 80-100
///   core 0     0-10 no job, 10-30 job 0, 80-100 job 1
///   core 1     30-60 job 1, 60-80 job 0, 90-95 no job
inline SnapshotPtr turnsOnCores() {
  TraceStore store(2, 2, 2);
  store.showCores();
  const auto add = [&](std::uint32_t w, std::int64_t begin_ms, std::int64_t end_ms, State state) {
    store.append(worker(w), {begin_ms * kMs, end_ms * kMs, state == State::Starting ? kNoJob : job(w), state});
  };
  const auto addOnCore = [&](std::uint32_t core, std::int64_t begin_ms, std::int64_t end_ms, JobId id) {
    store.appendOnCore(core, {begin_ms * kMs, end_ms * kMs, id, State::Running});
  };
  for (std::uint32_t w = 0; w < 2; ++w) {
    addWorker(store, w);
    add(w, 0, 10, State::Starting);
  }
  add(0, 10, 30, State::Running);
  add(0, 30, 60, State::GilWait);
  add(0, 60, 80, State::Running);
  add(1, 10, 30, State::GilWait);
  add(1, 30, 60, State::Running);
  add(1, 60, 80, State::GilWait);
  add(1, 80, 100, State::Running);
  addOnCore(0, 0, 10, kNoJob);
  addOnCore(0, 10, 30, job(0));
  addOnCore(0, 80, 100, job(1));
  addOnCore(1, 30, 60, job(1));
  addOnCore(1, 60, 80, job(0));
  addOnCore(1, 90, 95, kNoJob);
  store.addWake({30 * kMs, 30 * kMs, worker(0), worker(1), State::GilWait});
  store.addWake({60 * kMs, 60 * kMs, worker(1), worker(0), State::GilWait});
  store.addWake({80 * kMs, 80 * kMs, worker(0), worker(1), State::GilWait});
  addJob(store, 0, 0, 10 * kMs, 80 * kMs);
  addJob(store, 1, 1, 10 * kMs, 100 * kMs);
  store.editInfo(worker(0)).gone_ns = 80 * kMs;
  store.publish(100 * kMs, false);
  return store.snapshot();
}

/// One worker with two jobs under way, 100 ms: job 0 works 0-10 and 60-70, job 1 10-20 and 90-100; between its I/O.
inline SnapshotPtr jobsInTurns() {
  TraceStore store(1, 2, 1);
  store.setJobsInTurns();
  addWorker(store, 0);
  const auto add = [&](std::int64_t begin_ms, std::int64_t end_ms, JobId id, State state) {
    store.append(worker(0), {begin_ms * kMs, end_ms * kMs, id, state});
  };
  add(0, 10, job(0), State::Running);
  add(10, 20, job(1), State::Running);
  add(20, 60, kNoJob, State::IoWait);
  add(60, 70, job(0), State::Running);
  add(70, 90, kNoJob, State::IoWait);
  add(90, 100, job(1), State::Running);
  addJob(store, 0, 0, 0, 70 * kMs);
  addJob(store, 1, 0, 10 * kMs, 100 * kMs);
  store.publish(100 * kMs, false);
  return store.snapshot();
}

/// A thread fetches job 0 from 0 to 30 and job 1 from 30 to 60, a process crunches them from 40 to 60 and 60 to 100.
inline SnapshotPtr jobsOfTwoHalves() {
  TraceStore store(2, 2, 1);
  addWorker(store, 0);
  addWorker(store, 1, WorkerKind::Process);
  store.append(worker(0), {0, 30 * kMs, job(0), State::IoWait});
  store.append(worker(0), {30 * kMs, 60 * kMs, job(1), State::IoWait});
  store.append(worker(1), {40 * kMs, 60 * kMs, job(0), State::Running});
  store.append(worker(1), {60 * kMs, 100 * kMs, job(1), State::Running});
  addJob(store, 0, 1, 0, 60 * kMs);
  addJob(store, 1, 1, 30 * kMs, 100 * kMs);
  for (const std::uint32_t n : {0u, 1u}) {
    store.editJobs().edit(job(n)).first_worker = worker(0);
  }
  store.publish(100 * kMs, false);
  return store.snapshot();
}

/// A watched program of two processes; the second process' track stands before the first one's second thread.
inline SnapshotPtr watchedProgram() {
  TraceStore store(3, 0, 2);
  store.showCores();
  store.setWatched();
  const char* const titles[] = {"make 100", "cc 101", "make 102"};
  for (std::uint32_t w = 0; w < 3; ++w) {
    addWorker(store, w, WorkerKind::Process);
    store.editInfo(worker(w)).title = titles[w];
    store.editInfo(worker(w)).start_ns = 10 * kMs * w;
    store.append(worker(w), {10 * kMs * w, 50 * kMs, job(w), State::Waiting});
    store.append(worker(w), {50 * kMs + 10 * kMs * w, 60 * kMs + 10 * kMs * w, job(w), State::Running});
    store.appendOnCore(0, {50 * kMs + 10 * kMs * w, 60 * kMs + 10 * kMs * w, job(w), State::Running});
  }
  store.editInfo(worker(1)).gone_ns = 90 * kMs;
  store.publish(100 * kMs, false);
  auto grouped = std::make_shared<TraceSnapshot>(*store.snapshot());
  std::swap(grouped->tracks[1], grouped->tracks[2]);
  return grouped;
}

}  // namespace interleave::ui
