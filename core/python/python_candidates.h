// SPDX-License-Identifier: GPL-3.0-or-later
// Where interpreters may be: nothing is run to find out.
// Threading: any thread, as long as nobody changes the environment.
#pragma once

#include <string>
#include <vector>

namespace interleave {

struct PythonPlaces {
  std::vector<std::string> path;     // folders, as in PATH
  std::vector<std::string> folders;  // more of them
  std::string home;                  // for ~/.pyenv and ~/.local/share/uv
  std::vector<std::string> named;    // programs named by hand

  /// From the environment.
  static PythonPlaces ofThisMachine();
};

/// Programs with a Python's name (python, python3, python3.N, python3.Nt), in order of the places, each file once: by
/// its name in the first place where it was found, links resolved, but for a virtual environment's, which is one of its
/// own.
std::vector<std::string> pythonCandidates(const PythonPlaces& places);

}  // namespace interleave
