// SPDX-License-Identifier: GPL-3.0-or-later
// A fixture for tests that need the usual Python of this machine: they are skipped where it has none.
#pragma once

#include <gtest/gtest.h>

#include "core/python/python_discovery.h"

namespace interleave::test {

class PythonHere : public testing::Test {
 protected:
  void SetUp() override {
    const auto found = choosePython("");
    if (!found) {
      GTEST_SKIP() << found.error().message;
    }
    m_python = *found;
  }

  PythonInterpreter m_python;
};

}  // namespace interleave::test
