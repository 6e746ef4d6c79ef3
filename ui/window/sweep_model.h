// SPDX-License-Identifier: GPL-3.0-or-later
// A sweep's points as a table, a line a point: what was measured up to now. For a view that sorts by SortRole.
#pragma once

#include <QAbstractTableModel>

#include "core/session/sweep.h"

namespace interleave::ui {

class SweepModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { kModel, kValue, kRuns, kLeast, kMedian, kMost, kSpeedUp, kColumns };
  static constexpr int kSortRole = Qt::UserRole;

  using QAbstractTableModel::QAbstractTableModel;

  /// Null: no lines. REQUIRES: the sweep outlives its being shown; after a change of it, pointChanged().
  void setSweep(const Sweep* sweep);
  void pointChanged(const SweepStep& step);
  SweepStep stepAt(int row) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  QString text(const SweepStep& step, int column) const;
  QVariant sortKey(const SweepStep& step, int column) const;

  const Sweep* m_sweep = nullptr;
  std::vector<SweepStep> m_rows;
};

}  // namespace interleave::ui
