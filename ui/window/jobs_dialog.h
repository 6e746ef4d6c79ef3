// SPDX-License-Identifier: GPL-3.0-or-later
// A table of the shown run's jobs, beside the window; follows the run while it is live.
#pragma once

#include <QDialog>

#include "core/trace/trace_snapshot.h"

class QLabel;
class QTableView;

namespace interleave::ui {

class JobsModel;

class JobsDialog : public QDialog {
  Q_OBJECT
 public:
  explicit JobsDialog(QWidget* parent);
  void setRun(const QString& title, const SnapshotPtr& snapshot);

 private:
  /// The selected rows, or all, as tab-separated text.
  void copy();

  QLabel* m_title = nullptr;
  JobsModel* m_model = nullptr;
  QTableView* m_table = nullptr;
};

}  // namespace interleave::ui
