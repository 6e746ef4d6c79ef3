// SPDX-License-Identifier: GPL-3.0-or-later
// A workload's part of the Python program that an experiment amounts to: what a job does, and what it needs for it.
// as_python.h puts the model's part around it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/experiment/python_sharing.h"

namespace interleave {

struct PythonPart {
  std::set<std::string> imports = {};
  std::string constants = "";  // at the program's head
  std::string text = "";       // the definition of work(job), and of what it calls
  std::vector<SharedThing> shared = {};
  std::string before = "";  // in the main program, before the clock starts; four spaces
  std::string jobs = "";    // the list of jobs; empty: their numbers
  std::string after = "";   // at the main program's end
};

}  // namespace interleave
