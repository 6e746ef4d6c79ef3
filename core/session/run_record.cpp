// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run_record.h"

#include <fmt/format.h>

#include "core/base/clock.h"
#include "core/base/number_text.h"

namespace interleave {
namespace {

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
