// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/job_table.h"

namespace interleave {
namespace {

// What nobody else reads.
template <class Part>
Part& owned(std::shared_ptr<Part>& part) {
  if (part.use_count() > 1) {
    part = std::make_shared<Part>(*part);
  }
  return *part;
}

}  // namespace

JobTable::JobTable(std::size_t count)
    : m_root(std::make_shared<Root>((count + kFan * kFan - 1) / (kFan * kFan))), m_size(count) {
  std::size_t made = 0;
  for (std::shared_ptr<Branch>& branch : *m_root) {
    branch = std::make_shared<Branch>();
    for (std::size_t i = 0; i < kFan && made < count; ++i, made += kFan) {
      (*branch)[i] = std::make_shared<Leaf>();
    }
  }
}

const JobRecord& JobTable::at(JobId job) const {
  const std::size_t i = number(job);
  return (*(*(*m_root)[i / kFan / kFan])[i / kFan % kFan])[i % kFan];
}

JobRecord& JobTable::edit(JobId job) {
  const std::size_t i = number(job);
  return owned(owned(owned(m_root)[i / kFan / kFan])[i / kFan % kFan])[i % kFan];
}

void JobTable::finish(JobId job, JobState state) {
  JobRecord& record = edit(job);
  if (record.state == JobState::Done || record.state == JobState::Failed) {
    return;
  }
  record.state = state;
  (state == JobState::Done ? m_done : m_failed) += 1;
}

}  // namespace interleave
