// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sched/perf_ring.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/sched/perf_record.h"

namespace interleave {

void PerfRingReader::read(std::span<const std::byte> ring, std::uint64_t tail, std::uint64_t head,
                          std::vector<SwitchRecord>& out) {
  const std::size_t mask = ring.size() - 1;
  if (head - tail > ring.size()) {  // the kernel never overtakes us; if it says so, nothing there is whole
    m_is_broken = true;
    return;
  }
  while (tail != head) {
    perf_event_header header{};
    // Records are multiples of 8 bytes, so a header never wraps around.
    const std::size_t at = tail & mask;
    if (head - tail < sizeof header || at + sizeof header > ring.size()) {
      m_is_broken = true;
      return;
    }
    std::memcpy(&header, ring.data() + at, sizeof header);
    if (header.size < sizeof header || header.size % 8 != 0 || header.size > head - tail) {
      m_is_broken = true;
      return;
    }
    std::span<const std::byte> bytes = ring.subspan(at, std::min<std::size_t>(header.size, ring.size() - at));
    if (bytes.size() < header.size) {
      m_whole.assign(bytes.begin(), bytes.end());
      m_whole.insert(m_whole.end(), ring.begin(),
                     ring.begin() + static_cast<std::ptrdiff_t>(header.size - bytes.size()));
      bytes = m_whole;
    }
    tail += header.size;
    SwitchRecord record;
    const RecordReading reading = readPerfRecord(bytes, record);
    if (reading == RecordReading::Malformed) {
      m_is_broken = true;
    }
    if (reading != RecordReading::Known) {
      continue;
    }
    record.time_ns = std::max(record.time_ns, m_last_ns);
    if (record.kind == SwitchKind::Lost) {
      m_told += record.lost;
      takeUnknown(record.lost, record.time_ns, record.cpu, out);
      continue;
    }
    if (m_is_broken) {
      takeUnknown(1, record.time_ns, record.cpu, out);
    }
    m_last_ns = record.time_ns;
    out.push_back(record);
  }
}

void PerfRingReader::finish(std::uint64_t counted, std::int64_t now_ns, std::uint32_t cpu,
                            std::vector<SwitchRecord>& out) {
  if (counted > m_told) {
    takeUnknown(counted - m_told, std::max(now_ns, m_last_ns), cpu, out);
    m_told = counted;
  }
}

void PerfRingReader::takeUnknown(std::uint64_t lost, std::int64_t until_ns, std::uint32_t cpu,
                                 std::vector<SwitchRecord>& out) {
  SwitchRecord record;
  record.kind = SwitchKind::Lost;
  record.time_ns = m_last_ns;
  record.until_ns = until_ns;
  record.cpu = cpu;
  record.lost = lost;
  m_lost += lost;
  m_last_ns = until_ns;
  m_is_broken = false;
  out.push_back(record);
}

Result<PerfRing> PerfRing::map(int fd, std::size_t data_size, std::int64_t since_ns) {
  const auto page_size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  void* mapped = mmap(nullptr, page_size + data_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (mapped == MAP_FAILED) {
    return failErrno("can't map a core's switch records", errno);
  }
  return PerfRing(static_cast<perf_event_mmap_page*>(mapped), data_size, since_ns);
}

PerfRing::PerfRing(PerfRing&& other) noexcept
    : m_page(std::exchange(other.m_page, nullptr)),
      m_data_size(other.m_data_size),
      m_reader(std::move(other.m_reader)) {}

PerfRing::~PerfRing() {
  if (m_page != nullptr) {
    munmap(m_page, static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) + m_data_size);
  }
}

void PerfRing::drain(std::vector<SwitchRecord>& out) {
  const std::uint64_t head = __atomic_load_n(&m_page->data_head, __ATOMIC_ACQUIRE);
  const std::uint64_t tail = m_page->data_tail;  // ours alone
  const auto* data = reinterpret_cast<const std::byte*>(m_page) + static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  m_reader.read({data, m_data_size}, tail, head, out);
  __atomic_store_n(&m_page->data_tail, head, __ATOMIC_RELEASE);
}

}  // namespace interleave
