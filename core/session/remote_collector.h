// SPDX-License-Identifier: GPL-3.0-or-later
// Takes what workers that can't write the shared memory did, as it is told after it was done, into the trace store. No
// marks, no kernel's view: running means that they say they computed, waiting that they waited for data; between is
// idle.
//
// What is told is untrusted: spans that name no worker or no job, that go back in time or lie ahead of it are cut or
// left out, and counted. Threading: the session's thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/protocol/message.h"
#include "core/trace/trace_store.h"

namespace interleave {

class RemoteCollector {
 public:
  /// REQUIRES: the store outlives this. `workers`: as many as it has tracks.
  RemoteCollector(TraceStore& store, std::size_t workers) : m_store(store), m_ends_ns(workers, 0) {}

  /// The run's zero, CLOCK_MONOTONIC.
  void setEpoch(std::int64_t epoch_ns) { m_epoch_ns = epoch_ns; }
  /// `now_ns`: in the run's time.
  void take(const SeenElsewhere& seen, std::int64_t now_ns);
  void take(const ViewElsewhere& view);
  /// Marks that a job says it made; its worker is the one that was told of before.
  void addTicks(JobId job, std::uint64_t ticks);
  void endTrack(WorkerId worker, const std::string& reason, std::int64_t now_ns);
  void endAll(std::int64_t end_ns);

  const std::string& source() const { return m_source; }
  std::int64_t clockError_ns() const { return m_clock_error_ns; }
  std::vector<std::string> notes() const;

 private:
  TraceStore& m_store;
  std::vector<std::int64_t> m_ends_ns;  // by track; of its last span
  std::int64_t m_epoch_ns = 0;
  std::int64_t m_clock_error_ns = 0;
  std::string m_source;
  std::vector<std::string> m_notes;
  std::uint64_t m_refused = 0;  // spans that made no sense
};

}  // namespace interleave
