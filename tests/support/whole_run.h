// SPDX-License-Identifier: GPL-3.0-or-later
// A whole run, from begin to end.
#pragma once

#include <gtest/gtest.h>

#include "core/session/run_session.h"

namespace interleave::test {

/// What it came to, however it ended. That it could not even start fails the test.
inline RunRecord runToEnd(const Experiment& experiment, const SessionSettings& settings = {}) {
  auto session = RunSession::start(experiment, settings);
  if (!session) {
    ADD_FAILURE() << session.error().message;
    return {};
  }
  (*session)->wait();
  return (*session)->record();
}

}  // namespace interleave::test
