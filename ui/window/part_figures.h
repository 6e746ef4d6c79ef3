// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of the part of one or more runs that is selected, computed on a thread of its own. Threading: the GUI
// thread; the newest wish is computed next, those it has overtaken are not.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <memory>
#include <optional>

#include "core/trace/time_range.h"
#include "ui/window/share_lines.h"

namespace interleave::ui {

struct Part {
  RunFigures figures;
  std::vector<ShareLine> worker_lines;
  std::vector<ShareLine> core_lines;
};
using PartPtr = std::shared_ptr<const Part>;

class PartFigures : public QObject {
  Q_OBJECT
 public:
  PartFigures();
  ~PartFigures() override;

  /// computed() follows, unless another wish or forget() does.
  void compute(std::vector<SnapshotPtr> snapshots, TimeRange range);
  void forget();

 signals:
  /// Of each of the snapshots, in their order.
  void computed(const std::vector<interleave::ui::PartPtr>& parts);

 private:
  struct Wish {
    std::vector<SnapshotPtr> snapshots;
    TimeRange range;
    int number = 0;
  };

  void computeNext();

  QThreadPool m_pool;
  std::optional<Wish> m_next;
  bool m_is_computing = false;
  int m_newest = 0;
};

}  // namespace interleave::ui
