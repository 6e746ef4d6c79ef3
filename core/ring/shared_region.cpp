// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ring/shared_region.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <utility>

namespace interleave {
namespace {

// A worker streams at most 50,000 samples a second and the host drains every few milliseconds: 65,536 slots survive a
// host that stands still for more than a second. With many workers on few cores each gets less of a core, so less room.
std::uint32_t capacityFor(std::uint32_t ring_count) {
  if (ring_count <= 16) {
    return 65536;
  }
  if (ring_count <= 256) {
    return ring_count <= 64 ? 32768 : 16384;
  }
  return 2048;
}

}  // namespace

Result<SharedRegion> SharedRegion::create(const RegionSettings& settings) {
  const std::uint32_t capacity =
      settings.ring_capacity != 0 ? settings.ring_capacity : capacityFor(settings.ring_count);
  if (settings.ring_count == 0 || settings.ring_count > IL_MOST_RINGS || capacity < 2 ||
      (capacity & (capacity - 1)) != 0) {
    return fail(ErrorCode::OutOfRange,
                fmt::format("can't make the shared memory: {} rings of {} samples; it takes 1 to "
                            "{} rings, each a power of two long",
                            settings.ring_count, capacity, IL_MOST_RINGS));
  }
  UniqueFd fd(memfd_create("interleave-rings", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd.isOpen()) {
    return failErrno("can't make the shared memory for the measurements", errno);
  }
  const std::uint64_t size = il_region_size(settings.ring_count, capacity);
  if (ftruncate(fd.get(), static_cast<off_t>(size)) != 0 ||
      fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    return failErrno(fmt::format("can't size the shared memory for the measurements ({} bytes)", size), errno);
  }
  void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd.get(), 0);
  if (memory == MAP_FAILED) {
    return failErrno(fmt::format("can't map the shared memory for the measurements ({} bytes)", size), errno);
  }
  auto* header = static_cast<il_region*>(memory);
  header->magic = IL_MAGIC;
  header->version = IL_VERSION;
  header->clock = settings.clock.kind;
  header->size = size;
  header->ring_count = settings.ring_count;
  header->ring_capacity = capacity;
  header->heartbeat = settings.clock.toTicks(settings.heartbeat_ns);
  header->gap = settings.clock.toTicks(settings.gap_ns);
  SharedRegion region(std::move(fd), memory, size);
  region.m_ring_count = settings.ring_count;
  region.m_ring_capacity = capacity;
  return region;
}

Result<SharedRegion> SharedRegion::map(UniqueFd fd) {
  struct stat file {};
  if (fstat(fd.get(), &file) != 0) {
    return failErrno("can't open the shared memory for the measurements", errno);
  }
  const auto size = static_cast<std::uint64_t>(file.st_size);
  const auto broken = [] {
    return fail(ErrorCode::Protocol,
                "the shared memory for the measurements is not one of ours, or of another version");
  };
  if (size < IL_PAGE) {
    return broken();
  }
  void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd.get(), 0);
  if (memory == MAP_FAILED) {
    return failErrno("can't map the shared memory for the measurements", errno);
  }
  SharedRegion region(std::move(fd), memory, size);
  const auto* header = static_cast<const il_region*>(memory);
  const std::uint32_t count = header->ring_count;
  const std::uint32_t capacity = header->ring_capacity;
  if (header->magic != IL_MAGIC || header->version != IL_VERSION || count == 0 || count > IL_MOST_RINGS ||
      capacity < 2 || capacity > (1u << 24) || (capacity & (capacity - 1)) != 0 ||
      il_region_size(count, capacity) > size) {
    return broken();
  }
  region.m_ring_count = count;
  region.m_ring_capacity = capacity;
  return region;
}

SharedRegion::SharedRegion(UniqueFd fd, void* memory, std::uint64_t size)
    : m_fd(std::move(fd)), m_memory(memory), m_size(size) {}

SharedRegion::SharedRegion(SharedRegion&& other) noexcept
    : m_fd(std::move(other.m_fd)),
      m_memory(std::exchange(other.m_memory, nullptr)),
      m_size(other.m_size),
      m_ring_count(other.m_ring_count),
      m_ring_capacity(other.m_ring_capacity) {}

SharedRegion& SharedRegion::operator=(SharedRegion&& other) noexcept {
  if (this != &other) {
    unmap();
    m_fd = std::move(other.m_fd);
    m_memory = std::exchange(other.m_memory, nullptr);
    m_size = other.m_size;
    m_ring_count = other.m_ring_count;
    m_ring_capacity = other.m_ring_capacity;
  }
  return *this;
}

SharedRegion::~SharedRegion() {
  unmap();
}

void SharedRegion::unmap() {
  if (m_memory != nullptr) {
    munmap(m_memory, m_size);
    m_memory = nullptr;
  }
}

il_ring* SharedRegion::ring(std::uint32_t index) const {
  return reinterpret_cast<il_ring*>(static_cast<char*>(m_memory) + il_ring_offset(m_ring_capacity, index));
}

void* SharedRegion::board() const {
  return static_cast<char*>(m_memory) + il_board_offset(m_ring_count, m_ring_capacity);
}

void SharedRegion::setSwitchInterval_us(std::uint32_t interval_us) {
  std::uint32_t* word = &static_cast<il_region*>(m_memory)->switch_interval_us;
  __atomic_store_n(word, interval_us, __ATOMIC_RELEASE);
  syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, nullptr, nullptr, 0);
}

const std::uint32_t* SharedRegion::switchInterval_us() const {
  return &static_cast<const il_region*>(m_memory)->switch_interval_us;
}

bool SharedRegion::isStopRequested() const {
  return __atomic_load_n(&static_cast<const il_region*>(m_memory)->stop, __ATOMIC_ACQUIRE) != 0;
}

void SharedRegion::requestStop() {
  __atomic_store_n(&static_cast<il_region*>(m_memory)->stop, 1u, __ATOMIC_RELEASE);
}

}  // namespace interleave
