// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/byte_sink.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>
#include <vector>

namespace interleave {

struct ByteSink::Deflate {
  z_stream stream{};
  std::vector<char> packed = std::vector<char>(std::size_t{256} << 10);

  Deflate() = default;
  Deflate(const Deflate&) = delete;
  Deflate& operator=(const Deflate&) = delete;
  ~Deflate() { deflateEnd(&stream); }
};

ByteSink::ByteSink(ByteSink&& other) noexcept
    : m_fd(std::move(other.m_fd)),
      m_path(std::move(other.m_path)),
      m_unfinished(std::exchange(other.m_unfinished, {})),
      m_written(other.m_written),
      m_deflate(std::move(other.m_deflate)) {}

ByteSink& ByteSink::operator=(ByteSink&& other) noexcept {
  std::swap(m_fd, other.m_fd);
  std::swap(m_path, other.m_path);
  std::swap(m_unfinished, other.m_unfinished);
  std::swap(m_written, other.m_written);
  std::swap(m_deflate, other.m_deflate);
  return *this;
}

ByteSink::~ByteSink() {
  if (!m_unfinished.empty()) {
    std::remove(m_unfinished.c_str());
  }
}

Result<ByteSink> ByteSink::create(const std::string& path, Packing packing) {
  ByteSink sink;
  sink.m_path = path;
  const std::string place = path + "." + std::to_string(::getpid()) + ".part";
  sink.m_fd.reset(::open(place.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!sink.m_fd.isOpen()) {
    return failErrno("cannot write " + path, errno);
  }
  sink.m_unfinished = place;
  if (packing == Packing::ByName && path.ends_with(".gz")) {
    sink.m_deflate = std::make_unique<Deflate>();
    constexpr int kGzip = 16;
    constexpr int kLevel = 3;  // of a trace, the levels above take twice the time for a tenth of the size
    if (deflateInit2(&sink.m_deflate->stream, kLevel, Z_DEFLATED, kGzip + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
      return fail(ErrorCode::Unavailable, "cannot pack " + path + ": no memory");
    }
  }
  return sink;
}

Status ByteSink::writeFile(const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t done = ::write(m_fd.get(), bytes, size);
    if (done < 0 && errno != EINTR) {
      return failErrno("cannot write " + m_path, errno);
    }
    bytes += done > 0 ? done : 0;
    size -= done > 0 ? static_cast<std::size_t>(done) : 0;
  }
  return {};
}

Status ByteSink::pack(std::string_view bytes, int flush) {
  z_stream& stream = m_deflate->stream;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  do {
    stream.next_out = reinterpret_cast<Bytef*>(m_deflate->packed.data());
    stream.avail_out = static_cast<uInt>(m_deflate->packed.size());
    deflate(&stream, flush);
    if (const Status status = writeFile(m_deflate->packed.data(), m_deflate->packed.size() - stream.avail_out);
        !status) {
      return status;
    }
  } while (stream.avail_out == 0);
  return {};
}

Status ByteSink::write(std::string_view bytes) {
  m_written += bytes.size();
  constexpr std::size_t kMost = std::size_t{1} << 30;  // zlib counts in 32 bits
  while (m_deflate && !bytes.empty()) {
    if (const Status status = pack(bytes.substr(0, kMost), Z_NO_FLUSH); !status) {
      return status;
    }
    bytes.remove_prefix(std::min(bytes.size(), kMost));
  }
  return writeFile(bytes.data(), bytes.size());
}

Status ByteSink::writeAt(std::uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::pwrite(m_fd.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (done < 0 && errno != EINTR) {
      return failErrno("cannot write " + m_path, errno);
    }
    const auto more = done > 0 ? static_cast<std::size_t>(done) : 0;
    offset += more;
    bytes.remove_prefix(more);
  }
  return {};
}

Status ByteSink::finish() {
  if (m_deflate) {
    if (const Status status = pack({}, Z_FINISH); !status) {
      return status;
    }
  }
  // Some file systems tell only now that there was no room.
  if (::fsync(m_fd.get()) != 0 || std::rename(m_unfinished.c_str(), m_path.c_str()) != 0) {
    return failErrno("cannot write " + m_path, errno);
  }
  m_unfinished.clear();
  m_fd.reset();
  return {};
}

}  // namespace interleave
