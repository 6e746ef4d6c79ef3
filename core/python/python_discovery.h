// SPDX-License-Identifier: GPL-3.0-or-later
// Which Python interpreters this machine has: every candidate is asked once, several at a time; those that can't be
// used are listed too, with the reason.
//
// Threading: any thread, which is blocked meanwhile: milliseconds when the answers are cached, else about as long as a
// few interpreters take to start, at worst the time limit of one that hangs. Not for the GUI's thread.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/python/python_candidates.h"
#include "core/python/python_interpreter.h"

namespace interleave {

struct PythonSearch {
  PythonPlaces places = PythonPlaces::ofThisMachine();
  std::string cache_file;                          // empty: none
  int time_limit_ms = 10'000;                      // for one interpreter to answer
  int at_once = 4;                                 // how many are asked at a time
  const std::atomic<bool>* is_given_up = nullptr;  // once true: who has not answered by then counts as a problem

  /// The usual places and the usual cache.
  static PythonSearch usual();
};

/// All that were found: first those that can be used, in the order of the places; then the others.
std::vector<PythonInterpreter> findPythons(const PythonSearch& search = PythonSearch::usual());

/// The interpreter that `wanted` means, or why there is none and which there are:
///   ""                    python3 of PATH, or else the newest
///   "3", "3.12", "3.12.1" the newest of that version; "3.13t": free-threaded
///   "/path/to/python", "~/python"   that one
Result<PythonInterpreter> choosePython(const std::string& wanted, const PythonSearch& search = PythonSearch::usual());

}  // namespace interleave
