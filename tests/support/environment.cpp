// SPDX-License-Identifier: GPL-3.0-or-later
// Where the programs are that the tests start, set before main() unless the caller chose others; so a test program also
// runs by hand.
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace {

const bool kIsSet = [] {
  constexpr int kKeep = 0;
  setenv("QT_QPA_PLATFORM", "offscreen", kKeep);
  setenv("INTERLEAVE_RUNNER", INTERLEAVE_BIN_DIR "/interleave-runner", kKeep);
  setenv("INTERLEAVE_PROGRAM", INTERLEAVE_BIN_DIR "/interleave", kKeep);
  setenv("INTERLEAVE_PATTERN", INTERLEAVE_BIN_DIR "/pattern", kKeep);
  setenv("INTERLEAVE_PROBE", INTERLEAVE_BIN_DIR "/libinterleave-probe.so", kKeep);
  setenv("INTERLEAVE_SOURCE", INTERLEAVE_SOURCE_DIR, kKeep);
  setenv("XDG_CACHE_HOME", INTERLEAVE_BIN_DIR "/test-cache", kKeep);
  // A mark that all processes of this test inherit, by which they are found.
  setenv("INTERLEAVE_TEST_PID", std::to_string(getpid()).c_str(), 1);
  // The programs set up their log before they have threads; two tests' threads must not be the first to ask for it.
  return spdlog::default_logger_raw() != nullptr;
}();

}  // namespace
