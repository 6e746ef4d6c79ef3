// SPDX-License-Identifier: GPL-3.0-or-later
// How well a run was seen, in words; a dash for what is not known.
#pragma once

#include <QString>

#include "core/session/measurement.h"

namespace interleave::ui {

/// "exact (perf)", "every 10 ms (/proc)", "none".
QString viewText(const Measurement& measurement);
/// "tsc, 1 ns".
QString clockText(const Measurement& measurement);
/// "8.5 ns".
QString nanosecondsText(std::optional<double> ns);
/// "99.9 %"; rounded down, so that 100 % means all.
QString shareText(std::optional<double> ratio, int decimals);

}  // namespace interleave::ui
