// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/log_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>

#include "core/base/unique_fd.h"
#include "core/experiment/needs.h"
#include "core/workload/log_text.h"

namespace interleave {
namespace {

constexpr std::size_t kBlock = 1 << 20;
constexpr std::uint64_t kMostTrailer = 80;

}  // namespace

std::string LogFile::name() const {
  return logFileName(m_bytes, m_seed);
}

Status LogFile::prepare(Preparation& preparation) const {
  const auto made = madeFile(name(), m_bytes, "the log", preparation,
                             [&](const std::string& path) { return write(path, preparation); });
  return made ? Status() : Status(tl::unexpected(made.error()));
}

Result<std::string> LogFile::path() const {
  auto folder = madeFilesFolder();
  return folder ? Result<std::string>(*folder + "/" + name()) : folder;
}

Status LogFile::write(const std::string& path, const Preparation& preparation) const {
  const UniqueFd file(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!file.isOpen()) {
    return failErrno(fmt::format("can't make {}", path), errno);
  }
  FileWriter writer(file.get(), path, "the log", m_bytes);
  LogText text(m_seed);
  std::string block;
  for (bool is_full = false; !is_full;) {
    if (!preparation.goesOn()) {
      return stopped();
    }
    block.clear();
    while (!is_full && block.size() < kBlock) {
      text.appendLine(block);
      is_full = writer.written() + block.size() + 2 * kMostTrailer + 256 > m_bytes;
    }
    if (const Status ok = writer.write(block); !ok) {
      return ok;
    }
    // As it is written, so that it is clean when somebody wants to read it from the disk, and no large wait at the end.
    sync_file_range(file.get(), 0, 0, SYNC_FILE_RANGE_WRITE);
  }
  const Status ok = writer.write(fmt::format("# {} lines, {} failures\n", text.lines(), text.failures()));
  if (ok && fdatasync(file.get()) != 0) {
    return failErrno(fmt::format("can't write {} to the disk", path), errno);
  }
  return ok;
}

Result<LogTruth> truthOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const auto size = static_cast<std::uint64_t>(std::max<std::streamoff>(0, file.tellg()));
  file.seekg(static_cast<std::streamoff>(size - std::min(size, kMostTrailer)));
  std::string tail(kMostTrailer, '\0');
  file.read(tail.data(), static_cast<std::streamsize>(tail.size()));
  tail.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
  const std::size_t begin = tail.rfind('#');
  unsigned long long lines = 0;
  unsigned long long failures = 0;
  if (begin == std::string::npos ||
      std::sscanf(tail.c_str() + begin, "# %llu lines, %llu failures", &lines, &failures) != 2) {
    return fail(ErrorCode::Io,
                fmt::format("{} is not a whole log of ours: delete it, the next run makes it again", path));
  }
  return LogTruth{lines, failures};
}

}  // namespace interleave
