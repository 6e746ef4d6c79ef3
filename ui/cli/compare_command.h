// SPDX-License-Identifier: GPL-3.0-or-later
// `interleave compare`: two to four experiments, run one after the other, in one picture and one table.
#pragma once

#include <string>
#include <vector>

#include "core/session/run_record.h"
#include "ui/cli/options.h"

namespace interleave::ui {

class CompareCommand {
 public:
  void addTo(CLI::App& app);
  bool isAsked() const;
  /// REQUIRES: isAsked(). argc and argv are for Qt, which pictures need. Returns the exit status.
  int execute(int argc, char** argv);

 private:
  Status writePicture(const std::vector<RunRecord>& records, Figure figure) const;
  Status writeSummaries(const std::vector<RunRecord>& records) const;

  CLI::App* m_command = nullptr;
  std::vector<std::string> m_files;
  std::string m_order = "stacked";
  OutputOptions m_output;
};

}  // namespace interleave::ui
