// SPDX-License-Identifier: GPL-3.0-or-later
// The runner's process: reads its command line and lives its life.
#include <cstdio>

#include "core/exec/runner.h"

int main(int argc, char** argv) {
  constexpr int kWrongUse = 2;
  const auto arguments = interleave::parseRunnerArguments({argv + (argc > 0 ? 1 : 0), argv + argc});
  if (!arguments) {
    std::fprintf(stderr, "%s\n", arguments.error().message.c_str());
    return kWrongUse;
  }
  return interleave::runRunner(*arguments);
}
