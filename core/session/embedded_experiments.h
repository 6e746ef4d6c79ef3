// SPDX-License-Identifier: GPL-3.0-or-later
// The files of resources/experiments as they were when the program was built, by name: the build makes the source of it, so
// that nothing has to be found at run time.
#pragma once

#include <string_view>
#include <vector>

namespace interleave {

struct EmbeddedExperiment {
  std::string_view name;  // the experiment's id: the file's name without its number and ending
  std::string_view text;
};

const std::vector<EmbeddedExperiment>& embeddedExperiments();

}  // namespace interleave
