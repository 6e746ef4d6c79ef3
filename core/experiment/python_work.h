// SPDX-License-Identifier: GPL-3.0-or-later
// A workload's part of the Python program that an experiment amounts to: what a job does, and what it needs for it.
// as_python.h puts the model's part around it.
// Threading: a pure function.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/experiment/experiment.h"

namespace interleave {

/// What all jobs share, made in the main program as the model has it: under these names in work().
enum class SharedKind { Counter, Lock, Locks, Queue };
struct SharedThing {
  std::string name;
  SharedKind kind = SharedKind::Counter;
  std::string count = "";  // of Locks
};

struct PythonWork {
  std::set<std::string> imports = {};
  std::string constants = "";  // at the program's head
  std::string text = "";       // the definition of work(job), and of what it calls
  std::vector<SharedThing> shared = {};
  std::string before = "";  // in the main program, before the clock starts; four spaces
  std::string jobs = "";    // the list of jobs; empty: their numbers
  std::string after = "";   // at the main program's end
};

/// Nothing for the workloads that as_python.cpp writes itself. REQUIRES: an experiment that checked() accepts.
std::optional<PythonWork> pythonWork(const Experiment& experiment);

}  // namespace interleave
