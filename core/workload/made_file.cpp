// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/made_file.h"

#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "core/base/clock.h"

namespace interleave {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kKept = 16 << 20;  // of the disk stays free, for everybody else

// What the kernel says could be had without swapping; 0 where it does not say.
std::uint64_t availableMemory() {
  std::ifstream info("/proc/meminfo");
  for (std::string field; info >> field;) {
    if (std::uint64_t kb = 0; field == "MemAvailable:" && info >> kb) {
      return kb * 1024;
    }
  }
  return 0;
}

}  // namespace

std::string sizeText(std::uint64_t bytes) {
  const auto value = static_cast<double>(bytes);
  if (bytes >= std::uint64_t{1} << 30) {
    return fmt::format("{:.3g} GB", value / (1 << 30));
  }
  if (bytes >= 1 << 20) {
    return fmt::format("{:.4g} MB", value / (1 << 20));
  }
  return bytes >= 1024 ? fmt::format("{:.4g} kB", value / 1024) : fmt::format("{} bytes", bytes);
}

Result<std::string> madeFilesFolder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  fs::path folder;
  if (cache != nullptr && cache[0] == '/') {  // the specification: a relative one is to be ignored
    folder = cache;
  } else if (home != nullptr && home[0] == '/') {
    folder = fs::path(home) / ".cache";
  } else {
    folder = fs::temp_directory_path();
  }
  folder /= "interleave";
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return fail(ErrorCode::Io, fmt::format("can't make the folder {} for the workload's files: {}; name another in "
                                           "XDG_CACHE_HOME",
                                           folder.string(), error.message()));
  }
  return folder.string();
}

Status checkDiskSpace(const std::string& folder, std::uint64_t bytes, const std::string& what) {
  struct statvfs disk {};
  if (statvfs(folder.c_str(), &disk) != 0) {
    return failErrno(fmt::format("can't ask how much room {} has", folder), errno);
  }
  const std::uint64_t free_bytes = std::uint64_t{disk.f_bavail} * disk.f_frsize;
  if (bytes + kKept > free_bytes) {
    return fail(ErrorCode::Unavailable,
                fmt::format("{} needs {} in {}, where {} are free: make room, choose a smaller size, or name another "
                            "folder in XDG_CACHE_HOME",
                            what, sizeText(bytes), folder, sizeText(free_bytes)));
  }
  return {};
}

Status checkMemory(std::uint64_t bytes, const std::string& what) {
  const std::uint64_t available = availableMemory();
  if (available != 0 && bytes > available / 10 * 9) {
    return fail(ErrorCode::Unavailable,
                fmt::format("{} need {} of memory, and {} are available: choose a smaller size or fewer workers", what,
                            sizeText(bytes), sizeText(available)));
  }
  return {};
}

FileWriter::FileWriter(int fd, std::string path, std::string what, std::uint64_t wanted)
    : m_fd(fd), m_path(std::move(path)), m_what(std::move(what)), m_wanted(wanted) {}

Status FileWriter::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(m_fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) {
      continue;
    }
    if (n < 0) {
      const int why = errno;
      const std::string came = fmt::format("after {} of {} of {}", sizeText(m_written), sizeText(m_wanted), m_what);
      if (why == ENOSPC || why == EDQUOT) {
        return fail(ErrorCode::Io,
                    fmt::format("the disk is full {} at {}: make room, or choose a smaller size", came, m_path));
      }
      return failErrno(fmt::format("can't write {} {}", m_path, came), why);
    }
    m_written += static_cast<std::uint64_t>(n);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

Result<std::string> madeFile(const std::string& name, std::uint64_t bytes, const std::string& what,
                             Preparation& preparation, const FileMaker& make) {
  auto folder = madeFilesFolder();
  if (!folder) {
    return folder;
  }
  const std::string path = *folder + "/" + name;
  std::error_code error;
  if (fs::is_regular_file(path, error)) {
    return path;
  }
  if (const Status ok = checkDiskSpace(*folder, bytes, what); !ok) {
    return tl::unexpected(ok.error());
  }
  const std::string part = fmt::format("{}.{}.part", path, getpid());
  const std::int64_t begin_ns = monotonicNow_ns();
  Status made = make(part);
  if (made && ::rename(part.c_str(), path.c_str()) != 0) {
    made = failErrno(fmt::format("can't rename {} to {}", part, path), errno);
  }
  if (!made) {
    fs::remove(part, error);
    return tl::unexpected(made.error());
  }
  preparation.note = fmt::format("{} was made once, in {:.1f} s, and is kept: {}, {}", what,
                                 seconds(monotonicNow_ns() - begin_ns), path, sizeText(bytes));
  return path;
}

}  // namespace interleave
