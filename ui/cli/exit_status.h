// SPDX-License-Identifier: GPL-3.0-or-later
// What the program's exit status says.
#pragma once

#include "core/session/run_outcome.h"

namespace interleave::ui {

inline constexpr int kFinished = 0;
inline constexpr int kOutputFailed = 1;
inline constexpr int kBadArguments = 2;
inline constexpr int kRunFailed = 3;
inline constexpr int kCancelled = 130;

inline int exitStatus(OutcomeKind kind) {
  switch (kind) {
    case OutcomeKind::Finished:
      return kFinished;
    case OutcomeKind::Cancelled:
      return kCancelled;
    default:
      return kRunFailed;
  }
}

}  // namespace interleave::ui
