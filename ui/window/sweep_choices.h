// SPDX-License-Identifier: GPL-3.0-or-later
// What a person chooses of a sweep besides its experiment: a value, as it is remembered.
#pragma once

#include <QString>
#include <vector>

#include "core/experiment/experiment.h"

namespace interleave::ui {

struct SweepChoices {
  QString key = "workers";
  QString values;  // as typed; empty: the usual ones
  std::vector<Model> models{Model::Serial, Model::Threads, Model::Processes};
  int repeats = 3;
  friend bool operator==(const SweepChoices&, const SweepChoices&) = default;
};

}  // namespace interleave::ui
