// SPDX-License-Identifier: GPL-3.0-or-later
// Figures as the window says them: with a unit, and with a dash where nothing was measured.
#pragma once

#include <QString>
#include <cstdint>
#include <optional>

#include "core/session/run_outcome.h"
#include "core/trace/trace_snapshot.h"

namespace interleave::ui {

inline constexpr char16_t kNothing[] = u"–";

/// "0.348 s": always in seconds, so that runs compare at a glance.
QString elapsedText(std::int64_t ns);
/// "5.08 ms": in the unit that fits.
QString lengthText(std::optional<double> seconds);
/// "0.98".
QString ratioText(std::optional<double> ratio, int decimals);
/// "stopped", "timed out": how a run ended, in one or two words.
QString outcomeText(OutcomeKind kind);
/// "1,000,000".
QString countText(std::uint64_t count);
/// "5 of 8 jobs · 1.4 s left": the rest only once enough jobs have ended for the mean of them to say something, which
/// takes at least four jobs and as many as there are workers.
QString progressText(const TraceSnapshot& snapshot, int workers);
/// "12 threads in 3 processes · 1.234 s": of a watched program, those seen up to now.
QString watchedText(const TraceSnapshot& snapshot);
/// "12 threads", "1 thread".
QString counted(std::uint64_t count, const QString& one, const QString& many);
/// How many processes the tracks belong to.
std::size_t processCount(const TraceSnapshot& snapshot);

}  // namespace interleave::ui
