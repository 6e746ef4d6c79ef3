// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/interval_parts.h"

#include <algorithm>

#include "core/trace/statistics.h"

namespace interleave {

std::vector<IntervalPart> intervalParts(const TraceSnapshot& snapshot, double first_ms, std::int64_t elapsed_ns) {
  std::vector<IntervalPart> parts{{0, elapsed_ns, first_ms, 0, {}}};
  for (const IntervalChange& change : snapshot.interval_changes) {
    parts.back().end_ns =
        std::clamp(change.time_ns, parts.back().begin_ns, std::max(parts.back().begin_ns, elapsed_ns));
    parts.push_back({parts.back().end_ns, std::max(parts.back().end_ns, elapsed_ns), change.to_ms, 0, {}});
  }
  std::vector<std::vector<double>> lengths_ms(parts.size());
  std::size_t at = 0;
  for (const RunningSlice& slice : runningSlices(snapshot)) {  // in order of their begin
    while (at + 1 < parts.size() && slice.begin_ns >= parts[at].end_ns) {
      ++at;
    }
    if (slice.end_ns <= parts[at].end_ns || at + 1 == parts.size()) {
      lengths_ms[at].push_back(static_cast<double>(slice.end_ns - slice.begin_ns) / 1e6);
    }
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i].slices = lengths_ms[i].size();
    if (!lengths_ms[i].empty()) {
      const auto middle = lengths_ms[i].begin() + static_cast<std::ptrdiff_t>(lengths_ms[i].size() / 2);
      std::nth_element(lengths_ms[i].begin(), middle, lengths_ms[i].end());
      parts[i].median_slice_ms = *middle;
    }
  }
  return parts;
}

}  // namespace interleave
