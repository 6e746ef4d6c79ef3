// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/compress.h"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "core/workload/log_text.h"

namespace interleave {
namespace {

constexpr std::size_t kPiece = 1'024;  // between two marks, 20 to 50 us

class Stream {
 public:
  explicit Stream(int level) : m_is_open(deflateInit(&m_stream, level) == Z_OK) {}
  ~Stream() {
    if (m_is_open) {
      deflateEnd(&m_stream);
    }
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  bool isOpen() const { return m_is_open; }
  /// Takes `size` bytes in; with Z_FINISH also all that is left to come out.
  void take(const char* bytes, std::size_t size, int flush) {
    m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes));
    m_stream.avail_in = static_cast<uInt>(size);
    do {
      m_stream.next_out = m_out.data();
      m_stream.avail_out = static_cast<uInt>(m_out.size());
      deflate(&m_stream, flush);
      m_written += m_out.size() - m_stream.avail_out;
    } while (m_stream.avail_out == 0);
  }
  std::uint64_t written() const { return m_written; }

 private:
  z_stream m_stream{};
  bool m_is_open;
  std::array<Bytef, 65536> m_out;
  std::uint64_t m_written = 0;
};

}  // namespace

Compress::Compress(const WorkloadSettings& settings)
    : m_blocks(static_cast<std::uint64_t>(integer(settings.parameters, "size"))),
      m_level(static_cast<int>(integer(settings.parameters, "level"))),
      m_seed(settings.seed) {}

std::string Compress::block(std::uint64_t seed) {
  constexpr std::size_t kSize = 1 << 20;
  LogText text(seed);
  std::string block;
  block.reserve(kSize + 256);
  while (block.size() < kSize) {
    text.appendLine(block);
  }
  block.resize(kSize);
  return block;
}

Result<JobResult> Compress::run(JobContext& job) const {
  const std::string text = block(m_seed + number(job.job()));
  job.tick();
  return job.withoutLock([&]() -> Result<JobResult> {
    const auto stream = std::make_unique<Stream>(m_level);
    if (!stream->isOpen()) {
      return fail(ErrorCode::Unavailable, "zlib found no memory to compress with");
    }
    for (std::uint64_t block_index = 0; block_index < m_blocks; ++block_index) {
      for (std::size_t at = 0; at < text.size(); at += kPiece) {
        stream->take(text.data() + at, std::min(kPiece, text.size() - at), Z_NO_FLUSH);
        job.mark();
        if (job.isStopped()) {
          return stopped();
        }
      }
    }
    stream->take(nullptr, 0, Z_FINISH);
    return JobResult(stream->written());
  });
}

}  // namespace interleave
