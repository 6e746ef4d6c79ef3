// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/hover_text.h"

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "ui/chart/panel_rows.h"

namespace interleave::ui {
namespace {

const QString kDot = QStringLiteral(" · ");

QString lengthText(std::int64_t length_ns) {
  return QString::fromStdString(durationText(static_cast<double>(length_ns) / 1e9));
}

const RowLayout* rowAt(const TimelineLayout& layout, double y) {
  for (const RowLayout& row : layout.rows) {
    const QRectF& body = layout.panels[row.panel].body;
    if (y >= row.lane.top() && y < row.lane.bottom() && y >= body.top() && y < body.bottom()) {
      return &row;
    }
  }
  return nullptr;
}

QString headOf(const RowLayout& row, const TraceSnapshot& snapshot, JobId job) {
  QStringList parts;
  if (job != kNoJob) {
    parts << QStringLiteral("job %1").arg(number(job));
  }
  const auto track = std::find_if(snapshot.tracks.begin(), snapshot.tracks.end(),
                                  [&](const Track& t) { return t.info().worker == row.worker; });
  if (row.has_track && track != snapshot.tracks.end()) {
    parts << QString::fromStdString(track->info().name());
  }
  return parts.join(kDot);
}

void addWhen(QStringList& lines, double begin_ns, std::int64_t length_ns, double step_ns) {
  lines << QStringLiteral("%1, for %2").arg(instantText(begin_ns, step_ns), lengthText(length_ns));
}

void addFailure(QStringList& lines, const TraceSnapshot& snapshot, JobId job) {
  if (job != kNoJob && number(job) < snapshot.jobs.size() && snapshot.jobs.at(job).state == JobState::Failed) {
    lines << QStringLiteral("failed: %1").arg(QString::fromStdString(snapshot.jobs.at(job).error));
  }
}

// A job's bar, style runtimes.
HoverText barText(const RowLayout& row, const TraceSnapshot& snapshot, const Mark& mark, double step_ns) {
  HoverText text;
  text.head = headOf(row, snapshot, mark.job);
  const JobRecord& record = snapshot.jobs.at(mark.job);
  const std::int64_t end = record.end_ns.value_or(snapshot.now_ns);
  text.lines << (record.end_ns ? QStringLiteral("start to stop") : QStringLiteral("from its start, not done yet"));
  addWhen(text.lines, static_cast<double>(*record.begin_ns), end - *record.begin_ns, step_ns);
  addFailure(text.lines, snapshot, mark.job);
  return text;
}

HoverText mergedText(const RowLayout& row, const TraceSnapshot& snapshot, const Mark& mark, const ColumnGrid& grid) {
  HoverText text;
  text.head = headOf(row, snapshot, row.job != kNoJob ? row.job : mark.job);
  QString what = QStringLiteral("ran %1 % of this pixel").arg(mark.share * 100.0, 0, 'f', 1);
  if (mark.state != State::Idle) {
    what += kDot + QString::fromUtf8(label(mark.state));
  }
  text.lines << what;
  const int columns = mark.end - mark.begin;
  text.lines << QStringLiteral("%1 %2 here")
                    .arg(QString::fromStdString(groupedDigits(static_cast<std::int64_t>(mark.slices))),
                         mark.slices == 1 ? QStringLiteral("slice") : QStringLiteral("slices"));
  addWhen(text.lines, static_cast<double>(grid.timeAt(mark.begin)), std::llround(grid.column_ns * columns),
          grid.column_ns);
  return text;
}

HoverText sliceText(const RowLayout& row, const TraceSnapshot& snapshot, const Slice& slice, double step_ns) {
  HoverText text;
  text.head = headOf(row, snapshot, slice.job);
  text.lines << QString::fromUtf8(label(slice.state));
  addWhen(text.lines, static_cast<double>(slice.begin_ns), slice.length_ns(), step_ns);
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
  text.lines << QString::fromUtf8(label(is_gone ? State::Gone : State::Idle))
             << instantText(static_cast<double>(time_ns), step_ns);
  if (!info.error.empty()) {
    text.lines << QString::fromStdString(info.error);
  }
  return text;
}

}  // namespace

std::optional<HoverText> hoverAt(const TimelineLayout& layout, std::span<const PanelInput> panels, Rows rows,
                                 const QPointF& point) {
  const RowLayout* row = rowAt(layout, point.y());
  if (row == nullptr || point.x() < layout.plot.left() || point.x() >= layout.plot.right()) {
    return std::nullopt;
  }
  const TraceSnapshot& snapshot = *panels[row->panel].snapshot;
  const double step_ns = layout.grid.column_ns;
  const int column = static_cast<int>((point.x() - layout.plot.left()) / layout.column_px);
  const auto mark = std::find_if(row->marks.begin(), row->marks.end(),
                                 [&](const Mark& m) { return m.begin <= column && column < m.end; });
  if (mark != row->marks.end() && mark->is_merged) {
    return mergedText(*row, snapshot, *mark, layout.grid);
  }
  if (layout.style == MarkStyle::Runtimes) {
    return mark == row->marks.end() ? std::nullopt : std::optional(barText(*row, snapshot, *mark, step_ns));
  }
  const ShownPart shown = shownPart(snapshot, rows, row->row);
  if (shown.track == nullptr) {
    return std::nullopt;
  }
  // The instant in the middle of the column, or of the mark where rounding put the edge outside of the slice.
  auto time_ns = static_cast<std::int64_t>(layout.grid.begin_ns + (column + 0.5) * step_ns);
  std::size_t i = shown.track->firstEndingAfter(time_ns);
  if (mark != row->marks.end()) {
    const double middle = layout.grid.begin_ns + (mark->begin + mark->end) / 2.0 * step_ns;
    const bool misses = i >= shown.track->size() || shown.track->at(i).begin_ns > time_ns ||
                        shown.track->at(i).state != mark->state || shown.track->at(i).job != mark->job;
    i = misses ? shown.track->firstEndingAfter(static_cast<std::int64_t>(middle)) : i;
    return i < shown.track->size() ? std::optional(sliceText(*row, snapshot, shown.track->at(i), step_ns))
                                   : std::nullopt;
  }
  return gapText(*row, snapshot, *shown.track, time_ns, step_ns);
}

}  // namespace interleave::ui
