// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/python_interpreter.h"

#include <fmt/format.h>

namespace interleave {

std::string PythonVersion::text() const {
  return fmt::format("{}.{}.{}", major, minor, micro);
}

std::string PythonInterpreter::name() const {
  if (version == PythonVersion{}) {
    return "Python";
  }
  std::string text = fmt::format("{} {}", implementation.empty() ? "Python" : implementation, version.text());
  if (is_free_threaded) {
    text += is_gil_on ? " free-threaded, GIL on" : " free-threaded";
  }
  return text;
}

}  // namespace interleave
