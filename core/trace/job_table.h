// SPDX-License-Identifier: GPL-3.0-or-later
// What became of each job, by number.
//
// A tree of shared parts: a copy costs the same however many jobs there are, and keeps what it had; the first change
// after it copies the few parts on the way to that job. Threading: one thread edits its table; copies may be read by
// any thread at the same time.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"

namespace interleave {

enum class JobState : std::uint8_t { Waiting, Running, Done, Failed };

struct JobRecord {
  JobState state = JobState::Waiting;
  WorkerId worker{};                     // the one that has it, in the end the one that ended it
  std::optional<WorkerId> first_worker;  // the one that began it, when that is another (a hybrid's job has two halves)
  std::optional<std::int64_t> begin_ns;
  std::optional<std::int64_t> end_ns;
  std::uint64_t ticks = 0;
  std::optional<std::uint64_t> result;
  std::string error;
};

class JobTable {
 public:
  explicit JobTable(std::size_t count = 0);
  std::size_t size() const { return m_size; }
  /// REQUIRES: number(job) < size().
  const JobRecord& at(JobId job) const;
  /// For the one writer. A copy made before keeps what it had. REQUIRES: number(job) < size().
  JobRecord& edit(JobId job);
  std::size_t doneCount() const { return m_done; }
  std::size_t failedCount() const { return m_failed; }
  /// Records the end of a job: its state and the counts. A job ends once; a second end is ignored.
  void finish(JobId job, JobState state);

 private:
  static constexpr std::size_t kFan = 64;
  using Leaf = std::array<JobRecord, kFan>;
  using Branch = std::array<std::shared_ptr<Leaf>, kFan>;
  using Root = std::vector<std::shared_ptr<Branch>>;  // 25 of them for the most jobs that a run may have

  std::shared_ptr<Root> m_root;
  std::size_t m_size = 0;
  std::size_t m_done = 0;
  std::size_t m_failed = 0;
};

}  // namespace interleave
