// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/panel_rows.h"

#include <algorithm>

#include "core/trace/slice_column.h"
#include "ui/chart/job_marks.h"
#include "ui/chart/trace_words.h"

namespace interleave::ui {
namespace {

// A worker's first job shows how long the worker took to start, too: that is part of what the job waited for.
std::int64_t beginWithStart(const Track& track, std::int64_t job_begin_ns) {
  const std::size_t at_begin = track.firstEndingAfter(job_begin_ns - 1);
  for (const std::size_t i : {at_begin, at_begin - 1}) {  // at_begin - 1 wraps to no slice when it was 0
    if (i < track.size() && track.at(i).state == State::Starting && track.at(i).begin_ns < job_begin_ns) {
      return track.at(i).begin_ns;
    }
  }
  return job_begin_ns;
}

Slice barOf(JobId job, const JobRecord& record, std::int64_t now_ns) {
  return Slice{*record.begin_ns, record.end_ns.value_or(now_ns), job, State::Running};
}

// A watched thread's bar lasts as long as it does; its job's number is its worker's.
Slice lifeOf(const Track& track, std::int64_t now_ns) {
  const TrackInfo& info = track.info();
  return Slice{info.start_ns.value_or(0), info.gone_ns.value_or(now_ns), JobId{number(info.worker)}, State::Running};
}

// Bars as a track of their own, so that many in one pixel merge as slices do.
std::vector<Mark> marksOfBars(const std::vector<Slice>& bars, const JobTable& jobs, const ColumnGrid& grid) {
  SliceColumn column;
  for (const Slice& bar : bars) {
    column.append(bar);
  }
  return marksOf(Track(TrackInfo{}, column.view(), std::nullopt), jobs, RowPart{}, grid);
}

}  // namespace

bool hasThreadsAlone(const TraceSnapshot& snapshot) {
  return snapshot.is_watched || snapshot.names;
}

Rows shownRows(const TraceSnapshot& snapshot, Rows rows) {
  return hasThreadsAlone(snapshot) && rows == Rows::Job ? Rows::Worker : rows;
}

bool areWatched(std::span<const PanelInput> panels) {
  return !panels.empty() && std::all_of(panels.begin(), panels.end(), [](const PanelInput& panel) {
    return panel.snapshot && hasThreadsAlone(*panel.snapshot);
  });
}

MarkStyle shownStyle(Rows rows, MarkStyle style) {
  return rows == Rows::Core ? MarkStyle::Live : style;
}

std::optional<WorkerId> workerOf(const TraceSnapshot& snapshot, JobId job) {
  if (job == kNoJob) {
    return std::nullopt;
  }
  if (snapshot.is_watched) {
    return WorkerId{number(job)};
  }
  if (number(job) >= snapshot.jobs.size() || !snapshot.jobs.at(job).begin_ns) {
    return std::nullopt;
  }
  return snapshot.jobs.at(job).worker;
}

const Track* findTrack(const TraceSnapshot& snapshot, WorkerId worker) {
  const auto end = snapshot.tracks.end();
  // A watched program's tracks are grouped by process, others lie in order.
  const auto found = snapshot.is_watched
                         ? std::find_if(snapshot.tracks.begin(), end,
                                        [&](const Track& track) { return track.info().worker == worker; })
                         : std::lower_bound(snapshot.tracks.begin(), end, worker,
                                            [](const Track& track, WorkerId w) { return track.info().worker < w; });
  return found != end && found->info().worker == worker ? &*found : nullptr;
}

std::size_t rowCount(const PanelInput& panel, Rows rows) {
  if (!panel.snapshot) {
    return 0;
  }
  switch (shownRows(*panel.snapshot, rows)) {
    case Rows::Worker:
      return panel.snapshot->tracks.size();
    case Rows::Core:
      return panel.snapshot->cores.size();
    case Rows::Job:
      break;
  }
  return panel.snapshot->jobs.size();
}

ShownPart shownPart(const TraceSnapshot& snapshot, Rows rows, std::size_t row) {
  ShownPart shown;
  rows = shownRows(snapshot, rows);
  if (rows != Rows::Job) {
    shown.track = rows == Rows::Worker ? &snapshot.tracks[row] : &snapshot.cores[row];
    return shown;
  }
  const JobId job{static_cast<std::uint32_t>(row)};
  const JobRecord& record = snapshot.jobs.at(job);
  if (!record.begin_ns) {
    return shown;
  }
  shown.track = findTrack(snapshot, record.worker);
  shown.part = RowPart{job, *record.begin_ns, record.end_ns.value_or(INT64_MAX)};
  if (shown.track != nullptr) {
    shown.part.begin_ns = beginWithStart(*shown.track, *record.begin_ns);
  }
  if (record.first_worker && shown.track != nullptr) {
    shown.first_track = findTrack(snapshot, *record.first_worker);
    shown.between = State::Waiting;
    shown.part.begin_ns = *record.begin_ns;
  }
  if (snapshot.has_jobs_in_turns) {
    shown.between = State::IoWait;
    shown.part.begin_ns = *record.begin_ns;
  }
  shown.part.has_others = shown.isInPieces();
  return shown;
}

std::optional<ShownPart::Found> ShownPart::at(std::int64_t time_ns) const {
  for (const Track* candidate : {track, first_track}) {
    const std::size_t i = candidate != nullptr ? candidate->firstEndingAfter(time_ns) : 0;
    if (candidate == nullptr || i >= candidate->size()) {
      continue;
    }
    const Slice slice = candidate->at(i);
    if (slice.begin_ns <= time_ns && (!isInPieces() || slice.job == part.job)) {
      return Found{candidate, slice};
    }
  }
  return std::nullopt;
}

PanelRows::PanelRows(const PanelInput& panel, Rows rows, MarkStyle style)
    : m_snapshot(panel.snapshot.get()),
      m_rows(m_snapshot == nullptr ? rows : shownRows(*m_snapshot, rows)),
      m_style(shownStyle(rows, style)),
      m_is_grouped(m_snapshot != nullptr && isGroupedByProcess(*m_snapshot)) {
  if (m_snapshot == nullptr || m_rows != Rows::Worker || m_style != MarkStyle::Runtimes) {
    return;
  }
  m_bars.resize(m_snapshot->tracks.size());
  if (!hasThreadsAlone(*m_snapshot)) {
    addBarsOfJobs();
    return;
  }
  for (std::size_t r = 0; r < m_snapshot->tracks.size(); ++r) {
    m_bars[r].push_back(lifeOf(m_snapshot->tracks[r], m_snapshot->now_ns));
  }
}

void PanelRows::addBarsOfJobs() {
  std::vector<std::size_t> row_of;
  for (std::size_t r = 0; r < m_snapshot->tracks.size(); ++r) {
    row_of.resize(std::max<std::size_t>(row_of.size(), number(m_snapshot->tracks[r].info().worker) + 1), SIZE_MAX);
    row_of[number(m_snapshot->tracks[r].info().worker)] = r;
  }
  for (std::size_t j = 0; j < m_snapshot->jobs.size(); ++j) {
    const JobId job{static_cast<std::uint32_t>(j)};
    const JobRecord& record = m_snapshot->jobs.at(job);
    if (record.begin_ns && number(record.worker) < row_of.size() && row_of[number(record.worker)] != SIZE_MAX) {
      m_bars[row_of[number(record.worker)]].push_back(barOf(job, record, m_snapshot->now_ns));
    }
  }
  for (std::vector<Slice>& bars : m_bars) {
    std::stable_sort(bars.begin(), bars.end(), [](const Slice& a, const Slice& b) { return a.begin_ns < b.begin_ns; });
  }
}

RowLayout PanelRows::row(std::size_t r, const ColumnGrid& grid) const {
  switch (m_rows) {
    case Rows::Worker:
      return workerRow(r, grid);
    case Rows::Core:
      return coreRow(r, grid);
    case Rows::Job:
      break;
  }
  return jobRow(r, grid);
}

RowLayout PanelRows::workerRow(std::size_t r, const ColumnGrid& grid) const {
  const Track& track = m_snapshot->tracks[r];
  RowLayout row;
  row.row = r;
  row.label = QString::fromStdString(track.info().name());
  row.group = m_is_grouped ? processLabel(*m_snapshot, track.info().pid) : QString();
  row.worker = track.info().worker;
  row.has_track = true;
  row.has_error = !track.info().error.empty();
  row.marks = m_style == MarkStyle::Live ? marksOf(track, m_snapshot->jobs, RowPart{}, grid)
                                         : marksOfBars(m_bars[r], m_snapshot->jobs, grid);
  return row;
}

RowLayout PanelRows::jobRow(std::size_t r, const ColumnGrid& grid) const {
  const JobId job{static_cast<std::uint32_t>(r)};
  const JobRecord& record = m_snapshot->jobs.at(job);
  RowLayout row;
  row.row = r;
  row.label = QStringLiteral("job %1").arg(r);
  row.job = job;
  row.worker = record.worker;
  row.has_error = record.state == JobState::Failed;
  const ShownPart shown = shownPart(*m_snapshot, Rows::Job, r);
  row.has_track = shown.track != nullptr;
  if (m_style == MarkStyle::Runtimes && record.begin_ns) {
    row.marks = marksOfBars({barOf(job, record, m_snapshot->now_ns)}, m_snapshot->jobs, grid);
  } else if (shown.track != nullptr) {
    row.marks = marksOf(*shown.track, m_snapshot->jobs, shown.part, grid);
  }
  if (m_style == MarkStyle::Live && shown.track != nullptr && shown.isInPieces()) {
    if (shown.first_track != nullptr) {
      row.marks = joined(marksOf(*shown.first_track, m_snapshot->jobs, shown.part, grid), row.marks);
    }
    const std::int64_t end_ns = std::min(shown.part.end_ns, m_snapshot->now_ns);
    row.marks = filledBetween(row.marks, shown.part, end_ns, shown.between, grid);
  }
  return row;
}

RowLayout PanelRows::coreRow(std::size_t r, const ColumnGrid& grid) const {
  // Jobs take turns on a core, so a job's record says nothing of what a column of it holds: each is counted.
  static const JobTable kNoRecords;
  const Track& track = m_snapshot->cores[r];
  RowLayout row;
  row.row = r;
  row.core = number(track.info().worker);
  row.label = QStringLiteral("core %1").arg(*row.core);
  row.has_track = true;
  row.has_error = !track.info().error.empty() || track.info().lost_samples > 0;
  row.marks = marksOf(track, kNoRecords, RowPart{}, grid);
  return row;
}

void PanelRows::addStates(std::array<bool, kStateCount>& states) const {
  if (m_snapshot == nullptr) {
    return;
  }
  for (const Track& track : m_rows == Rows::Core ? m_snapshot->cores : m_snapshot->tracks) {
    if (m_style == MarkStyle::Runtimes) {
      states[index(State::Running)] = states[index(State::Running)] || track.size() > 0;
      continue;
    }
    const StateTimes times = track.timesIn(0, m_snapshot->now_ns);
    for (std::size_t s = 0; s < kStateCount; ++s) {
      states[s] = states[s] || times[s] > 0;
    }
  }
  if (m_rows == Rows::Job && m_style == MarkStyle::Live && m_snapshot->jobs.size() > 0) {
    const State between = shownPart(*m_snapshot, Rows::Job, 0).between;  // one model, so all jobs alike
    states[index(between)] = states[index(between)] || between != State::Idle;
  }
}

}  // namespace interleave::ui
