// SPDX-License-Identifier: GPL-3.0-or-later
// Asks a real SQLite database file: job i sums what the customers bought whose number leaves i mod 10 when divided by
// ten, over a table without an index. As Python's sqlite3 does, it releases the runtime's lock while the database
// works. The result is the sum.
#pragma once

#include "core/workload/workload.h"

namespace interleave {

class Query : public Workload {
 public:
  explicit Query(const WorkloadSettings& settings);
  Status prepare(Preparation& preparation) const override;
  Result<JobResult> run(JobContext& job) const override;

  /// Customer and amount of row `row`, as they are written into the table.
  struct Order {
    std::int64_t customer = 0;
    std::int64_t amount = 0;
  };
  static Order order(std::uint64_t seed, std::uint64_t row);

 private:
  std::string name() const;
  Status write(const std::string& path, const Preparation& preparation) const;

  std::uint64_t m_rows;
  std::uint64_t m_seed;
};

}  // namespace interleave
