// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/joint_state.h"

namespace interleave {

State jointState(State marks, std::optional<State> kernel) {
  if (!kernel || *kernel == State::Lost || *kernel == State::Starting) {
    return marks;
  }
  if (*kernel == State::Gone) {
    return State::Gone;
  }
  switch (marks) {
    case State::Running:
    case State::Ready:
      return *kernel;
    case State::GilWait:
    case State::LockWait:
    case State::IoWait:
    case State::Copying:
      return *kernel == State::Ready ? State::Ready : marks;
    default:
      return marks;
  }
}

}  // namespace interleave
