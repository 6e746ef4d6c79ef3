// SPDX-License-Identifier: GPL-3.0-or-later
// BinaryTrace's second half: its slices, block by block, and all of it as a snapshot.
#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "core/trace/trace_store.h"
#include "core/trace_file/binary_mapping.h"
#include "core/trace_file/binary_trace.h"

namespace interleave {
namespace {

constexpr std::size_t kMostThreads = 8;
constexpr std::uint64_t kFewSlices = 200'000;  // sooner read than a thread is made

}  // namespace

Result<std::span<const BinarySlice>> BinaryTrace::block(const TrackEntry& track, std::size_t i) const {
  const BinaryBlock& block = track.blocks[i];
  const std::span<const BinarySlice> slices(reinterpret_cast<const BinarySlice*>(m_mapping->bytes + block.offset),
                                            block.count);
  std::atomic<bool>& is_checked = m_checked[track.first_checked + i];
  if (!is_checked.load(std::memory_order_acquire)) {
    if (binaryCrc(slices.data(), slices.size_bytes()) != block.crc) {
      return damaged(fmt::format("the checksum of the slices at byte {} is wrong", block.offset));
    }
    for (const BinarySlice& slice : slices) {
      if (index(slice.slice().state) >= kStateCount) {
        return damaged(fmt::format("a slice near byte {} is in a state that is none", block.offset));
      }
    }
    is_checked.store(true, std::memory_order_release);
  }
  return slices;
}

Result<std::string_view> BinaryTrace::section(const BinarySection& section) const {
  if (!m_mapping->has(section.offset, section.bytes)) {
    return damaged("a section lies outside the file");
  }
  const std::string_view bytes(m_mapping->bytes + section.offset, section.bytes);
  if (binaryCrc(bytes.data(), bytes.size()) != section.crc) {
    return damaged("a section's checksum is wrong");
  }
  return bytes;
}

Status BinaryTrace::fillTrack(const TrackEntry& track, const ImportOptions& options,
                              const std::function<void(const Slice&)>& add) const {
  for (std::size_t i = 0; i < track.blocks.size(); ++i) {
    if (options.stop.stop_requested()) {
      return fail(ErrorCode::Cancelled, "reading " + m_path + " was cancelled");
    }
    const Result<std::span<const BinarySlice>> slices = block(track, i);
    if (!slices) {
      return tl::unexpected(slices.error());
    }
    for (const BinarySlice& packed : *slices) {
      Slice slice = packed.slice();
      if (slice.job != kNoJob && number(slice.job) >= m_jobs.size()) {
        slice.job = kNoJob;
      }
      add(slice);
    }
    if (options.progress) {
      options.progress(slices->size_bytes(), 0);
    }
  }
  return {};
}

// Tracks share nothing in the store, so several threads fill them at once, the longest first.
Status BinaryTrace::fillTracks(TraceStore& store, const ImportOptions& options) const {
  struct Part {
    const TrackEntry* track;
    std::optional<std::uint32_t> core;
  };
  std::vector<Part> parts;
  for (const TrackEntry& track : m_tracks) {
    parts.push_back({&track, std::nullopt});
  }
  for (std::uint32_t core = 0; core < m_cores.size(); ++core) {
    parts.push_back({&m_cores[core], core});
  }
  std::stable_sort(parts.begin(), parts.end(),
                   [](const Part& a, const Part& b) { return a.track->slices > b.track->slices; });
  std::mutex mutex;  // guards these three
  Status first_failure;
  std::size_t next = 0;
  std::uint64_t done = 0;
  ImportOptions told = options;
  if (options.progress) {
    told.progress = [&](std::uint64_t bytes, std::uint64_t) {
      const std::lock_guard lock(mutex);
      options.progress(done += bytes, m_mapping->size);
    };
  }
  const auto work = [&] {
    while (true) {
      Part part{};
      {
        const std::lock_guard lock(mutex);
        if (next == parts.size() || !first_failure) {
          return;
        }
        part = parts[next++];
      }
      const WorkerId worker = part.track->info.worker;
      const Status status = fillTrack(*part.track, told, [&](const Slice& slice) {
        part.core ? store.appendOnCore(*part.core, slice) : store.append(worker, slice);
      });
      if (!status) {
        const std::lock_guard lock(mutex);
        first_failure = status;
      }
    }
  };
  std::uint64_t slices = 0;
  for (const Part& part : parts) {
    slices += part.track->slices;
  }
  const std::size_t most = std::clamp<std::size_t>(
      slices < kFewSlices ? 1 : std::size_t{std::thread::hardware_concurrency()}, 1, kMostThreads);
  std::vector<std::jthread> helpers;
  while (helpers.size() + 1 < std::min(most, parts.size())) {
    helpers.emplace_back(work);
  }
  work();
  helpers.clear();  // waits for them
  return first_failure;
}

Result<SnapshotPtr> BinaryTrace::snapshot(const ImportOptions& options) const {
  std::uint32_t track_count = 0;
  for (const TrackEntry& track : m_tracks) {
    track_count = std::max(track_count, number(track.info.worker) + 1);
  }
  TraceStore store(track_count, m_jobs.size(), m_core_running_ns.size());
  for (const TrackEntry& track : m_tracks) {
    store.editInfo(track.info.worker) = track.info;
  }
  if (!m_cores.empty()) {
    store.showCores();
  }
  for (std::uint32_t core = 0; core < m_cores.size(); ++core) {
    store.editCoreInfo(core) = m_cores[core].info;
  }
  if (const Status status = fillTracks(store, options); !status) {
    return tl::unexpected(status.error());
  }
  for (std::uint32_t core = 0; core < m_core_running_ns.size(); ++core) {
    store.addCoreRunning(core, m_core_running_ns[core]);
  }
  const auto wakes = section(m_wakes), marks = section(m_marks), changes = section(m_changes);
  for (const auto* part : {&wakes, &marks, &changes}) {
    if (!*part) {
      return tl::unexpected(part->error());
    }
  }
  for (BinaryDecoder in(*wakes); in.left() >= 32;) {
    Wake wake{in.take<std::int64_t>(), in.take<std::int64_t>(), WorkerId{in.take<std::uint32_t>()},
              WorkerId{in.take<std::uint32_t>()}, State::Waiting};
    const auto state = in.take<std::uint32_t>();
    in.take<std::uint32_t>();
    wake.waited_for = state < kStateCount ? static_cast<State>(state) : State::Waiting;
    store.addWake(wake);
  }
  for (BinaryDecoder in(*marks); in.left() >= 24; in.take<std::uint32_t>()) {
    const auto time_ns = in.take<std::int64_t>();
    const auto kind = in.take<std::uint32_t>() == 0 ? GilMarkKind::DropRequest : GilMarkKind::ForcedSwitch;
    const WorkerId worker{in.take<std::uint32_t>()};
    store.addGilMark({time_ns, kind, worker, WorkerId{in.take<std::uint32_t>()}});
  }
  for (BinaryDecoder in(*changes); in.left() >= 24;) {
    const auto time_ns = in.take<std::int64_t>();
    const auto from_ms = in.take<double>();
    store.addIntervalChange({time_ns, from_ms, in.take<double>()});
  }
  if ((m_flags & 1) != 0) {
    store.setWatched();
  }
  if ((m_flags & 2) != 0) {
    store.setJobsInTurns();
  }
  store.setKeptFrom(m_kept_from_ns);
  store.setNames(m_names);
  store.editJobs() = m_jobs;
  store.publish(m_now_ns, false);
  return store.snapshot();
}

}  // namespace interleave
