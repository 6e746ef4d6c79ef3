// SPDX-License-Identifier: GPL-3.0-or-later
// Records of a perf ring, byte for byte as perf_event_open(2) lays them out.
#pragma once

#include <linux/perf_event.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace interleave::test {

using Bytes = std::vector<std::byte>;

template <class Value>
void append(Bytes& bytes, Value value) {
  const std::size_t at = bytes.size();
  bytes.resize(at + sizeof value);
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

inline Bytes operator+(Bytes a, const Bytes& b) {
  for (const std::byte byte : b) {
    a.push_back(byte);
  }
  return a;
}

/// Header, body and the appended sample id of thread 11 of process 10 on core 3.
inline Bytes perfRecord(std::uint32_t type, std::uint16_t misc, const Bytes& body, std::uint64_t time_ns) {
  Bytes bytes;
  append(bytes, type);
  append(bytes, misc);
  append(bytes, static_cast<std::uint16_t>(8 + body.size() + 24));
  bytes = bytes + body;
  append(bytes, std::int32_t{10});
  append(bytes, std::int32_t{11});
  append(bytes, time_ns);
  append(bytes, std::uint32_t{3});
  append(bytes, std::uint32_t{0});
  return bytes;
}

inline Bytes switchRecord(std::uint16_t misc, std::uint64_t time_ns) {
  return perfRecord(PERF_RECORD_SWITCH, misc, {}, time_ns);
}

inline Bytes taskRecord(std::uint32_t type, std::int32_t pid, std::int32_t parent_pid, std::int32_t tid,
                        std::int32_t parent_tid, std::uint64_t time_ns) {
  Bytes body;
  for (const std::int32_t value : {pid, parent_pid, tid, parent_tid}) {
    append(body, value);
  }
  append(body, time_ns);
  return perfRecord(type, 0, body, time_ns);
}

inline Bytes commRecord(const std::string& name, std::uint64_t time_ns) {
  Bytes body;
  append(body, std::int32_t{10});
  append(body, std::int32_t{11});
  for (std::size_t i = 0; i < (name.size() / 8 + 1) * 8; ++i) {
    append(body, i < name.size() ? name[i] : '\0');
  }
  return perfRecord(PERF_RECORD_COMM, 0, body, time_ns);
}

inline Bytes lostRecord(std::uint64_t lost, std::uint64_t time_ns) {
  Bytes body;
  append(body, std::uint64_t{77});
  append(body, lost);
  return perfRecord(PERF_RECORD_LOST, 0, body, time_ns);
}

}  // namespace interleave::test
