// SPDX-License-Identifier: GPL-3.0-or-later
// What ran on one core. Pieces come thread by thread, those of one advance() in any order; they are put in order of
// time and joined where one job went on. Threading: the collector's thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/trace/trace_store.h"

namespace interleave {

class CoreTrack {
 public:
  CoreTrack(TraceStore& store, std::uint32_t core) : m_store(&store), m_core(core) {}

  /// REQUIRES: it begins no earlier than what an earlier settle() made known, but for a loss.
  void add(const Slice& piece) { m_pieces.push_back(piece); }
  /// No more will come of the time of the pieces added so far.
  void settle();
  void close();

 private:
  TraceStore* m_store;
  std::uint32_t m_core;
  std::vector<Slice> m_pieces;
  std::optional<Slice> m_growing;  // may be continued
};

}  // namespace interleave
