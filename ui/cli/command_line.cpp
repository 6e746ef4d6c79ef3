// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/command_line.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/names.h"
#include "core/trace_file/trace_file.h"
#include "ui/cli/compare_command.h"
#include "ui/cli/exit_status.h"
#include "ui/cli/export_command.h"
#include "ui/cli/list_command.h"
#include "ui/cli/reproduce_command.h"
#include "ui/cli/run_command.h"
#include "ui/cli/sweep_command.h"
#include "ui/cli/watch_command.h"

namespace interleave::ui {
namespace {

const std::vector<std::string> kCommands{"run", "compare", "sweep", "watch", "export", "list", "reproduce"};

// CLI11's own text for a word it can't place names no alternatives.
std::string explain(const CLI::App& app, const CLI::Error& error, int argc, char** argv) {
  const bool is_command = argc > 1 && argv[1][0] != '-';
  if (is_command && std::find(kCommands.begin(), kCommands.end(), argv[1]) == kCommands.end()) {
    return unknownName("command", argv[1], kCommands);
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    const CLI::App* command = app.get_subcommands().empty() ? &app : app.get_subcommands().front();
    std::vector<std::string> names;
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& long_name : option->get_lnames()) {
        names.push_back("--" + long_name);
      }
    }
    for (const std::string& extra : command->remaining(true)) {
      if (extra.starts_with("-")) {
        return unknownName("option", extra.substr(0, extra.find('=')), names);
      }
    }
  }
  return error.what();
}

}  // namespace

bool namesTraceFiles(int argc, char** argv) {
  return argc > 1 && std::all_of(argv + 1, argv + argc, [](const char* word) {
           std::error_code ignored;
           const bool is_command = std::find(kCommands.begin(), kCommands.end(), word) != kCommands.end();
           return word[0] != '-' && !is_command &&
                  (isTraceFileName(word) || std::filesystem::is_regular_file(word, ignored));
         });
}

int runCommandLine(int argc, char** argv) {
  CLI::App app("Interleave shows how concurrent programs really run. Without a command it opens its window.",
               "interleave");
  app.set_version_flag("--version", "interleave " INTERLEAVE_VERSION);
  app.require_subcommand(0, 1);
  app.footer("Example: interleave run --runtime gil --model threads --workers 4 --png threads.png");
  RunCommand run;
  SweepCommand sweep;
  CompareCommand compare;
  ListCommand list;
  ReproduceCommand reproduce;
  WatchCommand watch;
  ExportCommand exported;
  run.addTo(app);
  sweep.addTo(app);
  compare.addTo(app);
  watch.addTo(app);
  exported.addTo(app);
  list.addTo(app);
  reproduce.addTo(app);
  try {
    app.parse(watch.takeCommand(argc, argv), argv);
  } catch (const CLI::Success& asked_for) {  // --help, --version
    return app.exit(asked_for);
  } catch (const CLI::Error& error) {
    fmt::print(stderr, "interleave: {}\n", explain(app, error, argc, argv));
    return kBadArguments;
  }
  if (run.isAsked()) {
    return run.execute(argc, argv);
  }
  if (sweep.isAsked()) {
    return sweep.execute(argc, argv);
  }
  if (compare.isAsked()) {
    return compare.execute(argc, argv);
  }
  if (watch.isAsked()) {
    return watch.execute(argc, argv);
  }
  if (exported.isAsked()) {
    return exported.execute(argc, argv);
  }
  if (list.isAsked()) {
    return list.execute();
  }
  if (reproduce.isAsked()) {
    return reproduce.execute(argc, argv);
  }
  fmt::print(stderr, "interleave: no command; one of {}\n", fmt::join(kCommands, ", "));
  return kBadArguments;
}

}  // namespace interleave::ui
