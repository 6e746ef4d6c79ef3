// SPDX-License-Identifier: GPL-3.0-or-later
// Compresses log text with zlib. As Python's zlib does, it releases the runtime's lock meanwhile. The result is the
// compressed size in bytes.
#pragma once

#include "core/workload/workload.h"

namespace interleave {

class Compress : public Workload {
 public:
  explicit Compress(const WorkloadSettings& settings);
  Result<JobResult> run(JobContext& job) const override;

  /// One MiB of text, which a job compresses again and again: farther apart than zlib looks back.
  static std::string block(std::uint64_t seed);

 private:
  std::uint64_t m_blocks;
  int m_level;
  std::uint64_t m_seed;
};

}  // namespace interleave
