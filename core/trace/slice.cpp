// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/slice.h"

namespace interleave {

const char* label(State state) {
  switch (state) {
    case State::Idle:
      return "idle";
    case State::Starting:
      return "starting";
    case State::Running:
      return "running";
    case State::Ready:
      return "ready, no core";
    case State::GilWait:
      return "waiting for the GIL";
    case State::LockWait:
      return "waiting for a lock";
    case State::IoWait:
      return "waiting for I/O";
    case State::Waiting:
      return "waiting";
    case State::Copying:
      return "copying data";
    case State::Lost:
      return "samples lost";
    case State::Gone:
      break;
  }
  return "gone";
}

}  // namespace interleave
