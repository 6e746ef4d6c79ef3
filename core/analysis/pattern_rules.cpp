// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/pattern_rules.h"

#include <algorithm>

#include "core/base/clock.h"

namespace interleave {
namespace {

constexpr double kOthers = 0.1;  // of the cores, from which on other programs explain why a worker had none

double ratio(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0.0;
}

std::optional<Finding> straggler(const EndedRun& run, const Evidence& evidence) {
  constexpr double kLonger = 3.0;
  constexpr double kAlone = 0.3;
  constexpr double kOfTheRun = 0.05;
  // What a job needed that began before the part that is kept isn't known; jobs are in order of their begins.
  if (evidence.jobs.size() < 2 || evidence.jobs.front().begin_ns < run.snapshot.kept_from_ns) {
    return std::nullopt;
  }
  std::vector<std::int64_t> needs;  // of the others
  std::int64_t other_end_ns = 0;
  const auto last = std::max_element(evidence.jobs.begin(), evidence.jobs.end(),
                                     [](const JobSpan& a, const JobSpan& b) { return a.end_ns < b.end_ns; });
  for (const JobSpan& job : evidence.jobs) {
    if (job.job != last->job) {
      needs.push_back(job.need_ns);
      other_end_ns = std::max(other_end_ns, job.end_ns);
    }
  }
  const auto middle = needs.begin() + static_cast<std::ptrdiff_t>(needs.size() / 2);
  std::nth_element(needs.begin(), middle, needs.end());
  Finding found;
  found.pattern = Pattern::Straggler;
  found.straggler = *last;
  found.median_need_ns = *middle;
  found.alone_ns = last->end_ns - std::max(other_end_ns, last->begin_ns);
  const bool is_longer = static_cast<double>(last->need_ns) >= kLonger * static_cast<double>(*middle);
  const bool is_alone = ratio(found.alone_ns, evidence.any_open_ns) >= kAlone &&
                        ratio(found.alone_ns, run.figures.elapsed_ns) >= kOfTheRun;
  return is_longer && is_alone ? std::optional(found) : std::nullopt;
}

bool isStairStep(const EndedRun& run, const Evidence& evidence) {
  constexpr double kAtOnce = 0.1;
  const bool has_workers = run.experiment.effectiveWorkers() >= 2 || run.experiment.model == Model::EventLoop;
  return has_workers && evidence.jobs.size() >= 3 && ratio(evidence.two_open_ns, evidence.any_open_ns) < kAtOnce;
}

// The time in which every worker was in a job: from the last first begin to the first last end.
std::optional<TimeRange> allInJobs(const Evidence& evidence) {
  std::vector<std::pair<WorkerId, TimeRange>> spans;
  for (const JobSpan& job : evidence.jobs) {
    const auto known = std::find_if(spans.begin(), spans.end(), [&](const auto& s) { return s.first == job.worker; });
    if (known == spans.end()) {
      spans.push_back({job.worker, {job.begin_ns, job.end_ns}});
    } else {
      known->second.end_ns = std::max(known->second.end_ns, job.end_ns);
    }
  }
  if (spans.size() < 2) {
    return std::nullopt;
  }
  TimeRange all = spans.front().second;
  for (const auto& [worker, span] : spans) {
    all.begin_ns = std::max(all.begin_ns, span.begin_ns);
    all.end_ns = std::min(all.end_ns, span.end_ns);
  }
  return all;
}

std::optional<Finding> starved(const EndedRun& run, const Evidence& evidence) {
  constexpr double kLeast = 0.2;
  auto all = allInJobs(evidence);
  if (all) {
    all->begin_ns = std::max(all->begin_ns, run.snapshot.kept_from_ns);
  }
  const auto shortest_ns = std::max<std::int64_t>(
      100 * kNsPerMs, static_cast<std::int64_t>(20.0 * run.experiment.switch_interval_ms * kNsPerMs));
  if (!all || all->length_ns() < shortest_ns || ratio(all->length_ns(), run.figures.elapsed_ns) < 0.3) {
    return std::nullopt;
  }
  std::int64_t ran_ns = 0;
  std::int64_t least_ns = all->length_ns();
  std::int64_t workers = 0;
  const Track* least = nullptr;
  for (const Track& track : run.snapshot.tracks) {
    const StateTimes times = track.timesIn(all->begin_ns, all->end_ns);
    const std::int64_t queued_ns = run.experiment.model == Model::Hybrid ? times[index(State::LockWait)] : 0;
    const std::int64_t waited_ns = times[index(State::IoWait)] + times[index(State::Waiting)] + queued_ns;
    const std::int64_t running_ns = times[index(State::Running)];
    if (ratio(waited_ns, all->length_ns()) > 0.2) {
      continue;  // it doesn't want to compute all the time
    }
    ran_ns += running_ns;
    ++workers;
    if (running_ns < least_ns) {
      least_ns = running_ns;
      least = &track;
    }
  }
  if (least == nullptr || workers < 2 || ratio(least_ns * workers, ran_ns) >= kLeast || ran_ns == 0) {
    return std::nullopt;
  }
  const StateTimes times = least->timesIn(all->begin_ns, all->end_ns);
  Finding found;
  found.pattern = Pattern::Starved;
  found.starved = least->info().worker;
  found.starved_share = ratio(least_ns * workers, ran_ns);
  found.kept_by = State::Ready;
  for (const State state : {State::GilWait, State::LockWait}) {
    found.kept_by = times[index(state)] > times[index(found.kept_by)] ? state : found.kept_by;
  }
  if (ratio(times[index(found.kept_by)], all->length_ns()) < 0.5 ||
      (found.kept_by == State::Ready && evidence.others_load.value_or(1.0) >= kOthers)) {
    return std::nullopt;
  }
  return found;
}

bool isConvoy(const EndedRun& run, const Evidence& evidence) {
  const bool at_lock = run.experiment.model != Model::Hybrid && evidence.atLocks() >= kAtLock;
  const bool at_gil = sharesGil(run.experiment) && evidence.shareOf(State::GilWait) >= 0.25 &&
                      evidence.computing().value_or(1.0) < kMostly;
  return at_lock || at_gil;
}

bool isOversubscribed(const EndedRun& run, const Evidence& evidence) {
  return evidence.workers > static_cast<std::size_t>(run.cores) && evidence.shareOf(State::Ready) >= 0.1 &&
         ratio(evidence.overfull_ns, evidence.any_wanted_ns) >= 0.3;
}

bool isInterleaved(const EndedRun& run, const Evidence& evidence) {
  const double turns = sharesGil(run.experiment) ? evidence.shareOf(State::GilWait)
                       : run.cores == 1          ? evidence.shareOf(State::Ready)
                                                 : 0.0;
  return run.figures.overlap.value_or(1.0) < 0.05 && turns >= 0.2;
}

bool isParallel(const EndedRun& run, const Evidence& evidence) {
  constexpr double kAtOnce = 0.3;
  // The event loop's one worker waits for all jobs at once: they tell it.
  if (run.experiment.model == Model::EventLoop) {
    return ratio(evidence.two_open_ns, evidence.any_open_ns) >= kAtOnce;
  }
  const bool others_compute = evidence.others_load.value_or(0.0) >= kOthers;
  return ratio(evidence.two_need_ns, evidence.any_need_ns) >= kAtOnce ||
         (others_compute && !sharesGil(run.experiment) &&
          ratio(evidence.two_wanted_ns, evidence.any_wanted_ns) >= kAtOnce);
}

Finding plain(Pattern pattern) {
  Finding found;
  found.pattern = pattern;
  return found;
}

}  // namespace

bool sharesGil(const Experiment& experiment) {
  return hasGil(experiment) && experiment.model == Model::Threads;
}

std::optional<Finding> patternOf(const EndedRun& run, const Evidence& evidence) {
  const bool is_loop = run.experiment.model == Model::EventLoop;
  const bool is_stair = isStairStep(run, evidence);
  if (evidence.workers <= 1 && !is_loop) {
    return plain(is_stair ? Pattern::StairStep : Pattern::Serial);
  }
  if (auto found = straggler(run, evidence)) {
    return found;
  }
  if (is_stair) {
    return plain(Pattern::StairStep);
  }
  if (auto found = starved(run, evidence)) {
    return found;
  }
  if (isConvoy(run, evidence)) {
    return plain(Pattern::Convoy);
  }
  if (isOversubscribed(run, evidence)) {
    return plain(Pattern::Oversubscribed);
  }
  if (isInterleaved(run, evidence)) {
    return plain(Pattern::Interleaved);
  }
  return isParallel(run, evidence) ? std::optional(plain(Pattern::Parallel)) : std::nullopt;
}

}  // namespace interleave
