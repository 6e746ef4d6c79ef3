// SPDX-License-Identifier: GPL-3.0-or-later
// Draws connectors: a thin line with a dot where the other went on. Threading: the GUI thread.
#pragma once

#include <QPainter>

#include "ui/chart/chart_style.h"
#include "ui/chart/connectors.h"

namespace interleave::ui {

/// A hand-over has the colour of what was waited for, a move its job's.
QColor connectorColour(const Connector& connector, const ChartStyle& style);
void paintConnector(QPainter& painter, const Connector& connector, const ChartStyle& style);

}  // namespace interleave::ui
