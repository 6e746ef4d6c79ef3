// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/trace_output.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <future>
#include <stop_token>

#include "core/trace_file/trace_file.h"
#include "ui/cli/watched_run.h"

namespace interleave::ui {
namespace {

struct Progress {
  std::atomic<std::uint64_t> done{0};
  std::atomic<std::uint64_t> all{0};
};

void show(const std::string& label, const Progress& progress) {
  constexpr int kWidth = 30;
  const auto all = static_cast<double>(std::max<std::uint64_t>(1, progress.all));
  const double share = std::min(1.0, static_cast<double>(progress.done) / all);
  const int filled = static_cast<int>(kWidth * share);
  fmt::print(stderr, "\r{} [{:#<{}}{:.<{}}] {:.0f} % ", label, "", filled, "", kWidth - filled, 100.0 * share);
}

// The work is done on a thread of its own: this one looks after the person.
template <class Work>
auto watched(const std::string& label, Work work) {
  const InterruptWatch watch;
  std::stop_source stop;
  Progress progress;
  const auto told = [&progress](std::uint64_t done, std::uint64_t all) {
    progress.done = done;
    progress.all = all;
  };
  auto result = std::async(std::launch::async, [&] { return work(stop.get_token(), told); });
  const bool is_terminal = isatty(STDERR_FILENO) == 1;
  constexpr std::chrono::milliseconds kLook(50);
  bool has_shown = false;
  while (result.wait_for(kLook) != std::future_status::ready) {
    if (InterruptWatch::isInterrupted()) {
      stop.request_stop();
    }
    if (is_terminal) {
      show(label, progress);
      has_shown = true;
    }
  }
  if (has_shown) {
    fmt::print(stderr, "\r\033[K");
  }
  return result.get();
}

}  // namespace

Result<FileRecord> readWatched(const std::string& path) {
  return watched("reading " + path, [&](std::stop_token stop, const auto& told) {
    ImportOptions options;
    options.stop = std::move(stop);
    options.progress = told;
    return readFileRecord(path, options);
  });
}

Status writeWatched(const TraceSnapshot& snapshot, const std::string& path, const std::vector<CoreLoad>& loads,
                    const std::string& process) {
  return watched("writing " + path, [&](std::stop_token stop, const auto& told) {
    ExportOptions options;
    options.stop = std::move(stop);
    options.progress = told;
    options.counters = countersOf(loads);
    options.process_name = process;
    return writeTraceFile(snapshot, path, options);
  });
}

}  // namespace interleave::ui
