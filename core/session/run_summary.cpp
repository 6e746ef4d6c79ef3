// SPDX-License-Identifier: GPL-3.0-or-later
// A run's record as the summary's JSON.
#include <nlohmann/json.hpp>

#include "core/base/clock.h"
#include "core/experiment/experiment_json.h"
#include "core/session/run_record.h"
#include "core/trace/interval_parts.h"

namespace interleave {
namespace {

using nlohmann::json;

template <class T>
json orNull(const std::optional<T>& value) {
  return value ? json(*value) : json();
}

json secondsOrNull(const std::optional<std::int64_t>& ns) {
  return ns ? json(seconds(*ns)) : json();
}

json jobJson(std::uint32_t id, const JobRecord& job, const RunRecord& record) {
  json object = {{"id", id},
                 {"worker", job.begin_ns ? json(number(job.worker)) : json()},
                 {"begin_s", secondsOrNull(job.begin_ns)},
                 {"end_s", secondsOrNull(job.end_ns)},
                 {"running_s", json()},
                 {"ticks", job.state == JobState::Done ? json(job.ticks) : json()},
                 {"result", orNull(job.result)},
                 {"ok", job.state == JobState::Done},
                 {"error", job.error.empty() ? json() : json(job.error)}};
  if (job.begin_ns && *job.begin_ns >= record.snapshot->kept_from_ns) {
    for (const Track& track : record.snapshot->tracks) {
      if (track.info().worker == job.worker) {
        const StateTimes times = track.timesIn(*job.begin_ns, job.end_ns.value_or(record.snapshot->now_ns));
        object["running_s"] = seconds(times[index(State::Running)]);
      }
    }
  }
  return object;
}

json workerJson(const Track& track, const WorkerFigures& figures, const RunRecord& record) {
  const TrackInfo& info = track.info();
  const auto in = [&](State state) { return seconds(figures.times[index(state)]); };
  return {{"id", number(info.worker)},
          {"kind", info.kind == WorkerKind::Thread ? "thread" : "process"},
          {"pid", info.pid},
          {"tid", info.tid},
          {"start_s", secondsOrNull(info.start_ns)},
          {"busy_s", seconds(figures.busy_ns)},
          {"ticks", info.ticks},
          {"samples", info.samples},
          {"lost_samples", info.lost_samples},
          {"switches", record.measurement.view == KernelView::Perf ? json(info.switches) : json()},
          {"migrations", record.measurement.view == KernelView::Perf ? json(info.migrations) : json()},
          {"error", info.error.empty() ? json() : json(info.error)},
          {"states",
           {{"starting_s", in(State::Starting)},
            {"running_s", in(State::Running)},
            {"ready_s", in(State::Ready)},
            {"gil_wait_s", in(State::GilWait)},
            {"lock_wait_s", in(State::LockWait)},
            {"io_wait_s", in(State::IoWait)},
            {"waiting_s", in(State::Waiting)},
            {"copying_s", in(State::Copying)},
            {"lost_s", in(State::Lost)},
            {"idle_s", seconds(figures.idle_ns)}}}};
}

json coresJson(const RunRecord& record) {
  json cores = json::array();
  const auto& running_ns = record.snapshot->core_running_ns;
  for (std::size_t i = 0; i < running_ns.size(); ++i) {
    const auto& busy = record.outcome.core_busy_ratio;
    json core = {{"id", i}, {"busy_ratio", i < busy.size() ? json(busy[i]) : json()}, {"experiment_ratio", json()}};
    if (record.figures.elapsed_ns > 0) {
      core["experiment_ratio"] = seconds(running_ns[i]) / seconds(record.figures.elapsed_ns);
    }
    cores.push_back(std::move(core));
  }
  return cores;
}

json measurementJson(const Measurement& seen) {
  const bool has_view = seen.view != KernelView::None;
  return {{"clock", seen.clock},
          {"clock_resolution_ns", orNull(seen.clock_resolution_ns)},
          {"tick_ns", orNull(seen.tick_ns)},
          {"kernel_view", name(seen.view)},
          {"kernel_view_resolution_s", has_view ? json(seconds(seen.view_resolution_ns)) : json()},
          {"kernel_view_refusal", seen.refusal.empty() ? json() : json(seen.refusal)},
          {"records", has_view ? json(seen.records) : json()},
          {"lost_records", has_view ? json(seen.lost_records) : json()},
          {"agreement", orNull(seen.agreement)},
          {"contradiction_s", seen.agreement ? json(seconds(seen.contradiction_ns)) : json()},
          {"host_cpu_ratio", orNull(seen.host_cpu_ratio)},
          {"source", seen.source.empty() ? json() : json(toldBy(seen))},
          {"clock_error_s", seen.source.empty() ? json() : json(seconds(seen.clock_error_ns))}};
}

json verdictJson(const std::optional<Verdict>& verdict) {
  if (!verdict) {
    return {};
  }
  json recommended;
  if (verdict->recommended) {
    recommended = {{"model", name(verdict->recommended->model)}, {"workers", verdict->recommended->workers}};
  }
  return {{"pattern", name(verdict->pattern)},
          {"bound", verdict->bound ? json(name(*verdict->bound)) : json()},
          {"bound_share", orNull(verdict->bound_share)},
          {"advice", verdict->advice},
          {"text", verdict->text()},
          {"recommended", std::move(recommended)}};
}

// Null where there is no GIL.
json intervalsJson(const RunRecord& record) {
  if (!hasGil(record.experiment)) {
    return {};
  }
  json parts = json::array();
  for (const IntervalPart& part :
       intervalParts(*record.snapshot, record.experiment.switch_interval_ms, record.figures.elapsed_ns)) {
    parts.push_back({{"begin_s", seconds(part.begin_ns)},
                     {"end_s", seconds(part.end_ns)},
                     {"interval_ms", part.interval_ms},
                     {"slices", part.slices},
                     {"median_slice_ms", orNull(part.median_slice_ms)}});
  }
  return parts;
}

// Null where the GIL is not ours, or there is none.
json gilJson(const RunRecord& record) {
  if (record.experiment.runtime != Runtime::Gil) {
    return {};
  }
  const GilMarkCounts counts = countsOf(record.snapshot->gil_marks);
  return {{"drop_requests", counts.drop_requests}, {"forced_switches", counts.forced_switches}};
}

}  // namespace

json summaryJson(const RunRecord& record) {
  const RunFigures& figures = record.figures;
  json jobs = json::array();
  for (std::uint32_t i = 0; i < record.snapshot->jobs.size(); ++i) {
    jobs.push_back(jobJson(i, record.snapshot->jobs.at(JobId{i}), record));
  }
  json workers = json::array();
  for (std::size_t i = 0; i < record.snapshot->tracks.size(); ++i) {
    workers.push_back(workerJson(record.snapshot->tracks[i], figures.workers[i], record));
  }
  return {{"experiment", toJson(record.experiment)},
          {"machine",
           {{"cpu", record.machine.cpu},
            {"cores", record.machine.cores},
            {"kernel", record.machine.kernel},
            {"clock", record.measurement.clock},
            {"kernel_view", name(record.measurement.view)}}},
          {"outcome",
           {{"kind", name(record.outcome.kind)},
            {"message", record.outcome.message},
            {"result", orNull(record.outcome.result)},
            {"conclusion", record.outcome.conclusion.empty() ? json() : json(record.outcome.conclusion)},
            {"notes", record.outcome.notes}}},
          {"elapsed_s", seconds(figures.elapsed_ns)},
          {"cpu_s", orNull(record.outcome.cpu_s)},
          {"memory_mb", orNull(record.outcome.memory_mb)},
          {"kept_from_s", figures.kept_from_ns > 0 ? json(seconds(figures.kept_from_ns)) : json()},
          {"busy_s", seconds(figures.busy_ns)},
          {"parallelism", figures.elapsed_ns > 0 ? json(figures.parallelism) : json()},
          {"max_parallelism", figures.max_parallelism},
          {"overlap", orNull(figures.overlap)},
          {"slices", figures.slices},
          {"median_slice_ms", orNull(figures.median_slice_ms)},
          {"p90_slice_ms", orNull(figures.p90_slice_ms)},
          {"switches", figures.switches},
          {"switch_intervals", intervalsJson(record)},
          {"gil", gilJson(record)},
          {"ticks", figures.ticks},
          {"samples", figures.samples},
          {"lost_samples", figures.lost_samples},
          {"jobs", std::move(jobs)},
          {"workers", std::move(workers)},
          {"cores", coresJson(record)},
          {"measurement", measurementJson(record.measurement)},
          {"verdict", verdictJson(record.verdict)}};
}

}  // namespace interleave
