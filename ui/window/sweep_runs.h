// SPDX-License-Identifier: GPL-3.0-or-later
// The traces of a sweep's runs: the newest of each point, as many as are worth their memory. Threading: the GUI thread.
#pragma once

#include <deque>
#include <memory>
#include <optional>

#include "core/session/sweep.h"
#include "ui/window/run_shelf.h"

namespace interleave::ui {

class SweepRuns {
 public:
  static constexpr std::size_t kMostRuns = 64;
  static constexpr std::uint64_t kMostSlices = 20'000'000;  // 16 bytes each

  struct Kept {
    std::size_t series = 0;
    std::size_t point = 0;
    FindingsPtr findings;
    std::optional<RunId> on_shelf;  // once it was shown
  };

  /// Returns those that had to go, for another thread to free.
  std::vector<FindingsPtr> keep(const SweepStep& step, FindingsPtr findings);
  /// Null when it is not kept (any more).
  Kept* find(std::size_t series, std::size_t point);
  std::vector<FindingsPtr> clear();

 private:
  std::deque<Kept> m_kept;  // the oldest first
  std::uint64_t m_slices = 0;
};

}  // namespace interleave::ui
