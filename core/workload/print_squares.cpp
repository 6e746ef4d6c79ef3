// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/print_squares.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/clock.h"

namespace interleave {
namespace {

constexpr std::size_t kPrinted = 0;  // cell: how many lines; the lines follow, each 2 x + (1 for f2) + 1
constexpr std::uint64_t kMostShown = 20;

void print(Board& board, std::uint64_t x, bool is_square) {
  const std::uint64_t line = board.cells[kPrinted].fetch_add(1);
  if (line + 1 < Board::kCells) {
    board.cells[1 + line].store(2 * x + (is_square ? 1 : 0) + 1);
  }
}

std::int64_t parameter_ns(const WorkloadSettings& settings, const char* key) {
  return static_cast<std::int64_t>(real(settings.parameters, key) * double{kNsPerMs});
}

}  // namespace

PrintSquares::PrintSquares(const WorkloadSettings& settings)
    : m_is_per_item(choice(settings.parameters, "form") == "per-item"),
      m_items(static_cast<std::uint64_t>(integer(settings.parameters, "items"))),
      m_slow_ns(parameter_ns(settings, "slow")),
      m_fast_ns(parameter_ns(settings, "fast")) {}

Result<JobResult> PrintSquares::run(JobContext& job) const {
  const std::uint64_t id = number(job.job());
  const bool is_square = id % 2 == 1;
  const std::uint64_t begin = m_is_per_item ? id / 2 % m_items : 0;
  const std::uint64_t end = m_is_per_item ? begin + 1 : m_items;
  for (std::uint64_t x = begin; x < end; ++x) {
    job.tick();
    print(job.board(), x, is_square);
    const std::int64_t nap_ns = is_square ? m_fast_ns : m_slow_ns;
    if (job.blocking(IL_WAIT_IO, [&] { return job.waitFor(nap_ns); }) == WaitEnd::Stopped) {
      return stopped();
    }
  }
  return JobResult(end - begin);
}

std::optional<Conclusion> PrintSquares::conclude(const Board& board) const {
  const std::uint64_t lines = board.cells[kPrinted].load();
  const std::uint64_t shown = std::min({lines, kMostShown, std::uint64_t{Board::kCells - 1}});
  std::string text = "printed, in this order:";
  for (std::uint64_t i = 0; i < shown; ++i) {
    const std::uint64_t line = board.cells[1 + i].load() - 1;
    const std::uint64_t x = line / 2;
    text += line % 2 == 1 ? fmt::format(" {}²={}", x, x * x) : fmt::format(" {}", x);
  }
  return Conclusion{lines, shown < lines ? text + " ..." : text};
}

}  // namespace interleave
