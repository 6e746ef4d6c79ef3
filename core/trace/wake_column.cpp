// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/wake_column.h"

#include <algorithm>
#include <memory>

namespace interleave {

std::size_t WakeColumnView::firstAfter(std::int64_t time_ns) const {
  std::size_t low = 0;
  std::size_t high = m_size;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (at(middle).to_ns > time_ns) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

void WakeColumn::append(Wake wake) {
  if (m_view.m_size > 0) {
    wake.to_ns = std::max(wake.to_ns, m_view.at(m_view.m_size - 1).to_ns);
  }
  wake.from_ns = std::min(wake.from_ns, wake.to_ns);
  if (m_view.m_size % WakeColumnView::kChunk == 0) {
    m_view.m_chunks.push_back(std::make_shared<std::array<Wake, WakeColumnView::kChunk>>(), wake.to_ns);
  }
  m_view.m_chunks[m_view.m_size / WakeColumnView::kChunk][m_view.m_size % WakeColumnView::kChunk] = wake;
  ++m_view.m_size;
}

}  // namespace interleave
