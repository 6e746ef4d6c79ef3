// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/byte_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace interleave {

struct ByteSource::Inflate {
  z_stream stream{};
  std::vector<char> packed = std::vector<char>(std::size_t{256} << 10);
  bool is_in_member = false;
  bool is_at_end = false;

  Inflate() = default;
  Inflate(const Inflate&) = delete;
  Inflate& operator=(const Inflate&) = delete;
  ~Inflate() { inflateEnd(&stream); }
};

ByteSource::ByteSource(ByteSource&&) noexcept = default;
ByteSource& ByteSource::operator=(ByteSource&&) noexcept = default;
ByteSource::~ByteSource() = default;

Result<ByteSource> ByteSource::open(const std::string& path, std::uint64_t max_ratio) {
  ByteSource source;
  source.m_path = path;
  source.m_max_ratio = max_ratio;
  // Without O_NONBLOCK a pipe that nobody writes to would hold us here for ever.
  source.m_fd.reset(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat about {};
  if (!source.m_fd.isOpen() || ::fstat(source.m_fd.get(), &about) != 0) {
    return failErrno("cannot open " + path, errno);
  }
  if (!S_ISREG(about.st_mode)) {
    return fail(ErrorCode::InvalidArgument, "cannot open " + path + ": it is no file");
  }
  source.m_size = static_cast<std::uint64_t>(about.st_size);
  char magic[2];
  const Result<std::size_t> got = source.readFile(magic, sizeof magic);
  if (!got) {
    return tl::unexpected(got.error());
  }
  source.m_ahead.assign(magic, magic + *got);
  if (*got == 2 && magic[0] == '\x1f' && magic[1] == '\x8b') {
    source.m_inflate = std::make_unique<Inflate>();
    constexpr int kGzip = 16;
    if (inflateInit2(&source.m_inflate->stream, kGzip + MAX_WBITS) != Z_OK) {
      return fail(ErrorCode::Unavailable, "cannot unpack " + path + ": no memory");
    }
    source.m_inflate->is_in_member = true;
  }
  return source;
}

Result<std::size_t> ByteSource::readFile(char* to, std::size_t size) {
  if (!m_ahead.empty()) {
    const std::size_t given = std::min(size, m_ahead.size());
    std::memcpy(to, m_ahead.data(), given);
    m_ahead.erase(m_ahead.begin(), m_ahead.begin() + static_cast<std::ptrdiff_t>(given));
    return given;
  }
  while (true) {
    const ssize_t got = ::read(m_fd.get(), to, size);
    if (got >= 0) {
      m_position += static_cast<std::uint64_t>(got);
      return static_cast<std::size_t>(got);
    }
    if (errno != EINTR) {
      return failErrno("cannot read " + m_path, errno);
    }
  }
}

Result<std::size_t> ByteSource::readPacked(char* to, std::size_t size) {
  z_stream& stream = m_inflate->stream;
  stream.next_out = reinterpret_cast<Bytef*>(to);
  stream.avail_out = static_cast<uInt>(std::min<std::size_t>(size, 1u << 30));
  const uInt wanted = stream.avail_out;
  while (stream.avail_out == wanted && !m_inflate->is_at_end) {
    if (stream.avail_in == 0) {
      const Result<std::size_t> got = readFile(m_inflate->packed.data(), m_inflate->packed.size());
      if (!got) {
        return got;
      }
      if (*got == 0) {
        m_is_cut_short = m_inflate->is_in_member;
        m_inflate->is_at_end = true;
        break;
      }
      stream.next_in = reinterpret_cast<Bytef*>(m_inflate->packed.data());
      stream.avail_in = static_cast<uInt>(*got);
    }
    if (!m_inflate->is_in_member) {
      // gzip itself ignores what follows a member and is none: zeros that fill up a tape's block.
      if (*stream.next_in != 0x1f) {
        m_inflate->is_at_end = true;
        break;
      }
      inflateReset(&stream);
      m_inflate->is_in_member = true;
    }
    const int said = inflate(&stream, Z_NO_FLUSH);
    if (said == Z_STREAM_END) {
      m_inflate->is_in_member = false;
    } else if (said != Z_OK && said != Z_BUF_ERROR) {
      return fail(ErrorCode::InvalidArgument,
                  fmt::format("cannot unpack {}: its gzip data is damaged near byte {} ({})", m_path,
                              m_position - stream.avail_in, stream.msg != nullptr ? stream.msg : "no reason given"));
    }
  }
  m_unpacked += wanted - stream.avail_out;
  if (m_unpacked > kRatioFrom && m_unpacked / m_max_ratio > m_position) {
    return fail(ErrorCode::OutOfRange,
                fmt::format("{} unpacks to more than {} times its size, as no trace does: it was not read further",
                            m_path, m_max_ratio));
  }
  return wanted - stream.avail_out;
}

Result<std::size_t> ByteSource::read(char* to, std::size_t size) {
  return m_inflate ? readPacked(to, size) : readFile(to, size);
}

}  // namespace interleave
