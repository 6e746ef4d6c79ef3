// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/sweep_runs.h"

#include <algorithm>
#include <utility>

namespace interleave::ui {

std::vector<FindingsPtr> SweepRuns::keep(const SweepStep& step, FindingsPtr findings) {
  std::vector<FindingsPtr> gone;
  const auto drop = [&](auto at) {
    m_slices -= at->findings->figures.slices;
    gone.push_back(std::move(at->findings));
    m_kept.erase(at);
  };
  const auto before = std::find_if(m_kept.begin(), m_kept.end(), [&](const Kept& kept) {
    return kept.series == step.series && kept.point == step.point;
  });
  if (before != m_kept.end()) {
    drop(before);
  }
  m_slices += findings->figures.slices;
  m_kept.push_back({step.series, step.point, std::move(findings), std::nullopt});
  while (m_kept.size() > 1 && (m_kept.size() > kMostRuns || m_slices > kMostSlices)) {
    drop(m_kept.begin());
  }
  return gone;
}

SweepRuns::Kept* SweepRuns::find(std::size_t series, std::size_t point) {
  const auto found = std::find_if(m_kept.begin(), m_kept.end(),
                                  [&](const Kept& kept) { return kept.series == series && kept.point == point; });
  return found == m_kept.end() ? nullptr : &*found;
}

std::vector<FindingsPtr> SweepRuns::clear() {
  std::vector<FindingsPtr> gone;
  for (Kept& kept : m_kept) {
    gone.push_back(std::move(kept.findings));
  }
  m_kept.clear();
  m_slices = 0;
  return gone;
}

}  // namespace interleave::ui
