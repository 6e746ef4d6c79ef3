// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/part_figures.h"

#include <utility>

namespace interleave::ui {

PartFigures::PartFigures() {
  m_pool.setMaxThreadCount(1);
}
PartFigures::~PartFigures() {
  m_pool.waitForDone();
}

void PartFigures::compute(std::vector<SnapshotPtr> snapshots, TimeRange range) {
  m_next = Wish{std::move(snapshots), range, ++m_newest};
  if (!m_is_computing) {
    computeNext();
  }
}

void PartFigures::forget() {
  m_next.reset();
  ++m_newest;
}

void PartFigures::computeNext() {
  m_is_computing = true;
  m_pool.start([this, wish = *std::exchange(m_next, std::nullopt)] {
    std::vector<PartPtr> parts;
    for (const SnapshotPtr& snapshot : wish.snapshots) {
      auto part = std::make_shared<Part>();
      part->figures = computeFigures(*snapshot, wish.range);
      part->worker_lines = workerLines(*snapshot, part->figures);
      part->core_lines = coreLines(part->figures);
      parts.push_back(std::move(part));
    }
    QMetaObject::invokeMethod(
        this,
        [this, parts = std::move(parts), number = wish.number] {
          m_is_computing = false;
          if (m_next) {
            computeNext();
          }
          if (number == m_newest) {
            emit computed(parts);
          }
        },
        Qt::QueuedConnection);
  });
}

}  // namespace interleave::ui
