// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/file_read.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>

#include "core/base/number_text.h"
#include "core/base/unique_fd.h"

namespace interleave {
namespace {

constexpr std::size_t kLines = 0;            // cells: over all jobs
constexpr std::size_t kDirect = 1;           // jobs that read past the cache
constexpr std::uint64_t kAlign = 4096;       // what O_DIRECT may want of addresses, lengths and offsets
constexpr std::size_t kCounted = 16 * 1024;  // bytes between two marks, a few us

struct Freed {
  void operator()(char* memory) const { std::free(memory); }
};

}  // namespace

FileRead::FileRead(const WorkloadSettings& settings)
    : m_file(static_cast<std::uint64_t>(integer(settings.parameters, "size")) << 20, settings.seed),
      m_is_cold(choice(settings.parameters, "cache") == "cold"),
      m_block(static_cast<std::size_t>(integer(settings.parameters, "block")) << 10),
      m_jobs(static_cast<std::uint64_t>(settings.jobs)) {}

Status FileRead::prepare(Preparation& preparation) const {
  if (const Status ok = m_file.prepare(preparation); !ok) {
    return ok;
  }
  const auto path = m_file.path();
  const UniqueFd file(open(path->c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.isOpen()) {
    return failErrno(fmt::format("can't open {}", *path), errno);
  }
  if (m_is_cold) {
    posix_fadvise(file.get(), 0, 0, POSIX_FADV_DONTNEED);
    return {};
  }
  std::string block(1 << 20, '\0');
  while (read(file.get(), block.data(), block.size()) > 0) {
    if (!preparation.goesOn()) {
      return stopped();
    }
  }
  return {};
}

Result<JobResult> FileRead::run(JobContext& job) const {
  const auto path = m_file.path();
  if (!path) {
    return tl::unexpected(path.error());
  }
  UniqueFd file(m_is_cold ? open(path->c_str(), O_RDONLY | O_CLOEXEC | O_DIRECT) : -1);
  if (file.isOpen()) {
    job.board().cells[kDirect].fetch_add(1);
  } else {
    file.reset(open(path->c_str(), O_RDONLY | O_CLOEXEC));  // where there is no O_DIRECT, or it is not wanted
  }
  struct stat status {};
  if (!file.isOpen() || fstat(file.get(), &status) != 0) {
    return failErrno(fmt::format("can't open {}", *path), errno);
  }
  const std::unique_ptr<char, Freed> block(static_cast<char*>(std::aligned_alloc(kAlign, m_block)));
  if (!block) {
    return fail(ErrorCode::Unavailable, "no memory for a block to read into");
  }
  const auto size = static_cast<std::uint64_t>(status.st_size);
  const std::uint64_t id = number(job.job());
  const std::uint64_t share = (size + m_jobs - 1) / m_jobs / kAlign * kAlign + kAlign;
  const std::uint64_t end = std::min(size, share * (id + 1));
  std::uint64_t lines = 0;
  for (std::uint64_t at = share * id; at < end;) {
    const std::size_t wanted = std::min<std::uint64_t>(m_block, (end - at + kAlign - 1) / kAlign * kAlign);
    const ssize_t n =
        job.blocking(IL_WAIT_IO, [&] { return pread(file.get(), block.get(), wanted, static_cast<off_t>(at)); });
    if (n <= 0) {
      return failErrno(fmt::format("can't read {}", *path), n < 0 ? errno : EIO);
    }
    const std::uint64_t got = std::min(static_cast<std::uint64_t>(n), end - at);
    for (std::uint64_t counted = 0; counted < got; counted += kCounted) {
      lines += static_cast<std::uint64_t>(
          std::count(block.get() + counted, block.get() + std::min(got, counted + kCounted), '\n'));
      job.tick();
    }
    if (job.isStopped()) {
      return stopped();
    }
    at += got;
  }
  job.board().cells[kLines].fetch_add(lines);
  return JobResult(lines);
}

std::optional<Conclusion> FileRead::conclude(const Board& board) const {
  const std::uint64_t lines = board.cells[kLines].load();
  std::string text = fmt::format("{} lines read from {}", groupedDigits(static_cast<std::int64_t>(lines)),
                                 m_is_cold ? "the disk" : "the kernel's cache");
  if (m_is_cold && board.cells[kDirect].load() < m_jobs) {
    text += ", as far as the cache could be made to forget them";
  }
  const auto path = m_file.path();
  if (const Result<LogTruth> truth = path ? truthOf(*path) : tl::unexpected(path.error());
      truth && truth->lines + 1 != lines) {
    text += fmt::format(", but {} were written", groupedDigits(static_cast<std::int64_t>(truth->lines + 1)));
  }
  return Conclusion{lines, std::move(text)};
}

}  // namespace interleave
