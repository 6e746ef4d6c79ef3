// SPDX-License-Identifier: GPL-3.0-or-later
// A table of which whole rows are chosen, without a grid, as every table of the window looks.
#pragma once

#include <QTableView>

namespace interleave::ui {

/// `name`: for who doesn't see it. The model isn't owned; Tab leaves the table.
QTableView* rowTable(QAbstractItemModel& model, const QString& name, int row_px = 26);

}  // namespace interleave::ui
