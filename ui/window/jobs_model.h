// SPDX-License-Identifier: GPL-3.0-or-later
// The jobs of a run as a table: where and when each ran and what came of it. Reads the snapshot as rows are seen, so
// 100,000 jobs cost no more than a screenful.
#pragma once

#include <QAbstractTableModel>

#include "core/trace/trace_snapshot.h"

namespace interleave::ui {

class JobsModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { kJob, kState, kWorker, kBegin, kLength, kTicks, kResult, kError, kColumns };

  using QAbstractTableModel::QAbstractTableModel;

  /// Null: no jobs.
  void setSnapshot(SnapshotPtr snapshot);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  QString text(const JobRecord& job, int row, int column) const;

  SnapshotPtr m_snapshot;
};

}  // namespace interleave::ui
