// SPDX-License-Identifier: GPL-3.0-or-later
// A Python interpreter that was found on this machine, as it described itself, or why it can't be used.
// Threading: values.
#pragma once

#include <map>
#include <string>

namespace interleave {

struct PythonVersion {
  int major = 0;
  int minor = 0;
  int micro = 0;

  std::string text() const;  // "3.11.2"
  friend auto operator<=>(const PythonVersion&, const PythonVersion&) = default;
};

inline constexpr PythonVersion kOldestPython{3, 8, 0};

struct PythonInterpreter {
  std::string path;                             // by which it is started; absolute
  PythonVersion version;                        // 0.0.0: it did not say
  std::string implementation;                   // "CPython"
  std::string build;                            // compiler and date, as in its banner
  bool is_free_threaded = false;                // built so that it can do without a GIL
  bool is_gil_on = true;                        // and whether it starts with one
  std::map<std::string, std::string> packages;  // of joblib, dask, distributed, numpy: those it has, by version
  std::string problem;                          // why it can't be used; empty: it can

  bool isUsable() const { return problem.empty(); }
  /// "CPython 3.11.2", "CPython 3.13.0 free-threaded", "CPython 3.13.0 free-threaded, GIL on".
  std::string name() const;
  friend bool operator==(const PythonInterpreter&, const PythonInterpreter&) = default;
};

}  // namespace interleave
