// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of one record of a perf ring, read as a SwitchRecord. What is read was written by the kernel into memory that we
// mapped, and is checked like any input: nothing outside of the record's own bytes is looked at.
//
// Layout: perf_event_open(2), "MMAP layout", for events with sample_id_all and PERF_SAMPLE_TID | TIME | CPU.
// Any thread.
#pragma once

#include <cstddef>
#include <span>

#include "core/base/switch_record.h"

namespace interleave {

enum class RecordReading {
  Known,      // it became a SwitchRecord
  Other,      // well-formed, of a kind that says nothing about switches
  Malformed,  // its sizes make no sense
};

/// Reads the record that `bytes` consists of. A loss says until when (`until_ns`); since when only the ring's reader knows.
RecordReading readPerfRecord(std::span<const std::byte> bytes, SwitchRecord& record);

}  // namespace interleave
