// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/table_text.h"

#include <QItemSelectionModel>
#include <QStringList>
#include <QTableView>
#include <algorithm>
#include <numeric>

namespace interleave::ui {

QString tableText(const QTableView& table) {
  const QAbstractItemModel& model = *table.model();
  QList<int> rows;
  for (const QModelIndex& index : table.selectionModel()->selectedRows()) {
    rows << index.row();
  }
  std::sort(rows.begin(), rows.end());
  if (rows.isEmpty()) {
    rows.resize(model.rowCount());
    std::iota(rows.begin(), rows.end(), 0);
  }
  const auto line = [&](const auto& textOf) {
    QStringList cells;
    for (int c = 0; c < model.columnCount(); ++c) {
      cells << textOf(c);
    }
    return cells.join('\t');
  };
  QStringList lines{line([&](int c) { return model.headerData(c, Qt::Horizontal, Qt::DisplayRole).toString(); })};
  for (const int row : rows) {
    lines << line([&](int c) { return model.index(row, c).data().toString(); });
  }
  return lines.join('\n');
}

}  // namespace interleave::ui
