// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/share_lines.h"

#include <algorithm>

#include "ui/window/figures_text.h"

namespace interleave::ui {
namespace {

constexpr double kSmallest_ratio = 0.005;

struct Wait {
  State state;
  const char* word;
};
constexpr Wait kWaits[] = {{State::GilWait, "GIL"},       {State::LockWait, "lock"},   {State::IoWait, "I/O"},
                           {State::Waiting, "waiting"},   {State::Copying, "copying"}, {State::Ready, "ready"},
                           {State::Starting, "starting"}, {State::Lost, "lost"}};

QString percentText(double ratio) {
  return QString::number(ratio * 100.0, 'f', ratio >= 0.0995 || ratio == 0.0 ? 0 : 1) + " %";
}

}  // namespace

std::vector<ShareLine> workerLines(const TraceSnapshot& snapshot, const RunFigures& figures) {
  std::vector<ShareLine> lines;
  for (std::size_t i = 0; i < figures.workers.size() && i < snapshot.tracks.size(); ++i) {
    const WorkerFigures& worker = figures.workers[i];
    std::int64_t there_ns = worker.idle_ns;
    for (const std::int64_t time_ns : worker.times) {
      there_ns += time_ns;
    }
    const auto ratioOf = [&](std::int64_t ns) {
      return there_ns > 0 ? static_cast<double>(ns) / static_cast<double>(there_ns) : 0.0;
    };
    ShareLine line;
    line.name = QString::fromStdString(snapshot.tracks[i].info().name());
    line.ratio = ratioOf(worker.busy_ns);
    line.running = there_ns > 0 ? percentText(line.ratio) : QString::fromUtf16(kNothing);
    const Wait* main = std::max_element(std::begin(kWaits), std::end(kWaits), [&](const Wait& a, const Wait& b) {
      return worker.times[index(a.state)] < worker.times[index(b.state)];
    });
    const double wait = ratioOf(worker.times[index(main->state)]);
    if (wait >= kSmallest_ratio) {
      line.wait = QString("%1 %2").arg(main->word, percentText(wait));
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<ShareLine> coreLines(const RunFigures& figures) {
  std::vector<ShareLine> lines;
  for (const CoreFigures& core : figures.cores) {
    ShareLine line;
    line.name = QString("core %1").arg(core.core);
    line.ratio =
        figures.elapsed_ns > 0 ? static_cast<double>(core.running_ns) / static_cast<double>(figures.elapsed_ns) : 0.0;
    line.running = percentText(std::min(1.0, line.ratio));
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace interleave::ui
