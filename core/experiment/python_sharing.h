// SPDX-License-Identifier: GPL-3.0-or-later
// What all jobs share in the Python program that an experiment amounts to: how it is made for the model's kind of
// worker, and how it gets to a worker that is a process.
// Threading: a pure function.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/experiment/experiment.h"

namespace interleave {

/// Made in the main program as the model has it: known in work() by its name.
enum class SharedKind { Counter, Lock, Locks, Queue };
struct SharedThing {
  std::string name;
  SharedKind kind = SharedKind::Counter;
  std::string count = "";  // of Locks
};

struct PythonSharing {
  std::set<std::string> imports = {};
  std::string definitions = "";  // behind that of work()
  std::string before = "";       // in the main program, before the jobs are listed; four spaces
  std::string called = "work";   // what is called with each job
  std::string context = "";      // an expression: the multiprocessing context of the workers
  std::string initializer = "";  // what a pool of processes is told besides, "begin, shared"; empty: nothing
};

/// `things` may be empty. REQUIRES: an experiment that checked() accepts.
PythonSharing pythonSharing(const Experiment& experiment, const std::vector<SharedThing>& things);

}  // namespace interleave
