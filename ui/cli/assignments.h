// SPDX-License-Identifier: GPL-3.0-or-later
// Options as typed become values, the first that makes no sense becomes the error. For options.h's own files.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "core/base/result.h"

namespace interleave::ui {

// Collects the first error of a list of assignments, so that each reads as one line.
class Assignments {
 public:
  template <class Target, class Parse>
  void set(const std::optional<std::string>& text, Target& target, Parse parse) {
    if (!text || m_error) {
      return;
    }
    auto value = parse(*text);
    if (value) {
      target = std::move(*value);
    } else {
      m_error = value.error();
    }
  }
  const std::optional<Error>& error() const { return m_error; }

 private:
  std::optional<Error> m_error;
};

}  // namespace interleave::ui
