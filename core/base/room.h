// SPDX-License-Identifier: GPL-3.0-or-later
// How much room there is: memory that could be had, and the disk of the folder for made files. Sizes in bytes.
// Threading: any. Source: proc(5) MemAvailable; cgroup v2 memory.max, memory.current, memory.stat of our group and
// those above it, for a container is given less than its machine has; statvfs(3).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace interleave {

struct RoomSources {
  std::string proc = "/proc";
  std::string cgroup = "/sys/fs/cgroup";
};

/// What could be had without swapping, and within the limits of our groups; nothing where the kernel does not say.
std::optional<std::uint64_t> availableMemory(const RoomSources& sources = {});
/// What an ordinary user may still write to the disk of `folder`.
Result<std::uint64_t> freeDisk(const std::string& folder);

/// Where files are kept that workloads read: $XDG_CACHE_HOME/interleave or ~/.cache/interleave. It may not be there
/// yet.
std::string madeFilesPath();

/// "64 MB", "1.5 GB", "512 kB": in powers of 1,024.
std::string sizeText(std::uint64_t bytes);

}  // namespace interleave
