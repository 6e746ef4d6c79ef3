// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/evidence.h"

#include <algorithm>
#include <functional>
#include <queue>

namespace interleave {
namespace {

constexpr State kInJob[] = {State::Running, State::Ready,   State::GilWait, State::LockWait,
                            State::IoWait,  State::Waiting, State::Copying, State::Lost};

bool isNeed(State state) {
  return state == State::Running || state == State::IoWait || state == State::Waiting || state == State::Copying;
}
bool wantsCore(State state) {
  return state == State::Running || state == State::Ready;
}

// Walks all tracks' slices in order of time, one slice a track in the queue.
class Walk {
 public:
  // From when on every track is kept: before it some would be missed.
  explicit Walk(const TraceSnapshot& snapshot) : m_snapshot(snapshot) {
    for (std::size_t track = 0; track < snapshot.tracks.size(); ++track) {
      m_at.push_back(snapshot.kept_from_ns > 0 ? snapshot.tracks[track].firstEndingAfter(snapshot.kept_from_ns) : 0);
      pushNext(track);
    }
  }

  void run(std::size_t cores, Evidence& out) {
    std::int64_t last_ns = 0;
    std::size_t wanting = 0;
    std::size_t needing = 0;
    while (!m_edges.empty()) {
      const Edge edge = m_edges.top();
      m_edges.pop();
      const std::int64_t passed_ns = edge.time_ns - last_ns;
      out.any_wanted_ns += wanting >= 1 ? passed_ns : 0;
      out.two_wanted_ns += wanting >= 2 ? passed_ns : 0;
      out.overfull_ns += wanting > cores ? passed_ns : 0;
      out.any_need_ns += needing >= 1 ? passed_ns : 0;
      out.two_need_ns += needing >= 2 ? passed_ns : 0;
      last_ns = edge.time_ns;
      const std::size_t change = edge.is_end ? static_cast<std::size_t>(-1) : 1;
      wanting += wantsCore(edge.slice.state) ? change : 0;
      needing += isNeed(edge.slice.state) ? change : 0;
      if (edge.is_end) {
        pushNext(edge.track);
      } else {
        m_edges.push({edge.slice.end_ns, edge.slice, edge.track, true});
      }
    }
  }

 private:
  struct Edge {
    std::int64_t time_ns;
    Slice slice;
    std::size_t track;
    bool is_end;
    // Ends before begins, so that a hand-over at one instant is no overlap.
    bool operator>(const Edge& other) const {
      return time_ns != other.time_ns ? time_ns > other.time_ns : is_end < other.is_end;
    }
  };

  void pushNext(std::size_t track) {
    if (m_at[track] < m_snapshot.tracks[track].size()) {
      Slice slice = m_snapshot.tracks[track].at(m_at[track]++);
      slice.begin_ns = std::max(slice.begin_ns, m_snapshot.kept_from_ns > 0 ? m_snapshot.kept_from_ns : slice.begin_ns);
      m_edges.push({slice.begin_ns, slice, track, false});
    }
  }

  const TraceSnapshot& m_snapshot;
  std::vector<std::size_t> m_at;
  std::priority_queue<Edge, std::vector<Edge>, std::greater<>> m_edges;
};

void addJobs(const TraceSnapshot& snapshot, Evidence& out) {
  std::vector<const Track*> track_of;
  for (const Track& track : snapshot.tracks) {
    const std::size_t worker = number(track.info().worker);
    track_of.resize(std::max(track_of.size(), worker + 1), nullptr);
    track_of[worker] = &track;
  }
  for (std::uint32_t i = 0; i < snapshot.jobs.size(); ++i) {
    const JobRecord& job = snapshot.jobs.at(JobId{i});
    const std::size_t worker = number(job.worker);
    if (!job.begin_ns || !job.end_ns || worker >= track_of.size() || track_of[worker] == nullptr) {
      continue;
    }
    const StateTimes times = track_of[worker]->timesIn(*job.begin_ns, *job.end_ns);
    out.jobs.push_back({JobId{i}, job.worker, *job.begin_ns, *job.end_ns,
                        times[index(State::Running)] + times[index(State::IoWait)] + times[index(State::Waiting)] +
                            times[index(State::Copying)]});
  }
  std::sort(out.jobs.begin(), out.jobs.end(),
            [](const JobSpan& a, const JobSpan& b) { return a.begin_ns < b.begin_ns; });
}

// Jobs are in order of their begins, so each instant is counted once against the two latest ends before it.
void addOpenTimes(Evidence& out) {
  std::int64_t latest_ns = 0;  // one job at least is open up to here
  std::int64_t second_ns = 0;  // and two up to here
  for (const JobSpan& job : out.jobs) {
    out.open_ns += job.length_ns();
    out.any_open_ns += std::max<std::int64_t>(0, job.end_ns - std::max(job.begin_ns, latest_ns));
    const std::int64_t both_until_ns = std::min(job.end_ns, latest_ns);
    out.two_open_ns += std::max<std::int64_t>(0, both_until_ns - std::max(job.begin_ns, second_ns));
    second_ns = std::max(second_ns, both_until_ns);
    latest_ns = std::max(latest_ns, job.end_ns);
  }
}

}  // namespace

double Evidence::shareOf(State state) const {
  return in_jobs_ns > 0 ? static_cast<double>(in(state)) / static_cast<double>(in_jobs_ns) : 0.0;
}

double Evidence::atLocks() const {
  const std::int64_t others_ns = in_jobs_ns - in(State::Ready);
  return others_ns > 0 ? static_cast<double>(in(State::LockWait)) / static_cast<double>(others_ns) : 0.0;
}

std::optional<double> Evidence::computing() const {
  return shareOfNeed(State::Running);
}

std::optional<double> Evidence::copying() const {
  return shareOfNeed(State::Copying);
}

std::optional<double> Evidence::shareOfNeed(State state) const {
  return need_ns() > 0 ? std::optional(static_cast<double>(in(state)) / static_cast<double>(need_ns())) : std::nullopt;
}

std::optional<double> othersLoad(const std::vector<CoreLoad>& loads) {
  double others = 0.0;
  std::size_t readings = 0;
  for (const CoreLoad& load : loads) {
    for (std::size_t core = 0; core < std::min(load.busy_ratio.size(), load.experiment_ratio.size()); ++core) {
      others += std::max(0.0, load.busy_ratio[core] - load.experiment_ratio[core]);
      ++readings;
    }
  }
  return readings == 0 ? std::nullopt : std::optional(others / static_cast<double>(readings));
}

Evidence evidenceOf(const EndedRun& run) {
  Evidence out;
  for (const WorkerFigures& worker : run.figures.workers) {
    std::int64_t in_jobs_ns = 0;
    for (const State state : kInJob) {
      out.times[index(state)] += worker.times[index(state)];
      in_jobs_ns += worker.times[index(state)];
    }
    out.times[index(State::Starting)] += worker.times[index(State::Starting)];
    out.in_jobs_ns += in_jobs_ns;
    out.workers += in_jobs_ns > 0 ? 1 : 0;
  }
  addJobs(run.snapshot, out);
  addOpenTimes(out);
  Walk(run.snapshot).run(static_cast<std::size_t>(std::max(1, run.cores)), out);
  out.others_load = othersLoad(run.loads);
  return out;
}

}  // namespace interleave
