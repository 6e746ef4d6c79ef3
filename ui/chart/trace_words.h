// SPDX-License-Identifier: GPL-3.0-or-later
// What a chart calls the jobs and processes of a trace, and which colours stand for them: of a trace from a file by
// their names, so that a name has one colour on every track, and in most files the same. Pure functions; any thread.
#pragma once

#include <QString>
#include <cstdint>
#include <span>
#include <vector>

#include "ui/chart/chart_input.h"

namespace interleave::ui {

/// Its name in the file, else "job 3".
QString jobName(const TraceSnapshot& snapshot, JobId job);

/// Whether its tracks stand in groups, each under its process's name.
bool isGroupedByProcess(const TraceSnapshot& snapshot);
/// "python 4711"; "process 4711" where the file has no name for it.
QString processLabel(const TraceSnapshot& snapshot, std::int32_t pid);

/// Room at the left of the rows, px: more where threads have names of their own.
double leftMargin(std::span<const PanelInput> panels);

/// For each job the number of its colour, 0 to `colours` - 1. While there are no more names than colours, none is there
/// twice.
std::vector<std::uint8_t> coloursByName(const TraceNames& names, std::size_t colours);

}  // namespace interleave::ui
