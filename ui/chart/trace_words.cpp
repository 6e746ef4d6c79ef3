// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/trace_words.h"

#include <algorithm>

#include "ui/chart/palette.h"
#include "ui/chart/timeline_layout.h"

namespace interleave::ui {
namespace {

constexpr double kNamedMargin = 176.0;

// FNV-1a: the same in every run of the program, which std::hash does not promise.
std::uint32_t hashOf(const std::string& text) {
  std::uint32_t hash = 2166136261u;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  }
  return hash ^ hash >> 15;
}

}  // namespace

QString jobName(const TraceSnapshot& snapshot, JobId job) {
  const TraceNames* names = snapshot.names.get();
  const bool is_named = names != nullptr && number(job) < names->jobs.size() && !names->jobs[number(job)].empty();
  return is_named ? QString::fromStdString(names->jobs[number(job)]).simplified()
                  : QStringLiteral("job %1").arg(number(job));
}

bool isGroupedByProcess(const TraceSnapshot& snapshot) {
  if (!snapshot.names || snapshot.tracks.empty()) {
    return false;
  }
  const std::int32_t first = snapshot.tracks.front().info().pid;
  return !snapshot.names->processes.empty() ||
         std::any_of(snapshot.tracks.begin(), snapshot.tracks.end(),
                     [first](const Track& track) { return track.info().pid != first; });
}

QString processLabel(const TraceSnapshot& snapshot, std::int32_t pid) {
  QString name;
  if (snapshot.names) {
    if (const auto found = snapshot.names->processes.find(pid); found != snapshot.names->processes.end()) {
      name = QString::fromStdString(found->second).simplified();
    }
  }
  if (name.isEmpty()) {
    return QStringLiteral("process %1").arg(pid);
  }
  return pid > 0 ? QStringLiteral("%1 %2").arg(name).arg(pid) : name;  // 0 is no process, below it a number of ours
}

double leftMargin(std::span<const PanelInput> panels) {
  const bool is_named = std::any_of(panels.begin(), panels.end(),
                                    [](const auto& panel) { return panel.snapshot && panel.snapshot->names; });
  return is_named ? kNamedMargin : ChartMetrics{}.left;
}

std::vector<std::uint8_t> coloursByName(const TraceNames& names, std::size_t colours) {
  std::vector<std::uint8_t> found(names.jobs.size());
  std::vector<bool> is_taken(colours);
  std::size_t taken = 0;
  const std::size_t plain = std::min<std::size_t>(colours, kJobColours);  // those without a texture come first
  for (std::size_t i = 0; i < names.jobs.size(); ++i) {
    const std::uint32_t hash = hashOf(names.jobs[i]);
    std::size_t colour = hash % (taken < plain ? plain : colours);
    while (taken < colours && is_taken[colour]) {
      colour = (colour + 1) % (taken < plain ? plain : colours);
    }
    if (!is_taken[colour]) {
      is_taken[colour] = true;
      ++taken;
    }
    found[i] = static_cast<std::uint8_t>(colour);
  }
  return found;
}

}  // namespace interleave::ui
