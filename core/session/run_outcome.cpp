// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run_outcome.h"

namespace interleave {

const char* name(OutcomeKind kind) {
  switch (kind) {
    case OutcomeKind::Finished:
      return "finished";
    case OutcomeKind::Cancelled:
      return "cancelled";
    case OutcomeKind::Deadlocked:
      return "deadlocked";
    case OutcomeKind::TimedOut:
      return "timed_out";
    case OutcomeKind::Crashed:
    case OutcomeKind::Failed:
      break;
  }
  return "crashed";
}

}  // namespace interleave
