// SPDX-License-Identifier: GPL-3.0-or-later
// Names of things as types, so that a job's number is never taken for a worker's.
#pragma once

#include <cstdint>

namespace interleave {

enum class JobId : std::uint32_t {};
enum class WorkerId : std::uint32_t {};

inline constexpr JobId kNoJob{0xFFFFFFFFu};

constexpr std::uint32_t number(JobId id) { return static_cast<std::uint32_t>(id); }
constexpr std::uint32_t number(WorkerId id) { return static_cast<std::uint32_t>(id); }

}  // namespace interleave
