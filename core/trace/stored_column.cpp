// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/stored_column.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace interleave {
namespace {

// Of times that only grow: whether they can have come to pass between two instants.
bool canFollow(const StoredTimes& before, const StoredTimes& after, std::int64_t length_ns) {
  std::int64_t left_ns = length_ns;
  for (std::size_t i = 0; i < kStoredStates; ++i) {
    if (before[i] < 0 || after[i] < before[i] || after[i] - before[i] > left_ns) {
      return false;
    }
    left_ns -= after[i] - before[i];
  }
  return true;
}

bool areSlices(std::span<const PackedSlice> slices, std::int64_t begin_ns, std::int64_t end_ns, std::uint32_t jobs) {
  std::int64_t last_ns = begin_ns;
  for (const PackedSlice& slice : slices) {
    const bool is_job = number(slice.job()) < jobs || slice.job() == kNoJob;
    if (slice.begin_ns() < last_ns || slice.length_ns() == 0 || index(slice.state()) >= kStateCount || !is_job) {
      return false;
    }
    last_ns = slice.end_ns();
  }
  return slices.front().begin_ns() == begin_ns && last_ns == end_ns;
}

// What can't be had: evenly from one instant to the other. REQUIRES: there is a nanosecond for each.
void spreadLost(std::int64_t begin_ns, std::int64_t end_ns, std::span<PackedSlice> slices) {
  const auto count = static_cast<std::int64_t>(slices.size());
  const std::int64_t each_ns = (end_ns - begin_ns) / count;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t from_ns = begin_ns + i * each_ns;
    const std::int64_t to_ns = i + 1 == count ? end_ns : from_ns + each_ns;
    slices[static_cast<std::size_t>(i)] =
        PackedSlice({from_ns, std::min(to_ns, from_ns + PackedSlice::kLongest_ns), kNoJob, State::Lost});
  }
}

tl::unexpected<Error> senseless(const char* what) {
  return fail(ErrorCode::InvalidArgument, what);
}

}  // namespace

Result<std::shared_ptr<const StoredColumn>> StoredColumn::create(Parts parts) {
  std::shared_ptr<StoredColumn> column(new StoredColumn(std::move(parts)));
  if (!column->isSound()) {
    return senseless("what it says of a track's chunks contradicts itself");
  }
  const Parts& in = column->m_parts;
  column->m_begins_ns.reserve(in.tops.size() + 1);
  for (const ChunkTop& top : in.tops) {
    column->m_begins_ns.push_back(top.begin_ns);
  }
  if (in.tail.size > 0) {
    column->m_begins_ns.push_back(in.tail.begin_ns);
  }
  column->m_levels = LazyMemory<ChunkLevels>(column->chunks());
  column->m_slices = LazyMemory<PackedSlice>(column->size());
  if (!column->m_levels.isThere() || !column->m_slices.isThere()) {
    return fail(ErrorCode::Unavailable, "there is no room for it in this program's memory");
  }
  // Who looks at all of a long run reads the levels of one chunk after another; slices are read here and there.
  constexpr std::size_t kLong = 1000;
  if (column->chunks() >= kLong) {
    ::madvise(static_cast<void*>(&column->m_levels[0]), column->chunks() * sizeof(ChunkLevels), MADV_HUGEPAGE);
  }
  column->m_states = std::make_unique<std::atomic<std::uint8_t>[]>(column->chunks());
  return column;
}

bool StoredColumn::isSound() const {
  std::int64_t last_ns = 0;
  StoredTimes before{};
  for (std::size_t i = 0; i < fullChunks(); ++i) {
    const ChunkTop& top = m_parts.tops[i];
    const StoredTimes& after = i + 1 < fullChunks() ? m_parts.tops[i + 1].before : m_parts.before_tail;
    if (!top.isSound(m_parts.jobs) || top.begin_ns < last_ns || top.before != before ||
        !canFollow(before, after, top.end_ns - top.begin_ns)) {
      return false;
    }
    before = after;
    last_ns = top.end_ns;
  }
  const StoredTail& tail = m_parts.tail;
  if (tail.size == 0) {
    return m_parts.before_tail == before && m_parts.total == before;
  }
  return tail.size < ChunkLevels::kSlices && m_parts.before_tail == before && tail.begin_ns >= last_ns &&
         tail.end_ns <= PackedSlice::kLatest_ns && tail.end_ns - tail.begin_ns >= tail.size &&
         canFollow(before, m_parts.total, tail.end_ns - tail.begin_ns);
}

StoredColumn::Edges StoredColumn::edges(std::size_t chunk) const {
  if (chunk == fullChunks()) {
    return {m_parts.tail.begin_ns, m_parts.tail.end_ns, m_parts.before_tail, m_parts.total};
  }
  const ChunkTop& top = m_parts.tops[chunk];
  return {top.begin_ns, top.end_ns, top.before,
          chunk + 1 < fullChunks() ? m_parts.tops[chunk + 1].before : m_parts.before_tail};
}

const ChunkLevels* StoredColumn::fetchLevels(std::size_t chunk) const {
  if (chunk == fullChunks()) {
    slices(chunk);  // of which its blocks are made
  }
  const std::lock_guard lock(m_mutexes[chunk % m_mutexes.size()]);
  return readLevels(chunk) ? &m_levels[chunk] : nullptr;
}

const PackedSlice* StoredColumn::fetchSlices(std::size_t chunk) const {
  const std::lock_guard lock(m_mutexes[chunk % m_mutexes.size()]);
  if ((m_states[chunk].load(std::memory_order_relaxed) & kHasSlices) == 0) {
    const bool is_tail = chunk == fullChunks();
    if (is_tail || readLevels(chunk)) {
      if (const Status status = is_tail ? readTail() : readChunk(chunk); !status) {
        lose(chunk, status.error().message);
      }
    }
    if ((m_states[chunk].load(std::memory_order_relaxed) & kIsLost) != 0) {
      const Edges at = edges(chunk);
      spreadLost(at.begin_ns, at.end_ns, {slicesAt(chunk), slicesOf(chunk)});
    }
    set(chunk, kHasSlices);
  }
  return slicesAt(chunk);
}

bool StoredColumn::readLevels(std::size_t chunk) const {
  const std::uint8_t state = m_states[chunk].load(std::memory_order_relaxed);
  if ((state & (kHasLevels | kIsLost)) != 0) {
    return (state & kIsLost) == 0;
  }
  ChunkLevels& into = m_levels[chunk];
  const ChunkTop& top = m_parts.tops[chunk];
  const Status read = m_parts.storage->readLevels(m_parts.first_chunk + chunk, top.levels_sum,
                                                  std::as_writable_bytes(std::span(&into, 1)));
  if (!read || !into.fit(top, edges(chunk).after, m_parts.jobs)) {
    lose(chunk, read ? "their levels make no sense" : read.error().message);
    return false;
  }
  set(chunk, kHasLevels);
  return true;
}

// That the levels are what these slices make takes as long as to read them. In return no two answers about one chunk
// ever contradict each other, whoever wrote it.
Status StoredColumn::readChunk(std::size_t chunk) const {
  const std::span<PackedSlice, ChunkLevels::kSlices> into(slicesAt(chunk), ChunkLevels::kSlices);
  const ChunkTop& top = m_parts.tops[chunk];
  if (Status read =
          m_parts.storage->readSlices(m_parts.first_chunk + chunk, top.slices_sum, std::as_writable_bytes(into));
      !read) {
    return read;
  }
  if (!areSlices(into, top.begin_ns, top.end_ns, m_parts.jobs)) {
    return senseless("they make no sense");
  }
  ChunkLevels again;
  again.make(into, unpackedTimes(top.before));
  return std::memcmp(static_cast<const void*>(&again), static_cast<const void*>(&m_levels[chunk]), sizeof again) == 0
             ? Status()
             : senseless("their levels are not theirs");
}

Status StoredColumn::readTail() const {
  const StoredTail& tail = m_parts.tail;
  const std::span<PackedSlice> into(slicesAt(fullChunks()), tail.size);
  if (Status read = m_parts.storage->readTail(tail, std::as_writable_bytes(into)); !read) {
    return read;
  }
  if (!areSlices(into, tail.begin_ns, tail.end_ns, m_parts.jobs)) {
    return senseless("they make no sense");
  }
  StateTimes total = unpackedTimes(m_parts.before_tail);
  for (std::size_t i = 0; i < into.size(); ++i) {
    if (i % ChunkLevels::kBlock == 0) {
      m_levels[fullChunks()].beginBlock(i / ChunkLevels::kBlock, into[i].begin_ns(), total);
    }
    total[index(into[i].state())] += into[i].length_ns();
  }
  if (storedTimes(total) != m_parts.total) {
    return senseless("they don't add up to what they should");
  }
  set(fullChunks(), kHasLevels);
  return {};
}

void StoredColumn::lose(std::size_t chunk, const std::string& why) const {
  const Edges at = edges(chunk);
  m_parts.storage->lose(m_parts.track, slicesOf(chunk), at.begin_ns, at.end_ns, why);
  set(chunk, kIsLost);
}

}  // namespace interleave
