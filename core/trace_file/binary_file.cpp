// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/binary_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "core/base/clock.h"
#include "core/base/number_text.h"

namespace interleave {

std::uint32_t binaryCrc(const void* bytes, std::size_t size) {
  return static_cast<std::uint32_t>(crc32_z(0, static_cast<const Bytef*>(bytes), size));
}

std::uint32_t BinaryHeader::rightCrc() const {
  return binaryCrc(this, offsetof(BinaryHeader, crc));
}

tl::unexpected<Error> BinaryFile::damaged(std::string_view what) const {
  return fail(ErrorCode::InvalidArgument, fmt::format("{} is damaged: {}", m_path, what));
}

Result<std::shared_ptr<const BinaryFile>> BinaryFile::open(const std::string& path) {
  std::shared_ptr<BinaryFile> file(new BinaryFile);
  file->m_path = path;
  file->m_fd.reset(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file->m_fd.isOpen()) {
    return failErrno("cannot open " + path, errno);
  }
  if (const Status status = file->readHeader(); !status) {
    return tl::unexpected(status.error());
  }
  if (const Status status = file->readTopsAndDirectory(); !status) {
    return tl::unexpected(status.error());
  }
  return file;
}

Status BinaryFile::readHeader() {
  struct stat about {};
  if (::fstat(m_fd.get(), &about) != 0) {
    return failErrno("cannot open " + m_path, errno);
  }
  const auto size = static_cast<std::uint64_t>(about.st_size);
  std::array<char, BinaryHeader::kRoom> room{};
  const bool has_begin = S_ISREG(about.st_mode) && size >= sizeof m_header;
  if (has_begin) {
    const std::size_t there = std::min<std::size_t>(size, room.size());
    if (const Status status = read(0, std::as_writable_bytes(std::span(room).first(there))); !status) {
      return fail(ErrorCode::Io, fmt::format("cannot read {}: {}", m_path, status.error().message));
    }
  }
  std::memcpy(&m_header, room.data(), sizeof m_header);
  if (!has_begin || std::memcmp(m_header.magic, kBinaryMagic, sizeof m_header.magic) != 0) {
    return fail(ErrorCode::InvalidArgument, fmt::format("{} is no binary trace: {}", m_path,
                                                        has_begin ? "it begins otherwise" : "it has no header"));
  }
  if (m_header.version != kBinaryVersion) {
    return fail(
        ErrorCode::InvalidArgument,
        fmt::format("{} is a binary trace of version {}, and this program reads version {}: save it as JSON with "
                    "the program that wrote it, and open that",
                    m_path, m_header.version, kBinaryVersion));
  }
  const bool has_zeros = std::all_of(room.begin() + sizeof m_header, room.end(), [](char byte) { return byte == 0; });
  if (m_header.crc != m_header.rightCrc() || !has_zeros) {
    return damaged("its header's checksum is wrong");
  }
  if (m_header.header_bytes != BinaryHeader::kRoom || m_header.chunk_slices != ChunkLevels::kSlices ||
      m_header.levels_bytes != sizeof(ChunkLevels) || m_header.top_bytes != sizeof(ChunkTop)) {
    return damaged("its header says that chunks are otherwise than in its version");
  }
  if (m_header.file_bytes != size) {
    return damaged(fmt::format("it should have {} bytes and has {}", m_header.file_bytes, size));
  }
  const std::uint64_t end_of_levels = m_header.levelsAt(m_header.chunks);
  const bool fits = m_header.directory_offset <= size && m_header.directory_bytes == size - m_header.directory_offset &&
                    m_header.topsBytes() <= m_header.directory_offset && end_of_levels <= m_header.topsOffset();
  return fits ? Status() : damaged("its header says that it has parts outside of it");
}

Status BinaryFile::readTopsAndDirectory() {
  m_tops_memory = LazyMemory<ChunkTop>(m_header.chunks);
  if (!m_tops_memory.isThere()) {
    return fail(ErrorCode::Unavailable, "cannot open " + m_path + ": there is no room for it in this program's memory");
  }
  const std::span<ChunkTop> tops(m_header.chunks > 0 ? &m_tops_memory[0] : nullptr, m_header.chunks);
  constexpr std::size_t kMany = 10'000;
  if (tops.size() >= kMany) {  // a picture of a long run goes through all of them
    ::madvise(static_cast<void*>(tops.data()), tops.size_bytes(), MADV_HUGEPAGE);
  }
  if (const Status status = readChecked(m_header.topsOffset(), m_header.tops_crc, std::as_writable_bytes(tops));
      !status) {
    return damaged("of the account of its chunks, " + status.error().message);
  }
  m_tops = tops;
  m_directory.resize(m_header.directory_bytes);
  if (const Status status = readChecked(m_header.directory_offset, m_header.directory_crc,
                                        std::as_writable_bytes(std::span(m_directory)));
      !status) {
    return damaged("of its directory, " + status.error().message);
  }
  return {};
}

bool BinaryFile::has(std::uint64_t offset, std::uint64_t length) const {
  const std::uint64_t end = m_header.topsOffset();
  return offset >= m_header.levelsAt(m_header.chunks) && offset <= end && length <= end - offset;
}

Result<std::string> BinaryFile::section(const BinarySection& section) const {
  if (!has(section.offset, section.bytes)) {
    return damaged("a section lies outside the file");
  }
  std::string bytes(section.bytes, '\0');
  if (const Status status = readChecked(section.offset, section.crc, std::as_writable_bytes(std::span(bytes)));
      !status) {
    return damaged("of a section, " + status.error().message);
  }
  return bytes;
}

Status BinaryFile::readLevels(std::size_t chunk, std::uint32_t sum, std::span<std::byte> into) const {
  return readChecked(m_header.levelsAt(chunk), sum, into);
}

Status BinaryFile::readSlices(std::size_t chunk, std::uint32_t sum, std::span<std::byte> into) const {
  return readChecked(m_header.slicesAt(chunk), sum, into);
}

Status BinaryFile::readTail(const StoredTail& tail, std::span<std::byte> into) const {
  return readChecked(tail.offset, tail.sum, into);
}

void BinaryFile::lose(const std::string& track, std::size_t slices, std::int64_t begin_ns, std::int64_t end_ns,
                      const std::string& why) const {
  m_faults->add(fmt::format("{} is damaged: {} slices of {}, from {:.6f} s to {:.6f} s, are shown as lost: {}", m_path,
                            groupedDigits(static_cast<std::int64_t>(slices)), track, seconds(begin_ns), seconds(end_ns),
                            why));
}

Status BinaryFile::read(std::uint64_t offset, std::span<std::byte> into) const {
  while (!into.empty()) {
    const ssize_t got = ::pread(m_fd.get(), into.data(), into.size(), static_cast<off_t>(offset));
    if (got == 0) {
      return fail(ErrorCode::Io, "the file has become shorter");
    }
    if (got < 0 && errno != EINTR) {
      return failErrno("reading failed", errno);
    }
    const auto more = got > 0 ? static_cast<std::size_t>(got) : 0;
    offset += more;
    into = into.subspan(more);
  }
  return {};
}

Status BinaryFile::readChecked(std::uint64_t offset, std::uint32_t sum, std::span<std::byte> into) const {
  if (Status status = read(offset, into); !status) {
    return status;
  }
  return binaryCrc(into.data(), into.size()) == sum ? Status()
                                                    : fail(ErrorCode::InvalidArgument, "the checksum is wrong");
}

}  // namespace interleave
