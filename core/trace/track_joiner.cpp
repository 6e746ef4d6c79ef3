// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/track_joiner.h"

#include <algorithm>

#include "core/trace/joint_state.h"

namespace interleave {
namespace {

std::deque<Slice>::const_iterator firstEndingAfter(const std::deque<Slice>& slices, std::int64_t time_ns) {
  return std::upper_bound(slices.begin(), slices.end(), time_ns,
                          [](std::int64_t time, const Slice& slice) { return time < slice.end_ns; });
}

void popUntil(std::deque<Slice>& slices, std::int64_t time_ns) {
  while (!slices.empty() && slices.front().end_ns <= time_ns) {
    slices.pop_front();
  }
}

}  // namespace

TrackJoiner::Stretch TrackJoiner::marksAt(std::int64_t time_ns, std::int64_t until_ns) const {
  if (const auto slice = firstEndingAfter(m_marks, time_ns); slice != m_marks.end()) {
    if (slice->begin_ns > time_ns) {
      return {State::Idle, kNoJob, std::min(slice->begin_ns, until_ns), true};
    }
    return {slice->state, slice->job, std::min(slice->end_ns, until_ns), true};
  }
  if (!m_open_marks) {
    return {State::Idle, kNoJob, until_ns, true};
  }
  if (m_open_marks->begin_ns > time_ns) {
    return {State::Idle, kNoJob, std::min(m_open_marks->begin_ns, until_ns), true};
  }
  const bool is_certain = time_ns < m_open_marks->end_ns;
  return {m_open_marks->state, m_open_marks->job, is_certain ? std::min(m_open_marks->end_ns, until_ns) : until_ns,
          is_certain};
}

std::optional<State> TrackJoiner::kernelAt(std::int64_t time_ns, std::int64_t until_ns, std::int64_t& end_ns) const {
  const auto known = [&](const Slice& slice, std::int64_t slice_end_ns) -> std::optional<State> {
    if (slice.begin_ns > time_ns) {
      end_ns = std::min(slice.begin_ns, until_ns);
      return std::nullopt;
    }
    end_ns = std::min(slice_end_ns, until_ns);
    return slice.state;
  };
  if (const auto slice = firstEndingAfter(m_kernel, time_ns); slice != m_kernel.end()) {
    return known(*slice, slice->end_ns);
  }
  if (m_gone_ns) {
    end_ns = time_ns < *m_gone_ns ? std::min(*m_gone_ns, until_ns) : until_ns;
    return time_ns < *m_gone_ns ? std::nullopt : std::optional(State::Gone);
  }
  if (m_open_kernel) {
    return known(*m_open_kernel, until_ns);
  }
  end_ns = until_ns;
  return std::nullopt;
}

void TrackJoiner::advance(std::int64_t until_ns) {
  while (m_frontier_ns < until_ns) {
    const Stretch marks = marksAt(m_frontier_ns, until_ns);
    std::int64_t kernel_end_ns = until_ns;
    const std::optional<State> kernel = kernelAt(m_frontier_ns, until_ns, kernel_end_ns);
    if (!marks.is_certain && (!kernel || m_gaps_are_waits)) {
      break;
    }
    const std::int64_t end_ns = std::min(marks.end_ns, kernel_end_ns);
    emit(jointState(marks.state, kernel), marks.job, m_frontier_ns, end_ns);
    m_frontier_ns = end_ns;
  }
  popUntil(m_marks, m_frontier_ns);
  popUntil(m_kernel, m_frontier_ns);
  m_store->setOpen(m_worker, m_growing);
}

void TrackJoiner::close(std::int64_t end_ns) {
  m_open_marks.reset();
  advance(end_ns);
  emit(State::Gone, kNoJob, end_ns, end_ns);
  m_store->setOpen(m_worker, std::nullopt);
}

void TrackJoiner::beginWithBirth(std::int64_t first_mark_ns) {
  m_has_begun = true;
  if (m_born_ns && *m_born_ns < first_mark_ns) {
    m_growing = Slice{*m_born_ns, first_mark_ns, kNoJob, State::Starting};
    TrackInfo& info = m_store->editInfo(m_worker);
    info.start_ns = std::min(info.start_ns.value_or(*m_born_ns), *m_born_ns);
  }
}

void TrackJoiner::emit(State state, JobId job, std::int64_t begin_ns, std::int64_t end_ns) {
  const bool is_stored = state != State::Idle && state != State::Gone;
  if (is_stored && !m_has_begun) {
    beginWithBirth(begin_ns);
  }
  if (m_growing && is_stored && m_growing->state == state && m_growing->job == job && m_growing->end_ns == begin_ns) {
    m_growing->end_ns = end_ns;
    return;
  }
  if (m_growing) {
    m_store->append(m_worker, *m_growing);
    m_growing.reset();
  }
  if (is_stored) {
    m_growing = Slice{begin_ns, end_ns, job, state};
  }
}

}  // namespace interleave
