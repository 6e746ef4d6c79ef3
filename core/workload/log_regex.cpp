// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/log_regex.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <re2/re2.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>

#include "core/base/number_text.h"
#include "core/base/unique_fd.h"

namespace interleave {
namespace {

constexpr std::size_t kMatches = 0;  // cells: over all jobs
constexpr std::size_t kLines = 1;
constexpr int kLinesATick = 16;  // about 10 us

// Address, path, status and size.
constexpr const char* kFailedRequest =
    R"re(^(\d+\.\d+\.\d+\.\d+) \S+ \S+ \[[^\]]+\] "GET (/\S*) HTTP/1\.1" (5\d\d) (\d+) )re";

// Reads [at, end) of a file in chunks and hands out its lines.
class Share {
 public:
  Share(int fd, std::uint64_t begin, std::uint64_t end, std::size_t chunk)
      : m_fd(fd), m_at(begin == 0 ? 0 : begin - 1), m_end(end), m_chunk(chunk), m_must_skip(begin != 0) {}

  /// The lines of the next chunk, whole; empty at the end.
  Result<std::string_view> next(JobContext& job) {
    m_buffer.erase(0, m_used);
    m_used = 0;
    while (true) {
      const std::size_t line_end = m_buffer.rfind('\n');
      if (line_end != std::string::npos && bufferBegin() < m_end) {
        return cut(line_end + 1);
      }
      if (m_is_at_end || bufferBegin() >= m_end) {
        return std::string_view();
      }
      const std::size_t before = m_buffer.size();
      m_buffer.resize(before + m_chunk);
      const ssize_t n = job.blocking(
          IL_WAIT_IO, [&] { return pread(m_fd, m_buffer.data() + before, m_chunk, static_cast<off_t>(m_at)); });
      const int why = errno;
      m_buffer.resize(before + static_cast<std::size_t>(std::max<ssize_t>(0, n)));
      if (n < 0 && why != EINTR) {
        return failErrno("can't read the log", why);
      }
      m_is_at_end = n == 0;
      m_at += static_cast<std::uint64_t>(std::max<ssize_t>(0, n));
    }
  }

 private:
  std::uint64_t bufferBegin() const { return m_at - m_buffer.size(); }

  // Of the whole lines in the buffer those that begin in our share.
  std::string_view cut(std::size_t whole) {
    std::size_t from = 0;
    if (m_must_skip) {
      from = m_buffer.find('\n') + 1;  // a line that begins before us is another's
      m_must_skip = false;
    }
    std::size_t to = whole;
    if (const std::uint64_t begin = bufferBegin(); begin + whole > m_end) {
      to = m_buffer.find('\n', static_cast<std::size_t>(m_end - begin) - 1) + 1;
      m_is_at_end = true;
      whole = m_buffer.size();
    }
    m_used = whole;
    return std::string_view(m_buffer).substr(from, to > from ? to - from : 0);
  }

  int m_fd;
  std::uint64_t m_at;  // in the file: the end of what is in the buffer
  std::uint64_t m_end;
  std::size_t m_chunk;
  bool m_must_skip;
  bool m_is_at_end = false;
  std::string m_buffer;
  std::size_t m_used = 0;  // bytes of the buffer that were handed out
};

}  // namespace

LogRegex::LogRegex(const WorkloadSettings& settings)
    : m_file(static_cast<std::uint64_t>(integer(settings.parameters, "size")) << 20, settings.seed),
      m_chunk(static_cast<std::uint64_t>(integer(settings.parameters, "chunk")) << 10),
      m_jobs(static_cast<std::uint64_t>(settings.jobs)) {}

Status LogRegex::prepare(Preparation& preparation) const {
  return m_file.prepare(preparation);
}

Result<JobResult> LogRegex::run(JobContext& job) const {
  const auto path = m_file.path();
  if (!path) {
    return tl::unexpected(path.error());
  }
  const UniqueFd file(open(path->c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!file.isOpen() || fstat(file.get(), &status) != 0) {
    return failErrno(fmt::format("can't open {}", *path), errno);
  }
  const RE2 expression(kFailedRequest, RE2::Quiet);  // one a job: its cache of states is locked when shared
  re2::StringPiece fields[5];
  const auto size = static_cast<std::uint64_t>(status.st_size);
  const std::uint64_t id = number(job.job());
  const std::uint64_t begin = size / m_jobs * id;
  Share share(file.get(), begin, id + 1 == m_jobs ? size : size / m_jobs * (id + 1), m_chunk);
  std::uint64_t matches = 0;
  std::uint64_t lines = 0;
  while (true) {
    const Result<std::string_view> text = share.next(job);
    if (!text) {
      return tl::unexpected(text.error());
    }
    if (text->data() == nullptr) {
      break;
    }
    for (std::size_t at = 0; at < text->size();) {
      const std::size_t end = text->find('\n', at);
      const re2::StringPiece line(text->data() + at, end - at);
      matches += expression.Match(line, 0, line.size(), RE2::ANCHOR_START, fields, 5) ? 1 : 0;
      at = end + 1;
      if (++lines % kLinesATick == 0) {
        job.tick();
        if (job.isStopped()) {
          return stopped();
        }
      }
    }
  }
  job.board().cells[kMatches].fetch_add(matches);
  job.board().cells[kLines].fetch_add(lines);
  return JobResult(matches);
}

std::optional<Conclusion> LogRegex::conclude(const Board& board) const {
  const std::uint64_t matches = board.cells[kMatches].load();
  const std::uint64_t lines = board.cells[kLines].load();
  const auto grouped = [](std::uint64_t n) { return groupedDigits(static_cast<std::int64_t>(n)); };
  std::string text = fmt::format("{} of {} lines matched", grouped(matches), grouped(lines));
  const auto path = m_file.path();
  const Result<LogTruth> truth = path ? truthOf(*path) : tl::unexpected(path.error());
  if (truth) {
    const bool is_right = truth->failures == matches && truth->lines + 1 == lines;
    text += is_right ? ", as many as were written"
                     : fmt::format(", but {} of {} were written", grouped(truth->failures), grouped(truth->lines + 1));
  }
  return Conclusion{matches, std::move(text)};
}

}  // namespace interleave
