// SPDX-License-Identifier: GPL-3.0-or-later
// What the card beside the cursor says of the slice, or the merged pixel, that it points at: who and on which core,
// doing what, when, and by whom it was let go on. Pure function.
#pragma once

#include <QPointF>
#include <QString>
#include <QStringList>
#include <optional>
#include <span>

#include "ui/chart/timeline_layout.h"

namespace interleave::ui {

struct HoverText {
  QString head;       // "job 1 · thread 1 · core 0"
  QStringList lines;  // "running", "0.1403 s, for 5.08 ms"
  friend bool operator==(const HoverText&, const HoverText&) = default;
};

/// Nothing where no row is, or before a job began. REQUIRES: `layout` was made of `panels` and `rows`.
std::optional<HoverText> hoverAt(const TimelineLayout& layout, std::span<const PanelInput> panels, Rows rows,
                                 const QPointF& point);

}  // namespace interleave::ui
