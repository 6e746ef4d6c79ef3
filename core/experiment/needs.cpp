// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/needs.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include "core/base/room.h"

namespace interleave {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kKept = 16 << 20;          // of the disk stays free, for everybody else
constexpr std::uint64_t kCompressing = 1'500'000;  // a block of text and zlib's own, a worker
constexpr std::uint64_t kDatabaseCache = 2 << 20;  // SQLite's, a worker

std::uint64_t number(const Experiment& experiment, const char* key) {
  return static_cast<std::uint64_t>(integer(experiment.parameters, key));
}

std::string workersText(std::uint64_t workers) {
  return fmt::format("{} worker{}", workers, workers == 1 ? "" : "s");
}

bool isThere(const Needs& needs) {
  std::error_code ignored;
  return fs::is_regular_file(fs::path(madeFilesPath()) / needs.file, ignored);
}

}  // namespace

std::string logFileName(std::uint64_t bytes, std::uint64_t seed) {
  return fmt::format("log-v1-{}-{}.log", bytes, seed);
}

std::string databaseFileName(std::uint64_t rows, std::uint64_t seed) {
  return fmt::format("orders-v1-{}-{}.sqlite", rows, seed);
}

Needs needsOf(const Experiment& experiment) {
  const std::string& workload = experiment.workload;
  const auto workers = static_cast<std::uint64_t>(std::min(experiment.effectiveWorkers(), experiment.jobs));
  Needs needs;
  const auto memory = [&](std::uint64_t bytes, std::string what) {
    needs.memory = bytes;
    needs.memory_what = std::move(what);
  };
  const auto disk = [&](std::uint64_t bytes, const char* what, std::string file) {
    needs.disk = bytes;
    needs.disk_what = what;
    needs.file = std::move(file);
  };
  if (workload == "matrix") {
    const std::uint64_t n = number(experiment, "n");
    memory(3 * sizeof(double) * n * n * workers, fmt::format("{} products of {} x {} at once", workers, n, n));
  } else if (workload == "payload") {
    const std::uint64_t bytes = number(experiment, "size") << 10;
    // What the sender has, and the worker's own copy of it or what both share.
    const bool is_own = choice(experiment.parameters, "how") == "reference";
    memory(2 * bytes * (is_own ? 1 : workers),
           is_own ? fmt::format("data of {}, twice,", sizeText(bytes))
                  : fmt::format("{} with {} each, twice,", workersText(workers), sizeText(bytes)));
  } else if (workload == "compress") {
    memory(kCompressing * workers, workersText(workers) + " that compress");
  } else if (workload == "log-regex" || workload == "file-read") {
    const std::uint64_t bytes = number(experiment, "size") << 20;
    disk(bytes, "the log", logFileName(bytes, experiment.seed));
    const std::uint64_t piece = number(experiment, workload == "log-regex" ? "chunk" : "block") << 10;
    memory(2 * piece * workers, fmt::format("{} with {} each, twice,", workersText(workers), sizeText(piece)));
  } else if (workload == "query") {
    const std::uint64_t rows = number(experiment, "rows");
    disk(rows * kBytesADatabaseRow, "the database", databaseFileName(rows, experiment.seed));
    memory(kDatabaseCache * workers, workersText(workers) + " that ask the database");
  }
  return needs;
}

Status checkMemory(std::uint64_t bytes, const std::string& what) {
  const auto available = availableMemory();
  if (available && bytes > *available / 10 * 9) {
    return fail(ErrorCode::Unavailable,
                fmt::format("{} need {} of memory, and {} are available: choose a smaller size or fewer workers", what,
                            sizeText(bytes), sizeText(*available)));
  }
  return {};
}

Status checkDiskSpace(const std::string& folder, std::uint64_t bytes, const std::string& what) {
  std::error_code ignored;
  fs::path asked = folder;
  while (!fs::exists(asked, ignored) && asked.has_relative_path()) {
    asked = asked.parent_path();
  }
  const auto free_bytes = freeDisk(asked.string());
  if (!free_bytes) {
    return tl::unexpected(free_bytes.error());
  }
  if (bytes + kKept > *free_bytes) {
    return fail(ErrorCode::Unavailable,
                fmt::format("{} needs {} in {}, where {} are free: make room, choose a smaller size, or name another "
                            "folder in XDG_CACHE_HOME",
                            what, sizeText(bytes), folder, sizeText(*free_bytes)));
  }
  return {};
}

Status checkRoom(const Needs& needs) {
  return checkRoom(std::vector<Needs>{needs});
}

Status checkRoom(const std::vector<Needs>& needs) {
  if (needs.empty()) {
    return {};
  }
  const Needs& most =
      *std::max_element(needs.begin(), needs.end(), [](const Needs& a, const Needs& b) { return a.memory < b.memory; });
  if (most.memory > 0) {
    if (const Status ok = checkMemory(most.memory, most.memory_what); !ok) {
      return ok;
    }
  }
  std::set<std::string> files;
  std::uint64_t disk = 0;
  std::string what;
  for (const Needs& one : needs) {
    if (!one.file.empty() && files.insert(one.file).second && !isThere(one)) {
      disk += one.disk;
      what = files.size() == 1 ? one.disk_what : fmt::format("a sweep over {} files", files.size());
    }
  }
  return disk == 0 ? Status() : checkDiskSpace(madeFilesPath(), disk, what);
}

}  // namespace interleave
