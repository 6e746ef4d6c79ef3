// SPDX-License-Identifier: GPL-3.0-or-later
// `interleave sweep`: one setting over a list of values, models side by side, repeated; table, picture, CSV, JSON.
#pragma once

#include <string>

#include "core/session/sweep.h"
#include "ui/cli/options.h"

namespace interleave::ui {

class SweepCommand {
 public:
  void addTo(CLI::App& app);
  bool isAsked() const;
  int execute(int argc, char** argv);

 private:
  Result<Sweep> sweep() const;
  int measure(Sweep& sweep) const;
  Status draw(const Sweep& sweep, const Figure& looks) const;

  CLI::App* m_command = nullptr;
  ExperimentOptions m_experiment;
  OutputOptions m_output;
  std::string m_csv;
  std::string m_repeat = "1";
};

}  // namespace interleave::ui
