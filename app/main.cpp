// SPDX-License-Identifier: GPL-3.0-or-later
// interleave: the window, or with a command the command line.
#include <fmt/format.h>
#include <signal.h>

#include <cstdlib>

#include "app/gui_main.h"
#include "core/base/log.h"
#include "ui/chart/qt_log.h"
#include "ui/cli/command_line.h"
#include "ui/cli/exit_status.h"

int main(int argc, char** argv) {
  // A closed pipe or a file-size limit is an error of one write, told as such, and no reason to die.
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  interleave::setUpLog("interleave");
  interleave::ui::sendQtMessagesToLog();
  if (argc > 1 && !interleave::ui::namesTraceFiles(argc, argv)) {
    return interleave::ui::runCommandLine(argc, argv);
  }
  const bool has_display = std::getenv("DISPLAY") != nullptr || std::getenv("WAYLAND_DISPLAY") != nullptr ||
                           std::getenv("QT_QPA_PLATFORM") != nullptr;
  if (!has_display) {
    fmt::print(stderr, "interleave: there is no display for the window; without one, try 'interleave run --help'\n");
    return interleave::ui::kBadArguments;
  }
  return interleave::ui::runWindow(argc, argv);
}
