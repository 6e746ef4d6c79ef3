// SPDX-License-Identifier: GPL-3.0-or-later
// `interleave export`: a trace from a file, of ours or of another program, as a picture, a summary, another trace file.
#pragma once

#include "core/session/file_record.h"
#include "ui/cli/options.h"

namespace interleave::ui {

class ExportCommand {
 public:
  void addTo(CLI::App& app);
  bool isAsked() const;
  /// REQUIRES: isAsked(). argc and argv are for Qt, which pictures need. Returns the exit status.
  int execute(int argc, char** argv);

 private:
  Status writePicture(const FileRecord& record, Figure figure, int argc, char** argv) const;

  CLI::App* m_command = nullptr;
  std::string m_file;
  OutputOptions m_output;
};

}  // namespace interleave::ui
