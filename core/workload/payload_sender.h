// SPDX-License-Identifier: GPL-3.0-or-later
// The process that has the data which the jobs of `payload` want: one for each worker, as a parent has it for its pool.
// Asked, it writes so many bytes into the pipe, or into the memory that both share.
//
// Protocol, on a socket of sequenced packets: one byte from the sender when it has its data; then PayloadRequests, and
// by shared memory one byte in answer to each when it is there. Threading: a PayloadSource is used by one worker's
// thread, which must live as long as its process is wanted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/child_process.h"
#include "core/base/unique_fd.h"
#include "core/workload/job_context.h"

namespace interleave {

enum class PayloadWay : std::uint32_t { Pipe, SharedMemory };

struct PayloadRequest {
  std::uint64_t bytes = 0;
  PayloadWay way = PayloadWay::Pipe;
  std::uint32_t reserved = 0;
};

/// Of the words a job adds up each so-manieth: one in 1,024 bytes, four in a page. Divides a kB, the unit of sizes.
constexpr std::size_t kPayloadStride = 128;

/// The word that stands at index `i` of every payload. They repeat, so that CPython, too, has them within milliseconds;
/// after a prime number of words, so that no piece of a payload can stand for another unnoticed.
constexpr std::uint64_t payloadWord(std::uint64_t i) {
  return i % 4099 * 0x9E3779B97F4A7C15u;
}

class PayloadSource {
 public:
  /// Returns when the process has its data. REQUIRES: called inside job.blocking().
  static Result<PayloadSource> start(const std::vector<std::string>& command, std::uint64_t bytes, PayloadWay way,
                                     const JobContext& job);
  ~PayloadSource();
  PayloadSource(PayloadSource&& other) noexcept;
  PayloadSource& operator=(PayloadSource&&) = delete;

  /// Gets the payload; valid until the next call. Blocks. REQUIRES: called inside job.blocking().
  Result<const std::uint64_t*> get(const JobContext& job);

 private:
  PayloadSource(ChildProcess process, UniqueFd control, UniqueFd pipe, std::uint64_t bytes, PayloadWay way);
  Status waitFor(int fd, const JobContext& job) const;
  Status readPipe(const JobContext& job);
  Status awaitByte(const JobContext& job);

  ChildProcess m_process;
  UniqueFd m_control;
  UniqueFd m_pipe;
  std::uint64_t m_bytes;
  PayloadWay m_way;
  void* m_shared = nullptr;
  std::vector<std::uint64_t> m_received;
};

/// The sender's whole life; returns its exit status. `memory` is what both share; the pipe is the descriptor after it.
int runPayloadSender(UniqueFd control, UniqueFd memory);

}  // namespace interleave
