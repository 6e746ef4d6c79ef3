// SPDX-License-Identifier: GPL-3.0-or-later
// Who let whom go on: hand-overs of a lock, of the GIL or of work, in order of the instant at which the other went on.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/trace/slice.h"
#include "core/trace/time_column.h"

namespace interleave {

struct Wake {
  std::int64_t from_ns = 0;  // `from` gave up what the other waited for
  std::int64_t to_ns = 0;    // `to` went on
  WorkerId from{};
  WorkerId to{};
  State waited_for = State::GilWait;

  std::int64_t instant_ns() const { return to_ns; }
  void notBefore(std::int64_t ns) {
    to_ns = std::max(to_ns, ns);
    from_ns = std::min(from_ns, to_ns);
  }
  friend bool operator==(const Wake&, const Wake&) = default;
};

using WakeColumnView = TimeColumnView<Wake>;
using WakeColumn = TimeColumn<Wake>;

}  // namespace interleave
