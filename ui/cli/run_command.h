// SPDX-License-Identifier: GPL-3.0-or-later
// `interleave run`: one experiment, its outputs, its figures.
#pragma once

#include "core/session/run_session.h"
#include "ui/cli/options.h"

namespace interleave::ui {

class RunCommand {
 public:
  void addTo(CLI::App& app);
  bool isAsked() const;
  /// REQUIRES: isAsked(). argc and argv are for Qt, which pictures need. Returns the exit status.
  int execute(int argc, char** argv);

 private:
  int runAgainst(const Experiment& experiment, const Figure& figure, int argc, char** argv) const;
  Result<SessionSettings> settingsFor(const Experiment& experiment) const;

  CLI::App* m_command = nullptr;
  ExperimentOptions m_experiment;
  bool m_prints_python = false;
  std::optional<std::string> m_against;
  std::vector<std::string> m_interval_steps;  // as typed
  std::optional<std::string> m_keep_minutes;
  OutputOptions m_output;
};

}  // namespace interleave::ui
