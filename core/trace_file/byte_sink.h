// SPDX-License-Identifier: GPL-3.0-or-later
// Text into a file that is new or replaced, packed as gzip when its name ends in ".gz". It is written beside its place
// and moved there by finish(): a writing that fails or is cancelled leaves what was there before. Threading: one
// thread. Memory: one buffer. Errors: in words, with the file's name; the first is kept.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace interleave {

enum class Packing { ByName, None };

class ByteSink {
 public:
  static Result<ByteSink> create(const std::string& path, Packing packing = Packing::ByName);
  ByteSink(ByteSink&&) noexcept;
  ByteSink& operator=(ByteSink&&) noexcept;
  /// Without finish() the unfinished file goes.
  ~ByteSink();

  Status write(std::string_view bytes);
  /// Puts bytes anywhere into a file that is not packed, where write() has been or will never be. REQUIRES:
  /// Packing::None.
  Status writeAt(std::uint64_t offset, std::string_view bytes);
  Status finish();
  /// Bytes given to write() so far.
  std::uint64_t written() const { return m_written; }

 private:
  struct Deflate;
  ByteSink() = default;
  Status writeFile(const char* bytes, std::size_t size);
  Status pack(std::string_view bytes, int flush);

  UniqueFd m_fd;
  std::string m_path;
  std::string m_unfinished;  // where it is written until it is whole; empty: nothing is to be removed
  std::uint64_t m_written = 0;
  std::unique_ptr<Deflate> m_deflate;
};

}  // namespace interleave
