// SPDX-License-Identifier: GPL-3.0-or-later
// Who let whom go on: hand-overs of a lock, of the GIL or of work, in order of the instant at which the other went on.
//
// Threading: one thread appends; a copy (view()) may be read by any thread at the same time, for a slot once counted in
// a view is never written again. Ownership: chunks are shared between the column and its views.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/trace/chunk_list.h"
#include "core/trace/slice.h"

namespace interleave {

struct Wake {
  std::int64_t from_ns = 0;  // `from` gave up what the other waited for
  std::int64_t to_ns = 0;    // `to` went on
  WorkerId from{};
  WorkerId to{};
  State waited_for = State::GilWait;

  friend bool operator==(const Wake&, const Wake&) = default;
};

class WakeColumnView {
 public:
  std::size_t size() const { return m_size; }
  /// REQUIRES: i < size().
  const Wake& at(std::size_t i) const { return m_chunks[i / kChunk][i % kChunk]; }
  /// The first one with to_ns > `time_ns`; size() when there is none.
  std::size_t firstAfter(std::int64_t time_ns) const;

 private:
  friend class WakeColumn;
  static constexpr std::size_t kChunk = 1024;
  ChunkList<std::array<Wake, kChunk>> m_chunks;  // by to_ns
  std::size_t m_size = 0;
};

class WakeColumn {
 public:
  /// One that went on before the last one did is taken to have gone on with it.
  void append(Wake wake);
  WakeColumnView view() const { return m_view; }

 private:
  WakeColumnView m_view;
};

}  // namespace interleave
