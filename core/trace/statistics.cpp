// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/statistics.h"

#include <algorithm>
#include <limits>
#include <queue>

namespace interleave {
namespace {

// The slice's part within the range.
Slice cut(Slice slice, const TimeRange& range) {
  slice.begin_ns = std::max(slice.begin_ns, range.begin_ns);
  slice.end_ns = std::min(slice.end_ns, range.end_ns);
  return slice;
}

// One track's running slices within the range, with the short unmarked pauses closed.
void appendMerged(const TraceSnapshot& snapshot, std::size_t track_number, const TimeRange& range,
                  std::vector<RunningSlice>& out) {
  const Track& track = snapshot.tracks[track_number];
  const std::int64_t merge_gap_ns = snapshot.names ? 0 : kSliceMergeGap_ns;  // names were given to whole slices
  bool can_extend = false;  // nothing but a pause since the last running slice, and the same job
  JobId job = kNoJob;
  for (std::size_t i = track.firstEndingAfter(range.begin_ns); i < track.size(); ++i) {
    const Slice slice = cut(track.at(i), range);
    if (slice.begin_ns >= slice.end_ns) {
      break;
    }
    if (slice.state != State::Running) {
      can_extend = can_extend && slice.state == State::Ready;
      continue;
    }
    if (can_extend && slice.job == job && slice.begin_ns - out.back().end_ns < merge_gap_ns) {
      out.back().end_ns = slice.end_ns;
    } else {
      out.push_back({slice.begin_ns, slice.end_ns, track_number});
    }
    can_extend = true;
    job = slice.job;
  }
}

// Walks all tracks' running slices within the range in order of time and adds up for how long how many ran.
class OverlapSweep {
 public:
  OverlapSweep(const TraceSnapshot& snapshot, const TimeRange& range) : m_snapshot(snapshot), m_range(range) {
    for (std::size_t track = 0; track < snapshot.tracks.size(); ++track) {
      m_at.push_back(snapshot.tracks[track].firstEndingAfter(range.begin_ns));
      pushNext(track);
    }
  }

  void run() {
    std::int64_t last_ns = 0;
    while (!m_edges.empty()) {
      const Edge edge = m_edges.top();
      m_edges.pop();
      m_one_ns += m_running >= 1 ? edge.time_ns - last_ns : 0;
      m_two_ns += m_running >= 2 ? edge.time_ns - last_ns : 0;
      last_ns = edge.time_ns;
      m_running += edge.is_end ? -1 : 1;
      m_most = std::max(m_most, m_running);
      if (edge.is_end) {
        pushNext(edge.track);
      } else {
        m_edges.push({edge.end_ns, edge.end_ns, edge.track, true});
      }
    }
  }

  std::int64_t one_ns() const { return m_one_ns; }
  std::int64_t two_ns() const { return m_two_ns; }
  int most() const { return m_most; }

 private:
  struct Edge {
    std::int64_t time_ns;
    std::int64_t end_ns;
    std::size_t track;
    bool is_end;
    // Earliest first; at one instant ends before begins, so that a hand-over is no overlap.
    bool operator<(const Edge& other) const {
      return time_ns != other.time_ns ? time_ns > other.time_ns : is_end < other.is_end;
    }
  };

  void pushNext(std::size_t track_number) {
    const Track& track = m_snapshot.tracks[track_number];
    for (std::size_t& i = m_at[track_number]; i < track.size();) {
      const Slice slice = cut(track.at(i++), m_range);
      if (slice.begin_ns >= m_range.end_ns) {
        i = track.size();
        return;
      }
      if (slice.state == State::Running && slice.length_ns() > 0) {
        m_edges.push({slice.begin_ns, slice.end_ns, track_number, false});
        return;
      }
    }
  }

  const TraceSnapshot& m_snapshot;
  const TimeRange m_range;
  std::vector<std::size_t> m_at;
  std::priority_queue<Edge> m_edges;
  std::int64_t m_one_ns = 0;
  std::int64_t m_two_ns = 0;
  int m_running = 0;
  int m_most = 0;
};

double quantile_ms(std::vector<std::int64_t>& lengths_ns, double share) {
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(lengths_ns.size() - 1) + 0.5);
  std::nth_element(lengths_ns.begin(), lengths_ns.begin() + at, lengths_ns.end());
  return static_cast<double>(lengths_ns[static_cast<std::size_t>(at)]) / 1e6;
}

void sortByBegin(std::vector<RunningSlice>& slices) {
  std::sort(slices.begin(), slices.end(), [](const RunningSlice& a, const RunningSlice& b) {
    return a.begin_ns != b.begin_ns ? a.begin_ns < b.begin_ns : a.track < b.track;
  });
}

void addSlices(std::vector<RunningSlice>& merged, RunFigures& figures) {
  figures.slices = merged.size();
  if (merged.empty()) {
    return;
  }
  sortByBegin(merged);
  std::vector<std::int64_t> lengths_ns;
  lengths_ns.reserve(merged.size());
  for (std::size_t i = 0; i < merged.size(); ++i) {
    lengths_ns.push_back(merged[i].end_ns - merged[i].begin_ns);
    figures.switches += i > 0 && merged[i].track != merged[i - 1].track ? 1 : 0;
  }
  figures.median_slice_ms = quantile_ms(lengths_ns, 0.5);
  figures.p90_slice_ms = quantile_ms(lengths_ns, 0.9);
}

// Of all that was ever there, what was dropped too.
void useTotals(const TraceSnapshot& snapshot, std::int64_t end_ns, RunFigures& figures) {
  figures.busy_ns = 0;
  for (std::size_t i = 0; i < snapshot.tracks.size(); ++i) {
    WorkerFigures& worker = figures.workers[i];
    worker.times = snapshot.tracks[i].timesUntil(end_ns);
    worker.busy_ns = worker.times[index(State::Running)];
    worker.idle_ns = snapshot.tracks[i].idleIn(0, end_ns, snapshot.now_ns);
    figures.busy_ns += worker.busy_ns;
  }
  for (std::size_t i = 0; i < snapshot.cores.size(); ++i) {
    figures.cores[i].running_ns = snapshot.cores[i].timesUntil(end_ns)[index(State::Running)];
  }
}

double ratio(std::int64_t part, std::int64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

std::vector<RunningSlice> runningSlices(const TraceSnapshot& snapshot) {
  std::vector<RunningSlice> slices;
  for (std::size_t i = 0; i < snapshot.tracks.size(); ++i) {
    appendMerged(snapshot, i, TimeRange{snapshot.kept_from_ns, std::numeric_limits<std::int64_t>::max()}, slices);
  }
  sortByBegin(slices);
  return slices;
}

RunFigures computeFigures(const TraceSnapshot& snapshot, std::int64_t elapsed_ns) {
  // What was still measured after the run's end belongs to it.
  const std::int64_t end_ns = std::max(snapshot.now_ns, elapsed_ns);
  RunFigures figures = computeFigures(snapshot, TimeRange{0, end_ns});
  std::int64_t measured_ns = elapsed_ns;  // what the times are of
  if (snapshot.kept_from_ns > 0 && snapshot.keep_ns > 0) {
    useTotals(snapshot, end_ns, figures);
  } else {
    measured_ns -= snapshot.kept_from_ns;
  }
  figures.elapsed_ns = elapsed_ns;
  figures.parallelism = measured_ns > 0 ? ratio(figures.busy_ns, measured_ns) : 0.0;
  return figures;
}

RunFigures computeFigures(const TraceSnapshot& snapshot, TimeRange range) {
  range.begin_ns = std::max(range.begin_ns, snapshot.kept_from_ns > 0 ? snapshot.kept_from_ns : range.begin_ns);
  range.end_ns = std::max(range.begin_ns, range.end_ns);
  RunFigures figures;
  figures.kept_from_ns = snapshot.kept_from_ns;
  figures.elapsed_ns = range.length_ns();
  figures.ticks = snapshot.ticks;
  figures.samples = snapshot.samples;
  figures.lost_samples = snapshot.lost_samples;
  std::vector<RunningSlice> merged;
  for (std::size_t i = 0; i < snapshot.tracks.size(); ++i) {
    const Track& track = snapshot.tracks[i];
    WorkerFigures worker;
    worker.worker = track.info().worker;
    worker.times = track.timesIn(range.begin_ns, range.end_ns);
    worker.busy_ns = worker.times[index(State::Running)];
    worker.idle_ns = track.idleIn(range.begin_ns, range.end_ns, snapshot.now_ns);
    figures.busy_ns += worker.busy_ns;
    figures.workers.push_back(worker);
    appendMerged(snapshot, i, range, merged);
  }
  for (const Track& core : snapshot.cores) {
    figures.cores.push_back(
        {number(core.info().worker), core.timesIn(range.begin_ns, range.end_ns)[index(State::Running)]});
  }
  if (figures.elapsed_ns > 0) {
    figures.parallelism = ratio(figures.busy_ns, figures.elapsed_ns);
  }
  OverlapSweep sweep(snapshot, range);
  sweep.run();
  figures.max_parallelism = sweep.most();
  if (sweep.one_ns() > 0) {
    figures.overlap = ratio(sweep.two_ns(), sweep.one_ns());
  }
  addSlices(merged, figures);
  return figures;
}

}  // namespace interleave
