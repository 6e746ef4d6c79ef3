// SPDX-License-Identifier: GPL-3.0-or-later
// A run that kept only its newest part, in the chart: what lies before it is neither idle nor waiting but not known.
// Pure functions; any thread.
#pragma once

#include <QPainter>
#include <QString>

#include "ui/chart/chart_input.h"
#include "ui/chart/chart_style.h"
#include "ui/chart/timeline_layout.h"

namespace interleave::ui {

/// The sentence of a panel as it is shown: first that something was dropped, where it was.
QString shownSentence(const PanelInput& panel);
/// Up to where in the plot `panel` shows nothing, because it was dropped, px; the plot's left where all in sight is
/// kept. Bars from start to stop are known of the whole run.
double keptLeft(const TimelineLayout& layout, const PanelInput& panel);
/// Leaves of `row` only what begins at or right of a column.
void cutBefore(RowLayout& row, int column);
/// Fills what was dropped of a panel's lanes, and says so there where the words have room.
void paintDropped(QPainter& painter, const TimelineLayout& layout, std::size_t panel, const ChartStyle& style);

}  // namespace interleave::ui
