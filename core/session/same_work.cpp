// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/same_work.h"

#include <fmt/format.h>

#include "core/base/clock.h"

namespace interleave {

bool isSameWork(const Experiment& a, const Experiment& b) {
  return a.workload == b.workload && a.parameters == b.parameters && a.jobs == b.jobs;
}

bool isSerialFormOf(const Experiment& serial, const Experiment& experiment) {
  return serial.model == Model::Serial && serial.runtime == experiment.runtime && isSameWork(serial, experiment);
}

std::optional<double> speedUp(const RunTime& run, const RunTime& first) {
  if (!run.has_finished || !first.has_finished || run.elapsed_ns <= 0 || first.elapsed_ns <= 0) {
    return std::nullopt;
  }
  return static_cast<double>(first.elapsed_ns) / static_cast<double>(run.elapsed_ns);
}

std::string comparedSentence(const RunFigures& figures, const std::optional<double>& speed_up) {
  std::string sentence = fmt::format("{:.3f} s", seconds(figures.elapsed_ns));
  if (speed_up) {
    sentence += fmt::format(" · {:.2f}×", *speed_up);
  }
  if (figures.overlap) {
    sentence += fmt::format(" · overlap {:.3f}", *figures.overlap);
  }
  return sentence;
}

}  // namespace interleave
