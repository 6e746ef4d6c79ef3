// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/core_track.h"

#include <algorithm>

namespace interleave {

void CoreTrack::settle() {
  std::sort(m_pieces.begin(), m_pieces.end(), [](const Slice& a, const Slice& b) { return a.begin_ns < b.begin_ns; });
  for (const Slice& piece : m_pieces) {
    const bool goes_on = m_growing && m_growing->end_ns == piece.begin_ns && m_growing->job == piece.job &&
                         m_growing->state == piece.state;
    if (goes_on) {
      m_growing->end_ns = piece.end_ns;
      continue;
    }
    if (m_growing) {
      m_store->appendOnCore(m_core, *m_growing);
    }
    m_growing = piece;
  }
  m_pieces.clear();
  m_store->setOpenOnCore(m_core, m_growing);
}

void CoreTrack::close() {
  settle();
  if (m_growing) {
    m_store->appendOnCore(m_core, *m_growing);
  }
  m_growing.reset();
  m_store->setOpenOnCore(m_core, std::nullopt);
}

}  // namespace interleave
