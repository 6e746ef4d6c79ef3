// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/binary_records.h"

#include "core/trace_file/binary_format.h"

namespace interleave {

std::string encodedWakes(const WakeColumnView& wakes) {
  BinaryEncoder out;
  for (std::size_t i = 0; i < wakes.size(); ++i) {
    const Wake wake = wakes.at(i);
    out.put(wake.from_ns);
    out.put(wake.to_ns);
    out.put(number(wake.from));
    out.put(number(wake.to));
    out.put(static_cast<std::uint32_t>(wake.waited_for));
    out.put(std::uint32_t{0});
  }
  return out.bytes();
}

std::string encodedMarks(const GilMarksView& marks) {
  BinaryEncoder out;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const GilMark mark = marks.at(i);
    out.put(mark.time_ns);
    out.put(static_cast<std::uint32_t>(mark.kind));
    out.put(number(mark.worker));
    out.put(number(mark.holder));
    out.put(std::uint32_t{0});
  }
  return out.bytes();
}

std::string encodedChanges(const std::vector<IntervalChange>& changes) {
  BinaryEncoder out;
  for (const IntervalChange& change : changes) {
    out.put(change.time_ns);
    out.put(change.from_ms);
    out.put(change.to_ms);
  }
  return out.bytes();
}

}  // namespace interleave
