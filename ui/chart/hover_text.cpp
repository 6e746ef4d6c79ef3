// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/hover_text.h"

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/trace/kept_words.h"
#include "ui/chart/gil_hover.h"
#include "ui/chart/mark_at.h"
#include "ui/chart/panel_rows.h"
#include "ui/chart/slice_context.h"
#include "ui/chart/trace_words.h"

namespace interleave::ui {
namespace {

const QString kDot = QStringLiteral(" · ");

QString lengthText(std::int64_t length_ns) {
  return QString::fromStdString(durationText(static_cast<double>(length_ns) / 1e9));
}

QString nameOf(const TraceSnapshot& snapshot, WorkerId worker) {
  const Track* track = findTrack(snapshot, worker);
  return track != nullptr ? QString::fromStdString(track->info().name()) : QString();
}

// Who and where. A watched thread is its own job and has one name.
QString headOf(const RowLayout& row, const TraceSnapshot& snapshot, JobId job, std::optional<std::uint32_t> core = {}) {
  QStringList parts;
  if (job != kNoJob && !snapshot.is_watched) {
    parts << jobName(snapshot, job);
  }
  const std::optional<WorkerId> worker = row.core ? workerOf(snapshot, job) : std::optional(row.worker);
  const QString name = worker && row.has_track ? nameOf(snapshot, *worker) : QString();
  if (!name.isEmpty() && !(snapshot.names && !parts.isEmpty())) {
    parts << name;  // beside the name of a file's job there is no room for it
  }
  if (const auto place = row.core ? row.core : core) {
    parts << QStringLiteral("core %1").arg(*place);
  }
  return parts.join(kDot);
}

// Of a trace from a file: which thread, of which process.
void addPlace(QStringList& lines, const RowLayout& row, const TraceSnapshot& snapshot) {
  if (snapshot.names && !row.core) {
    lines << (row.group.isEmpty() ? row.label : row.label + kDot + row.group);
  }
}

void addWhen(QStringList& lines, double begin_ns, std::int64_t length_ns, double step_ns) {
  lines << QStringLiteral("%1, for %2").arg(instantText(begin_ns, step_ns), lengthText(length_ns));
}

void addFailure(QStringList& lines, const TraceSnapshot& snapshot, JobId job) {
  if (job != kNoJob && number(job) < snapshot.jobs.size() && snapshot.jobs.at(job).state == JobState::Failed) {
    lines << QStringLiteral("failed: %1").arg(QString::fromStdString(snapshot.jobs.at(job).error));
  }
}

// A job's bar, style runtimes; of a watched program, a thread's.
HoverText barText(const RowLayout& row, const TraceSnapshot& snapshot, const Mark& mark, double step_ns) {
  HoverText text;
  text.head = headOf(row, snapshot, snapshot.names ? kNoJob : mark.job);
  std::int64_t begin = 0;
  std::optional<std::int64_t> end;
  if (hasThreadsAlone(snapshot)) {
    const TrackInfo& info = snapshot.tracks[row.row].info();
    begin = info.start_ns.value_or(0);
    end = info.gone_ns;
  } else {
    const JobRecord& record = snapshot.jobs.at(mark.job);
    begin = *record.begin_ns;
    end = record.end_ns;
  }
  text.lines << (end ? QStringLiteral("start to stop") : QStringLiteral("from its start, not done yet"));
  addWhen(text.lines, static_cast<double>(begin), end.value_or(snapshot.now_ns) - begin, step_ns);
  if (!snapshot.names) {
    addFailure(text.lines, snapshot, mark.job);
  }
  return text;
}

HoverText mergedText(const RowLayout& row, const TraceSnapshot& snapshot, const Mark& mark, const ColumnGrid& grid) {
  HoverText text;
  text.head = headOf(row, snapshot, row.job != kNoJob ? row.job : mark.job);
  QString what = QStringLiteral("ran %1 % of this pixel").arg(mark.share * 100.0, 0, 'f', 1);
  if (mark.state != State::Idle) {
    what += kDot + QString::fromUtf8(label(mark.state));
  }
  addPlace(text.lines, row, snapshot);
  text.lines << what;
  const int columns = mark.end - mark.begin;
  text.lines << QStringLiteral("%1 %2 here")
                    .arg(QString::fromStdString(groupedDigits(static_cast<std::int64_t>(mark.slices))),
                         mark.slices == 1 ? QStringLiteral("slice") : QStringLiteral("slices"));
  addWhen(text.lines, static_cast<double>(grid.timeAt(mark.begin)), std::llround(grid.column_ns * columns),
          grid.column_ns);
  return text;
}

QString deedOf(const Wake& wake) {
  switch (wake.waited_for) {
    case State::GilWait:
      return QStringLiteral("which released the GIL");
    case State::LockWait:
      return QStringLiteral("which released the lock");
    default:
      return QStringLiteral("which had work for it");
  }
}

void addWake(QStringList& lines, const TraceSnapshot& snapshot, WorkerId worker, const Slice& slice) {
  const Wake* wake = slice.state == State::Running ? wakeInto(snapshot, worker, slice.begin_ns) : nullptr;
  const QString name = wake != nullptr ? nameOf(snapshot, wake->from) : QString();
  if (!name.isEmpty()) {
    lines << QStringLiteral("let go by %1, %2").arg(name, deedOf(*wake));
  }
}

QString stateText(const RowLayout& row, const TraceSnapshot& snapshot, const Slice& slice) {
  if (row.core && slice.state == State::Running && slice.job == kNoJob) {
    return snapshot.is_watched ? QStringLiteral("a thread without a lane of its own")
                               : QStringLiteral("the runner itself, in no job");
  }
  return QString::fromUtf8(label(slice.state));
}

// `time_ns`: the instant that is pointed at.
HoverText sliceText(const RowLayout& row, const TraceSnapshot& snapshot, const Slice& slice, std::int64_t time_ns,
                    double step_ns) {
  const std::int64_t within = std::clamp(time_ns, slice.begin_ns, std::max(slice.begin_ns, slice.end_ns - 1));
  HoverText text;
  text.head = headOf(row, snapshot, slice.job,
                     slice.state == State::Running ? coreOf(snapshot, slice.job, within) : std::nullopt);
  addPlace(text.lines, row, snapshot);
  text.lines << stateText(row, snapshot, slice);
  addWhen(text.lines, static_cast<double>(slice.begin_ns), slice.length_ns(), step_ns);
  if (const auto worker = row.core ? workerOf(snapshot, slice.job) : std::optional(row.worker)) {
    addWake(text.lines, snapshot, *worker, slice);
  }
  addFailure(text.lines, snapshot, slice.job);
  return text;
}

// Between slices: alive without a job, or not there.
std::optional<HoverText> gapText(const RowLayout& row, const TraceSnapshot& snapshot, const Track& track,
                                 std::int64_t time_ns, double step_ns) {
  const TrackInfo& info = track.info();
  if (row.job != kNoJob || time_ns < 0 || time_ns >= snapshot.now_ns) {
    return std::nullopt;
  }
  const bool is_gone = time_ns < info.start_ns.value_or(0) || time_ns >= info.gone_ns.value_or(INT64_MAX);
  HoverText text;
  text.head = headOf(row, snapshot, kNoJob);
  // A core's track knows of this program alone: others may well run there.
  text.lines << (row.core ? QStringLiteral("nothing of this run")
                          : QString::fromUtf8(label(is_gone ? State::Gone : State::Idle)))
             << instantText(static_cast<double>(time_ns), step_ns);
  if (!info.error.empty()) {
    text.lines << QString::fromStdString(info.error);
  }
  return text;
}

// Beside the lanes: a row's whole name, which may not have had room.
std::optional<HoverText> labelAt(const TimelineLayout& layout, std::span<const PanelInput> panels,
                                 const QPointF& point) {
  const RowLayout* row = point.x() < layout.plot.left() && point.x() >= 0.0
                             ? rowAt(layout, QPointF(layout.plot.left(), point.y()))
                             : nullptr;
  if (row == nullptr || row->core || !panels[row->panel].snapshot->names) {
    return std::nullopt;
  }
  HoverText text{row->label, {}};
  if (!row->group.isEmpty()) {
    text.lines << row->group;
  }
  const Track& track = panels[row->panel].snapshot->tracks[row->row];
  text.lines << QStringLiteral("%1 slices")
                    .arg(QString::fromStdString(groupedDigits(static_cast<std::int64_t>(track.size()))));
  return text;
}

// A job in pieces, at one of them or between two.
HoverText pieceText(const RowLayout& row, const TraceSnapshot& snapshot, const ShownPart& shown, const Mark& mark,
                    const ColumnGrid& grid, int at) {
  for (const double column : {at + 0.5, (mark.begin + mark.end) / 2.0}) {
    const auto time_ns = static_cast<std::int64_t>(grid.begin_ns + column * grid.column_ns);
    const auto found = shown.at(time_ns);
    if (found && found->slice.state == mark.state) {
      RowLayout where = row;
      where.worker = found->track->info().worker;
      return sliceText(where, snapshot, found->slice, time_ns, grid.column_ns);
    }
  }
  HoverText text;
  text.head = QStringLiteral("job %1").arg(number(shown.part.job));
  text.lines << (snapshot.has_jobs_in_turns ? QStringLiteral("waiting for I/O, or for its turn")
                                            : QStringLiteral("waiting for a worker to go on with it"));
  const std::int64_t begin = std::max(shown.part.begin_ns, grid.timeAt(mark.begin));
  addWhen(text.lines, static_cast<double>(begin), grid.timeAt(mark.end) - begin, grid.column_ns);
  addFailure(text.lines, snapshot, shown.part.job);
  return text;
}

std::optional<HoverText> textIn(const TimelineLayout& layout, const RowLayout* row, const TraceSnapshot& snapshot,
                                Rows rows, const QPointF& point) {
  const double step_ns = layout.grid.column_ns;
  const int column = columnAt(layout, point);
  const Mark* mark = markAt(*row, column);
  if (mark != nullptr && mark->is_merged) {
    return mergedText(*row, snapshot, *mark, layout.grid);
  }
  if (layout.style == MarkStyle::Runtimes) {
    return mark == nullptr ? std::nullopt : std::optional(barText(*row, snapshot, *mark, step_ns));
  }
  const double at_ns = layout.grid.begin_ns + (column + 0.5) * step_ns;
  if (mark == nullptr && at_ns >= 0.0 && at_ns < static_cast<double>(snapshot.kept_from_ns)) {
    return HoverText{
        headOf(*row, snapshot, row->job),
        {QStringLiteral("dropped: ") + QString::fromStdString(keptWords(snapshot)), instantText(at_ns, step_ns)}};
  }
  const ShownPart shown = shownPart(snapshot, rows, row->row);
  if (shown.track == nullptr) {
    return std::nullopt;
  }
  if (shown.isInPieces() && mark != nullptr) {
    return pieceText(*row, snapshot, shown, *mark, layout.grid, column);
  }
  // The instant in the middle of the column, or of the mark where rounding put the edge outside of the slice.
  auto time_ns = static_cast<std::int64_t>(layout.grid.begin_ns + (column + 0.5) * step_ns);
  std::size_t i = shown.track->firstEndingAfter(time_ns);
  if (mark != nullptr) {
    const double middle = layout.grid.begin_ns + (mark->begin + mark->end) / 2.0 * step_ns;
    const bool misses = i >= shown.track->size() || shown.track->at(i).begin_ns > time_ns ||
                        shown.track->at(i).state != mark->state || shown.track->at(i).job != mark->job;
    i = misses ? shown.track->firstEndingAfter(static_cast<std::int64_t>(middle)) : i;
    return i < shown.track->size() ? std::optional(sliceText(*row, snapshot, shown.track->at(i), time_ns, step_ns))
                                   : std::nullopt;
  }
  return gapText(*row, snapshot, *shown.track, time_ns, step_ns);
}

}  // namespace

std::optional<HoverText> hoverAt(const TimelineLayout& layout, std::span<const PanelInput> panels, Rows rows,
                                 const QPointF& point) {
  const RowLayout* row = rowAt(layout, point);
  if (row == nullptr) {
    return labelAt(layout, panels, point);
  }
  const TraceSnapshot& snapshot = *panels[row->panel].snapshot;
  std::optional<HoverText> text = textIn(layout, row, snapshot, rows, point);
  if (const QStringList lines = gilLinesAt(layout, snapshot, *row, point); !lines.isEmpty()) {
    text = text.value_or(HoverText{headOf(*row, snapshot, kNoJob), {}});
    text->lines << lines;
  }
  return text;
}

}  // namespace interleave::ui
