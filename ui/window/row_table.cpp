// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/row_table.h"

#include <QHeaderView>

namespace interleave::ui {

QTableView* rowTable(QAbstractItemModel& model, const QString& name, int row_px) {
  auto* table = new QTableView;
  table->setModel(&model);
  table->setAccessibleName(name);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setShowGrid(false);
  table->setWordWrap(false);
  table->setTabKeyNavigation(false);
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(row_px);
  table->horizontalHeader()->setHighlightSections(false);
  return table;
}

}  // namespace interleave::ui
