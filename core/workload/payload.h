// SPDX-License-Identifier: GPL-3.0-or-later
// Gets data from another process and looks through it. Through a pipe the getting is marked as copying; by shared
// memory as waiting for I/O, for there it is the other process that copies. By reference the data is in the own process
// already. The result is the sum of every kPayloadStride-th word, modulo 2^64: it touches every page and leaves the
// moving of the data what takes the time, in CPython too, where adding up all of it would take twenty times as long as
// getting it.
#pragma once

#include <map>
#include <mutex>

#include "core/workload/payload_sender.h"
#include "core/workload/workload.h"

namespace interleave {

class Payload : public Workload {
 public:
  explicit Payload(const WorkloadSettings& settings);
  Result<JobResult> run(JobContext& job) const override;
  std::optional<Conclusion> conclude(const Board& board) const override;

 private:
  Result<PayloadSource*> sourceOf(const JobContext& job) const;

  std::string m_how;
  std::uint64_t m_bytes;
  std::vector<std::string> m_command;
  std::vector<std::uint64_t> m_own;  // by reference: what every job reads
  mutable std::mutex m_mutex;
  mutable std::map<std::uint32_t, PayloadSource> m_sources;  // under m_mutex; each used by its worker alone
};

}  // namespace interleave
