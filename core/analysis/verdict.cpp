// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "core/analysis/advice.h"
#include "core/analysis/pattern_rules.h"
#include "core/base/clock.h"
#include "core/base/number_text.h"

namespace interleave {
namespace {

constexpr double kWorthNaming = 0.1;  // of the work, from which on its copying is said beside the rest

// "99 %": never rounded up, so that 100 % means all of it.
std::string percent(double share) {
  return fmt::format("{:.0f} %", std::floor(share * 100.0));
}

double ratioOf(std::int64_t part, std::int64_t whole) {
  return static_cast<double>(part) / static_cast<double>(std::max<std::int64_t>(1, whole));
}

std::string duration(std::int64_t ns) {
  return durationText(seconds(ns));
}

std::string times(std::uint64_t count) {
  return count == 1 ? "once" : groupedDigits(static_cast<std::int64_t>(count)) + " times";
}

// Writes the verdict's parts; the rules are verdict.h's.
class Author {
 public:
  Author(const EndedRun& run, const Evidence& evidence, const Finding& finding)
      : m_run(run),
        m_evidence(evidence),
        m_finding(finding),
        m_computing(evidence.computing().value_or(0.0)),
        m_copying(evidence.copying().value_or(0.0)) {}

  Verdict write() {
    m_verdict.pattern = m_finding.pattern;
    m_verdict.bound = bound();
    m_verdict.bound_share = *m_verdict.bound == Bound::Io        ? 1.0 - m_computing
                            : *m_verdict.bound == Bound::Copying ? m_copying
                                                                 : m_computing;
    m_verdict.headline = headline();
    m_verdict.explanation = explanation();
    Advice advice = adviceFor(m_run, m_evidence, m_finding, *m_verdict.bound);
    m_verdict.advice = std::move(advice.text);
    m_verdict.recommended = advice.recommended;
    return std::move(m_verdict);
  }

 private:
  Bound bound() const;
  std::string headline() const;
  std::string explanation() const;
  std::string madeOf() const;
  std::string medianJob() const;
  std::string parallel() const;
  std::string serial() const;

  const EndedRun& m_run;
  const Evidence& m_evidence;
  const Finding& m_finding;
  double m_computing;
  double m_copying;
  Verdict m_verdict;
};

Bound Author::bound() const {
  if (m_computing >= kMostly) {
    return Bound::Cpu;
  }
  if (m_computing > 1.0 - kMostly) {
    return Bound::Mixed;
  }
  return m_copying >= (1.0 - m_computing) / 2.0 ? Bound::Copying : Bound::Io;
}

std::string Author::headline() const {
  std::string text = name(m_finding.pattern);
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text + ".";
}

std::string Author::madeOf() const {
  switch (*m_verdict.bound) {
    case Bound::Cpu:
      return fmt::format("The work is {} computing", percent(m_computing));
    case Bound::Io:
      return fmt::format("The work is {} waiting", percent(1.0 - m_computing));
    case Bound::Copying:
      return fmt::format("The work is {} copying data", percent(m_copying));
    case Bound::Mixed:
      break;
  }
  const std::string copying = m_copying >= kWorthNaming ? fmt::format(" and {} copying data", percent(m_copying)) : "";
  return fmt::format("The work is {} computing{}, the rest waiting", percent(m_computing), copying);
}

// Its length.
std::string Author::medianJob() const {
  std::vector<std::int64_t> lengths_ns;
  for (const JobSpan& job : m_evidence.jobs) {
    lengths_ns.push_back(job.length_ns());
  }
  const auto middle = lengths_ns.begin() + static_cast<std::ptrdiff_t>(lengths_ns.size() / 2);
  std::nth_element(lengths_ns.begin(), middle, lengths_ns.end());
  return duration(*middle);
}

std::string Author::parallel() const {
  const double at_once = m_run.experiment.model == Model::EventLoop
                             ? ratioOf(m_evidence.open_ns, m_evidence.any_open_ns)
                             : ratioOf(m_evidence.need_ns(), m_evidence.any_need_ns);
  if (*m_verdict.bound == Bound::Io) {
    return fmt::format(
        "While one job waited the others went on: {:.1f} at once on average. {}, so it doesn't need cores.", at_once,
        madeOf());
  }
  std::string text = fmt::format("{:.1f} workers at once on average, on {} core{}. {}", at_once, m_run.cores,
                                 m_run.cores == 1 ? "" : "s", madeOf());
  const double ready = m_evidence.shareOf(State::Ready);
  const double overfull = static_cast<double>(m_evidence.overfull_ns) /
                          static_cast<double>(std::max<std::int64_t>(1, m_evidence.any_wanted_ns));
  if (ready >= 0.1 && overfull < 0.1) {
    text += fmt::format(", and for {} of its time it had no core: other programs did", percent(ready));
  } else if (sharesGil(m_run.experiment)) {
    text += ", with the GIL released meanwhile";
  }
  return text + (*m_verdict.bound == Bound::Copying ? ". Moving it is what limits the run." : ".");
}

std::string Author::serial() const {
  std::string text = m_evidence.jobs.size() <= 1
                         ? std::string("One job can't be shared out")
                         : fmt::format("One worker did all {} jobs, one after the other",
                                       groupedDigits(static_cast<std::int64_t>(m_evidence.jobs.size())));
  text += ". " + madeOf();
  switch (*m_verdict.bound) {
    case Bound::Io:
      return text + ", which other jobs could use.";
    case Bound::Cpu:
      return text + (m_run.cores > 1 ? fmt::format(", on one core of {}.", m_run.cores) : std::string("."));
    case Bound::Copying:
      return text + ". Moving it is what limits the run.";
    case Bound::Mixed:
      break;
  }
  return text + ".";
}

std::string Author::explanation() const {
  const RunFigures& figures = m_run.figures;
  switch (m_finding.pattern) {
    case Pattern::Interleaved:
      if (!sharesGil(m_run.experiment)) {
        return fmt::format("Only one worker ran at any instant: there is one core, and they took turns on it. {}.",
                           madeOf());
      }
      return fmt::format(
          "Only one thread ran at any instant: each held the GIL for {}, then handed it on ({}). {}, so "
          "threads can't speed it up here.",
          durationText(figures.median_slice_ms.value_or(0.0) / 1e3), times(figures.switches), madeOf());
    case Pattern::Parallel:
      return parallel();
    case Pattern::Serial:
      return serial();
    case Pattern::StairStep:
      if (m_evidence.workers == 1 && m_run.experiment.model != Model::EventLoop) {
        return fmt::format(
            "One of {} workers had done all {} jobs, {} each at the median, before another was ready: workers don't "
            "help when starting them takes longer than the work. {}.",
            groupedDigits(m_run.experiment.effectiveWorkers()),
            groupedDigits(static_cast<std::int64_t>(m_evidence.jobs.size())), medianJob(), madeOf());
      }
      return fmt::format(
          "Each job was done, {} at the median, before the next one had begun: workers don't help when "
          "handing out a job takes as long as doing it. {}.",
          medianJob(), madeOf());
    case Pattern::Straggler:
      return fmt::format(
          "Job {} needed {}, the median job {}: for {} it was the only one left. No number of workers makes "
          "the run shorter than its longest job. {}.",
          number(m_finding.straggler->job), duration(m_finding.straggler->need_ns), duration(m_finding.median_need_ns),
          duration(m_finding.alone_ns), madeOf());
    case Pattern::Starved: {
      const char* const by = m_finding.kept_by == State::GilWait    ? "waiting for the GIL"
                             : m_finding.kept_by == State::LockWait ? "waiting for a lock"
                                                                    : "ready without a core";
      return fmt::format("Worker {} ran only {} of what the workers ran on average, and was {} meanwhile. {}.",
                         number(*m_finding.starved), percent(m_finding.starved_share), by, madeOf());
    }
    case Pattern::Convoy:
      if (m_evidence.atLocks() >= kAtLock) {
        return fmt::format(
            "The workers queued at a lock for {} of the time they were in jobs: what it protects is done "
            "by one at a time. {}.",
            percent(m_evidence.shareOf(State::LockWait)), madeOf());
      }
      return fmt::format("After each wait a thread had to wait again, for the GIL: {} of the time in jobs. {}.",
                         percent(m_evidence.shareOf(State::GilWait)), madeOf());
    case Pattern::Oversubscribed:
      return fmt::format(
          "{} competed for {} core{}: for {} of their time they were ready and had none. {}, so more "
          "workers than cores gain nothing.",
          workersOf(m_run.experiment.model, static_cast<int>(m_evidence.workers)), m_run.cores,
          m_run.cores == 1 ? "" : "s", percent(m_evidence.shareOf(State::Ready)), madeOf());
    case Pattern::Deadlocked:
      break;
  }
  return {};
}

}  // namespace

const char* name(Pattern pattern) {
  switch (pattern) {
    case Pattern::Interleaved:
      return "interleaved";
    case Pattern::Parallel:
      return "parallel";
    case Pattern::Serial:
      return "serial";
    case Pattern::StairStep:
      return "stair-step";
    case Pattern::Straggler:
      return "straggler";
    case Pattern::Oversubscribed:
      return "oversubscribed";
    case Pattern::Convoy:
      return "convoy";
    case Pattern::Starved:
      return "starved";
    case Pattern::Deadlocked:
      break;
  }
  return "deadlocked";
}

const char* name(Bound bound) {
  switch (bound) {
    case Bound::Cpu:
      return "cpu";
    case Bound::Io:
      return "io";
    case Bound::Copying:
      return "copying";
    case Bound::Mixed:
      break;
  }
  return "mixed";
}

std::string Verdict::text() const {
  return headline + " " + explanation + (advice.empty() ? "" : " " + advice);
}

std::optional<Verdict> verdictOf(const EndedRun& run) {
  if (run.snapshot.is_watched || run.ending == Ending::CutShort) {
    return std::nullopt;
  }
  if (run.ending == Ending::Deadlocked) {
    Verdict verdict;
    verdict.pattern = Pattern::Deadlocked;
    verdict.headline = "Deadlocked.";
    verdict.explanation = "Each worker held a lock and waited for one that another held, so none could ever go on.";
    verdict.advice = "Take the locks in the same order everywhere.";
    return verdict;
  }
  if (run.figures.elapsed_ns < kShortestRun_ns) {
    return std::nullopt;
  }
  const Evidence evidence = evidenceOf(run);
  if (evidence.need_ns() <= 0 || evidence.shareOf(State::Lost) > kMostLost) {
    return std::nullopt;
  }
  const auto finding = patternOf(run, evidence);
  return finding ? std::optional(Author(run, evidence, *finding).write()) : std::nullopt;
}

}  // namespace interleave
