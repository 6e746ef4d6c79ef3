// SPDX-License-Identifier: GPL-3.0-or-later
// Where a worker's slices go as they become known: straight into the store, or to be joined with the kernel's word
// first.
#pragma once

#include <cstdint>
#include <optional>

#include "core/trace/slice.h"

namespace interleave {

class SliceSink {
 public:
  virtual ~SliceSink() = default;
  /// In order of time by worker.
  virtual void append(WorkerId worker, const Slice& slice) = 0;
  /// The slice that is still growing, known to have lasted until its end so far; or none.
  virtual void setOpen(WorkerId worker, std::optional<Slice> open) = 0;
  virtual void addCoreRunning(std::uint32_t core, std::int64_t ns) = 0;
};

}  // namespace interleave
