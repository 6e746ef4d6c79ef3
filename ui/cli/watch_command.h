// SPDX-License-Identifier: GPL-3.0-or-later
// `interleave watch`: any program under the kernel's view. Its streams and its exit status stay its own; what we have
// to say goes to standard error.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/session/watch_record.h"
#include "ui/cli/options.h"

namespace interleave::ui {

class WatchCommand {
 public:
  void addTo(CLI::App& app);
  bool isAsked() const;
  /// Takes the words from the first "--" on: the command to watch, to the letter. Returns how many of the others there
  /// are.
  int takeCommand(int argc, char** argv);
  /// REQUIRES: isAsked(). argc and argv are for Qt, which pictures need. Returns the exit status: the command's own,
  /// 128 + n when signal n ended it.
  int execute(int argc, char** argv);

 private:
  Result<WatchSettings> settings() const;
  bool writeOutputs(const WatchRecord& record, Figure figure, int argc, char** argv) const;

  CLI::App* m_command = nullptr;
  OutputOptions m_output;
  std::vector<std::string> m_words;
  std::optional<std::string> m_pid;
  std::optional<std::string> m_timeout;
  std::optional<std::string> m_keep_minutes;
};

}  // namespace interleave::ui
