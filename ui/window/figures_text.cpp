// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/figures_text.h"

#include <algorithm>
#include <unordered_set>

#include "core/base/clock.h"
#include "core/base/number_text.h"

namespace interleave::ui {
namespace {

constexpr std::size_t kFewestForEstimate = 4;

QString nothing() {
  return QString::fromUtf16(kNothing);
}

std::optional<double> secondsLeft(const TraceSnapshot& snapshot, std::size_t ended, int workers) {
  if (ended >= snapshot.jobs.size() || ended < std::max(kFewestForEstimate, static_cast<std::size_t>(workers))) {
    return std::nullopt;
  }
  const double rest = static_cast<double>(snapshot.jobs.size() - ended);
  return seconds(snapshot.now_ns) / static_cast<double>(ended) * rest;
}

}  // namespace

QString elapsedText(std::int64_t ns) {
  const double value = seconds(ns);
  return QString::number(value, 'f', value < 9.9995 ? 3 : value < 99.995 ? 2 : 1) + " s";
}

QString lengthText(std::optional<double> length_s) {
  return length_s ? QString::fromStdString(durationText(*length_s)) : nothing();
}

QString ratioText(std::optional<double> ratio, int decimals) {
  return ratio ? QString::number(*ratio, 'f', decimals) : nothing();
}

QString outcomeText(OutcomeKind kind) {
  switch (kind) {
    case OutcomeKind::Finished:
      return "finished";
    case OutcomeKind::Cancelled:
      return "stopped";
    case OutcomeKind::Crashed:
      return "crashed";
    case OutcomeKind::Deadlocked:
      return "deadlocked";
    case OutcomeKind::TimedOut:
      return "timed out";
    case OutcomeKind::Failed:
      break;
  }
  return "failed";
}

QString countText(std::uint64_t count) {
  return QString::fromStdString(groupedDigits(static_cast<std::int64_t>(count)));
}

QString counted(std::uint64_t count, const QString& one, const QString& many) {
  return countText(count) + " " + (count == 1 ? one : many);
}

std::size_t processCount(const TraceSnapshot& snapshot) {
  std::unordered_set<std::int32_t> processes;
  for (const Track& track : snapshot.tracks) {
    processes.insert(track.info().pid);
  }
  return processes.size();
}

QString watchedText(const TraceSnapshot& snapshot) {
  return QString("%1 in %2 · %3")
      .arg(counted(snapshot.tracks.size(), "thread", "threads"),
           counted(processCount(snapshot), "process", "processes"), elapsedText(snapshot.now_ns));
}

QString progressText(const TraceSnapshot& snapshot, int workers) {
  const std::size_t ended = snapshot.jobs.doneCount() + snapshot.jobs.failedCount();
  QString text = QString("%1 of %2 job%3")
                     .arg(countText(ended), countText(snapshot.jobs.size()), snapshot.jobs.size() == 1 ? "" : "s");
  if (const auto left = secondsLeft(snapshot, ended, workers)) {
    text += QString(" · %1 s left").arg(*left, 0, 'f', *left < 10.0 ? 1 : 0);
  }
  return text;
}

}  // namespace interleave::ui
