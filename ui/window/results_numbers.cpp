// SPDX-License-Identifier: GPL-3.0-or-later
// The four large numbers of the results, by what the run is of.
#include <numeric>

#include "core/base/clock.h"
#include "ui/window/big_number.h"
#include "ui/window/figures_text.h"
#include "ui/window/results_panel.h"

namespace interleave::ui {
namespace {

QString nothing() {
  return QString::fromUtf16(kNothing);
}

std::optional<double> parallelism(const RunFigures& figures) {
  return figures.elapsed_ns > 0 ? std::optional(figures.parallelism) : std::nullopt;
}

}  // namespace

void ResultsPanel::showNumbers(const RunFindings* run, const RunFigures& figures, bool is_part,
                               std::optional<double> speed_up) {
  const int cores = run != nullptr ? run->machine.cores : thisMachine().cores;
  m_numbers[0]->setNumber(run == nullptr ? nothing()
                          : is_part      ? lengthText(seconds(figures.elapsed_ns))
                                         : elapsedText(figures.elapsed_ns),
                          is_part ? "selected" : "elapsed",
                          is_part ? "The length of what is selected" : "From the run's start to its end");
  if (speed_up && !is_part) {
    m_numbers[1]->setNumber(ratioText(speed_up, 2) + "×", "speed-up over serial",
                            "How many times shorter than the serial run of the same work");
  } else {
    m_numbers[1]->setNumber(run != nullptr ? countText(figures.slices) : nothing(), "slices",
                            "Run the same work with the model Serial, and its speed-up is shown here");
  }
  m_numbers[2]->setNumber(ratioText(parallelism(figures), 2), QString("cores busy of %1").arg(cores),
                          "How many cores this run kept busy, on average");
  m_numbers[3]->setNumber(ratioText(figures.overlap, 3), "overlap",
                          "Of the time in which a worker ran, the part in which two or more did");
}

void ResultsPanel::showWatchedNumbers(const RunFindings& run, const RunFigures& figures, bool is_part) {
  std::size_t threads = static_cast<std::size_t>(run.watch->threads);
  if (is_part) {
    threads = 0;
    for (const WorkerFigures& worker : figures.workers) {
      threads +=
          worker.idle_ns + std::accumulate(worker.times.begin(), worker.times.end(), std::int64_t{0}) > 0 ? 1 : 0;
    }
  }
  m_numbers[0]->setNumber(
      elapsedText(figures.elapsed_ns), is_part ? "selected" : "elapsed",
      is_part ? "The length of what is selected" : "From the program's first instruction to its end");
  m_numbers[1]->setNumber(
      countText(threads),
      is_part ? "threads there" : "threads in " + counted(processCount(*run.snapshot), "process", "processes"),
      "Threads of the program and of all that it started");
  m_numbers[2]->setNumber(ratioText(parallelism(figures), 2), QString("cores busy of %1").arg(run.machine.cores),
                          "How many cores the program kept busy, on average");
  m_numbers[3]->setNumber(ratioText(figures.overlap, 3), "overlap",
                          "Of the time in which a thread ran, the part in which two or more did");
}

void ResultsPanel::showFileNumbers(const RunFindings& run, const RunFigures& figures, bool is_part) {
  m_numbers[0]->setNumber(elapsedText(figures.elapsed_ns), is_part ? "selected" : "elapsed",
                          is_part ? "The length of what is selected" : "From the trace's first event to its last");
  m_numbers[1]->setNumber(countText(run.snapshot->tracks.size()),
                          "threads in " + counted(run.file->processes, "process", "processes"),
                          "Threads that the file tells of");
  m_numbers[2]->setNumber(
      ratioText(parallelism(figures), 2), "at work at once",
      "How many threads had a slice under way, on average; a slice may also wait: the file does not "
      "say");
  m_numbers[3]->setNumber(ratioText(figures.overlap, 3), "overlap",
                          "Of the time in which a thread had a slice under way, the part in which two or more did");
}

}  // namespace interleave::ui
