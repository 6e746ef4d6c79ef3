// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/made_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "core/base/clock.h"
#include "core/base/room.h"
#include "core/experiment/needs.h"

namespace interleave {
namespace {

namespace fs = std::filesystem;

}  // namespace

Result<std::string> madeFilesFolder() {
  const std::string folder = madeFilesPath();
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return fail(ErrorCode::Io, fmt::format("can't make the folder {} for the workload's files: {}; name another in "
                                           "XDG_CACHE_HOME",
                                           folder, error.message()));
  }
  return folder;
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
