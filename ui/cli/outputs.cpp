// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/outputs.h"

#include <fmt/format.h>

#include <QApplication>
#include <cerrno>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/base/clock.h"
#include "core/base/number_text.h"
#include "core/trace/interval_parts.h"
#include "core/trace/kept_words.h"
#include "ui/chart/save_file.h"

namespace interleave::ui {

PictureDrawer::PictureDrawer(int argc, char** argv) : m_argc(argc) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  m_application = std::make_unique<QApplication>(m_argc, argv);
}
PictureDrawer::~PictureDrawer() = default;

PanelInput panelOf(const RunRecord& record) {
  return {QString::fromStdString(title(record.experiment)), QString::fromStdString(figuresSentence(record)),
          record.snapshot};
}

Status writeText(const std::string& text, const std::string& path) {
  if (path != "-") {
    return saveFile(QByteArray::fromStdString(text), path);
  }
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    return failErrno("can't write to standard output", errno);
  }
  return {};
}

Status writeJson(const nlohmann::json& object, const std::string& path) {
  return writeText(object.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n", path);
}

Status writeSummary(const RunRecord& record, const std::string& path) {
  return writeJson(summaryJson(record), path);
}

void printFigures(const RunRecord& record) {
  const RunFigures& figures = record.figures;
  const auto row = [](const char* label, const std::string& value) { fmt::print("{:<22} {}\n", label, value); };
  const auto time = [](double value_s) { return fmt::format("{:.3f} s", value_s); };
  const auto optional = [](const std::optional<double>& value, const char* unit) {
    return value ? fmt::format("{:.3f}{}", *value, unit) : std::string("-");
  };
  const auto count = [](std::uint64_t value) { return groupedDigits(static_cast<std::int64_t>(value)); };
  fmt::print("{}\n", describe(record.experiment));
  row("elapsed", time(seconds(figures.elapsed_ns)));
  if (const std::string kept = keptWords(*record.snapshot); !kept.empty()) {
    row("trace",
        fmt::format("from {} on, {}; overlap, slices and what follows are of that part, the times of the whole run",
                    time(seconds(figures.kept_from_ns)), kept));
  }
  row("busy", time(seconds(figures.busy_ns)));
  row("parallelism", fmt::format("{:.2f} (at most {} at once)", figures.parallelism, figures.max_parallelism));
  row("overlap", optional(figures.overlap, ""));
  row("slices", fmt::format("{}, {} switches", count(figures.slices), count(figures.switches)));
  row("median slice", optional(figures.median_slice_ms, " ms"));
  row("90th percentile", optional(figures.p90_slice_ms, " ms"));
  const std::vector<IntervalPart> parts =
      intervalParts(*record.snapshot, record.experiment.switch_interval_ms, figures.elapsed_ns);
  for (std::size_t i = 0; parts.size() > 1 && i < parts.size(); ++i) {
    row(i == 0 ? "switch interval" : "",
        fmt::format("{:g} ms from {}, median slice {}", parts[i].interval_ms, time(seconds(parts[i].begin_ns)),
                    optional(parts[i].median_slice_ms, " ms")));
  }
  if (record.experiment.runtime == Runtime::Gil) {
    const GilMarkCounts marks = countsOf(record.snapshot->gil_marks);
    row("drop requests",
        fmt::format("{}, {} forced switches", count(marks.drop_requests), count(marks.forced_switches)));
  }
  row("ticks", count(figures.ticks));
  row("samples", fmt::format("{}, {} lost", count(figures.samples), count(figures.lost_samples)));
  const JobTable& jobs = record.snapshot->jobs;
  row("jobs", fmt::format("{} done, {} failed, of {}", jobs.doneCount(), jobs.failedCount(), jobs.size()));
  if (record.verdict) {
    row("verdict", record.verdict->text());
  }
}

}  // namespace interleave::ui
