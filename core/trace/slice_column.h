// SPDX-License-Identifier: GPL-3.0-or-later
// One track's finished slices: append-only chunks of 4096 packed ones, each with its levels of detail.
//
// Threading: one thread appends; a copy (view()) may be read by any thread at the same time, for what a view speaks of
// is never written again. Ownership: chunks are shared between the column and its views.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "core/trace/slice_column_view.h"

namespace interleave {

class SliceColumn {
 public:
  /// Slices come in order and don't overlap; one that begins before the last one's end is cut to it, one that is then
  /// empty is dropped, one that is too long for the packed form is split.
  void append(Slice slice);
  SliceColumnView view() const { return m_view; }
  std::int64_t end_ns() const { return m_end_ns; }

 private:
  using Chunk = SliceColumnView::Chunk;
  struct Slab;
  std::shared_ptr<Chunk> newChunk();
  void appendPacked(const Slice& slice);
  void beginChunk(std::int64_t begin_ns);
  void countOtherJob(JobId job);
  JobId finishedBlockJob();

  SliceColumnView m_view;
  Chunk* m_chunk = nullptr;      // the one being filled
  std::shared_ptr<Slab> m_slab;  // where chunks come from, once there are many
  std::size_t m_slab_used = 0;   // chunks of it
  std::int64_t m_end_ns = 0;
  StateTimes m_total{};
  // Of the block being filled, for its dominant job: who runs and how long it has in a row, the others' time.
  JobId m_job = kNoJob;
  std::int64_t m_job_ns = 0;
  std::vector<std::pair<JobId, std::int64_t>> m_other_jobs;
};

}  // namespace interleave
