// SPDX-License-Identifier: GPL-3.0-or-later
// The file of a BinaryTrace in memory, unmapped when the last one lets go of it. For binary_trace's own files.
#pragma once

#include <sys/mman.h>

#include "core/trace_file/binary_trace.h"

namespace interleave {

struct BinaryTrace::Mapping {
  const char* bytes = nullptr;
  std::size_t size = 0;

  Mapping(const char* at, std::size_t length) : bytes(at), size(length) {}
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping() { ::munmap(const_cast<char*>(bytes), size); }
  bool has(std::uint64_t offset, std::uint64_t length) const { return offset <= size && length <= size - offset; }
};

}  // namespace interleave
