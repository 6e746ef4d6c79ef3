// SPDX-License-Identifier: GPL-3.0-or-later
// Traces drawn as text: one line a track, one character a millisecond. Capital letters run job A, B, ...; others are
// c copying, g waiting for the GIL, i for I/O, l for a lock, w something, r ready, s starting, ? lost, . idle.
#pragma once

#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/trace/trace_store.h"

namespace interleave::test {

inline State stateOf(char c) {
  switch (c) {
    case 'c':
      return State::Copying;
    case 'g':
      return State::GilWait;
    case 'i':
      return State::IoWait;
    case 'l':
      return State::LockWait;
    case 'r':
      return State::Ready;
    case 's':
      return State::Starting;
    case 'w':
      return State::Waiting;
    case '?':
      return State::Lost;
    case '.':
      return State::Idle;
    default:
      return State::Running;
  }
}

/// The snapshot of a finished run that looks like this. Waits belong to the job run last on their track.
inline SnapshotPtr traceFromText(const std::vector<std::string>& lines, std::size_t jobs = 26) {
  TraceStore store(lines.size(), jobs, 2);
  std::int64_t end_ns = 0;
  for (std::size_t track = 0; track < lines.size(); ++track) {
    const WorkerId worker{static_cast<std::uint32_t>(track)};
    const std::string& line = lines[track];
    const auto length_ns = static_cast<std::int64_t>(line.size()) * kNsPerMs;
    store.editInfo(worker).start_ns = 0;
    store.editInfo(worker).gone_ns = length_ns;
    end_ns = std::max(end_ns, length_ns);
    JobId job = kNoJob;
    for (std::size_t begin = 0; begin < line.size();) {
      std::size_t end = begin;
      while (end < line.size() && line[end] == line[begin]) {
        ++end;
      }
      const Slice slice{static_cast<std::int64_t>(begin) * kNsPerMs, static_cast<std::int64_t>(end) * kNsPerMs, job,
                        stateOf(line[begin])};
      if (slice.state == State::Running) {
        job = JobId{static_cast<std::uint32_t>(line[begin] - 'A')};
        store.append(worker, {slice.begin_ns, slice.end_ns, job, slice.state});
        JobRecord& record = store.editJobs().edit(job);
        record.worker = worker;
        record.begin_ns = record.begin_ns.value_or(slice.begin_ns);
        record.end_ns = slice.end_ns;
        store.editJobs().finish(job, JobState::Done);
      } else if (slice.state != State::Idle) {
        store.append(worker, slice);
      }
      begin = end;
    }
  }
  store.publish(end_ns, false);
  return store.snapshot();
}

}  // namespace interleave::test
