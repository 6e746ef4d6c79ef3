// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run_record.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/clock.h"
#include "core/base/number_text.h"
#include "core/experiment/experiment_json.h"
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

// Who saw what the picture shows.
std::string viewText(const Measurement& seen) {
  if (!seen.source.empty()) {
    return toldBy(seen);
  }
  switch (seen.view) {
    case KernelView::Perf:
      return "seen by the kernel's switch records and the jobs' own marks";
    case KernelView::Proc:
      return fmt::format("seen by the jobs' own marks; cores by /proc, looked at every {}",
                         durationText(seconds(seen.view_resolution_ns)));
    case KernelView::None:
      break;
  }
  return "seen by the jobs' own marks";
}

std::string keptFromText(const RunFigures& figures) {
  return figures.kept_from_ns > 0 ? fmt::format(" from {:.1f} s on", seconds(figures.kept_from_ns)) : std::string();
}

// What looked, and how well it saw.
std::string instrument(const RunRecord& record, std::uint64_t lost, std::uint64_t lost_records) {
  std::string losses = lost == 0 ? std::string("no samples lost")
                                 : fmt::format("{} samples lost", groupedDigits(static_cast<std::int64_t>(lost)));
  if (lost_records > 0) {
    losses += fmt::format(", {} of the kernel's records lost", groupedDigits(static_cast<std::int64_t>(lost_records)));
  }
  return fmt::format("{} · clock {}, {} · {}", record.machine.describe(), record.measurement.clock,
                     viewText(record.measurement), losses);
}

}  // namespace

const char* name(OutcomeKind kind) {
  switch (kind) {
    case OutcomeKind::Finished:
      return "finished";
    case OutcomeKind::Cancelled:
      return "cancelled";
    case OutcomeKind::Deadlocked:
      return "deadlocked";
    case OutcomeKind::TimedOut:
      return "timed_out";
    case OutcomeKind::Crashed:
    case OutcomeKind::Failed:
      break;
  }
  return "crashed";
}

std::optional<Verdict> verdictOf(const RunRecord& record) {
  if (record.experiment.isElsewhere()) {
    return std::nullopt;  // whether those workers had a core, and of how many, nobody told
  }
  const OutcomeKind kind = record.outcome.kind;
  const Ending ending = kind == OutcomeKind::Finished     ? Ending::Finished
                        : kind == OutcomeKind::Deadlocked ? Ending::Deadlocked
                                                          : Ending::CutShort;
  return verdictOf(
      EndedRun{record.experiment, *record.snapshot, record.figures, ending, record.machine.cores, record.loads});
}

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

std::string figuresSentence(const RunRecord& record) {
  const RunFigures& figures = record.figures;
  std::string text = fmt::format("{:.3f} s", seconds(figures.elapsed_ns));
  if (figures.slices > 0) {
    text += fmt::format(" · {} slice{}{} · median {}", groupedDigits(static_cast<std::int64_t>(figures.slices)),
                        figures.slices == 1 ? "" : "s", keptFromText(figures),
                        durationText(*figures.median_slice_ms / 1e3));
  }
  if (figures.overlap) {
    text += fmt::format(" · overlap {:.3f}", *figures.overlap);
  }
  if (!record.measurement.source.empty()) {
    text += " · " + toldByInShort(record.measurement);
  }
  if (record.outcome.kind != OutcomeKind::Finished) {
    std::string kind = name(record.outcome.kind);
    text += " · " + (kind == "timed_out" ? std::string("timed out") : kind);
  }
  return text;
}

std::string provenance(const RunRecord& record) {
  return fmt::format("{} · {}", describe(record.experiment),
                     instrument(record, record.figures.lost_samples, record.measurement.lost_records));
}

std::string provenance(const std::vector<RunRecord>& records) {
  const Experiment& first = records.front().experiment;
  std::uint64_t lost = 0;
  std::uint64_t lost_records = 0;
  bool have_one_model = true;
  bool have_one_workload = true;
  for (const RunRecord& record : records) {
    const Experiment& other = record.experiment;
    lost += record.figures.lost_samples;
    lost_records += record.measurement.lost_records;
    have_one_workload = have_one_workload && other.workload == first.workload && other.parameters == first.parameters &&
                        other.jobs == first.jobs && other.runtime == first.runtime;
    have_one_model = have_one_model && other.model == first.model && other.workers == first.workers;
  }
  std::string text;
  if (have_one_workload && have_one_model) {
    text = describe(first) + " · ";
  } else if (have_one_workload) {
    text = fmt::format("{} · runtime {} · ", describeWork(first), name(first.runtime));
  }
  return text + instrument(records.front(), lost, lost_records);
}

}  // namespace interleave
