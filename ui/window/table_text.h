// SPDX-License-Identifier: GPL-3.0-or-later
// A table as text, to paste it into a document or a spreadsheet.
#pragma once

#include <QString>

class QTableView;

namespace interleave::ui {

/// The head and the selected rows, or all, in the order in which they are shown; cells are apart by tabs.
QString tableText(const QTableView& table);

}  // namespace interleave::ui
