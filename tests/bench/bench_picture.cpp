// SPDX-License-Identifier: GPL-3.0-or-later
// The articles' second picture: every instant at which one of 4 jobs was seen running, 10^6 of each, as a PNG. The time
// from the marks in the store to the file, and the marks themselves for who draws the same (bench_picture.py).
//   bench_picture PNG_FILE [MARKS_FILE]     with QT_QPA_PLATFORM=offscreen where there is no display; prints JSON
//   MARKS_FILE: per job its number of marks (u64), then that many times in seconds (f64)
#include <QApplication>
#include <QElapsedTimer>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <vector>

#include "core/base/log.h"
#include "core/trace/trace_store.h"
#include "ui/chart/figure.h"
#include "ui/chart/qt_log.h"

namespace interleave::ui {
namespace {

constexpr std::uint32_t kJobs = 4;
constexpr std::size_t kMarks = 1'000'000;  // of each job
constexpr int kRounds = 7;

/// As under a GIL: turns of about 5 ms, a mark every 100 ns or so of them.
std::vector<std::vector<std::int64_t>> marks() {
  std::vector<std::vector<std::int64_t>> times(kJobs);
  std::mt19937 random(20);
  std::uniform_int_distribution<std::int64_t> step_ns(60, 140);
  std::uniform_int_distribution<std::int64_t> turn_ns(4'900'000, 5'200'000);
  std::int64_t now_ns = 0;
  for (std::uint32_t job = 0; times.back().size() < kMarks; job = (job + 1) % kJobs) {
    const std::int64_t end_ns = now_ns + turn_ns(random);
    for (; now_ns < end_ns && times[job].size() < kMarks; now_ns += step_ns(random)) {
      times[job].push_back(now_ns);
    }
  }
  return times;
}

int run(const char* picture, const char* marks_file) {
  constexpr std::int64_t kMark_ns = 50;
  const auto times = marks();
  TraceStore store(kJobs, kJobs, 2);
  std::int64_t end_ns = 0;
  for (std::uint32_t job = 0; job < kJobs; ++job) {
    store.editInfo(WorkerId{job}).start_ns = 0;
    for (const std::int64_t time_ns : times[job]) {
      store.append(WorkerId{job}, {time_ns, time_ns + kMark_ns, JobId{job}, State::Running});
    }
    end_ns = std::max(end_ns, times[job].back() + kMark_ns);
  }
  store.publish(end_ns, true);
  if (marks_file != nullptr) {
    std::ofstream file(marks_file, std::ios::binary);
    for (const auto& of_job : times) {
      const std::uint64_t count = of_job.size();
      file.write(reinterpret_cast<const char*>(&count), sizeof count);
      for (const std::int64_t time_ns : of_job) {
        const double time_s = static_cast<double>(time_ns) / 1e9;
        file.write(reinterpret_cast<const char*>(&time_s), sizeof time_s);
      }
    }
  }
  Figure figure;
  figure.title = "Live runtimes";
  figure.panels.resize(1);
  figure.panels[0].title = "Multithreading";
  figure.panels[0].snapshot = store.snapshot();
  figure.rows = Rows::Worker;
  std::vector<double> times_ms;
  for (int i = 0; i < kRounds; ++i) {
    QElapsedTimer timer;
    timer.start();
    const Status status = writePng(figure, picture);
    if (!status) {
      std::fprintf(stderr, "bench_picture: %s\n", status.error().message.c_str());
      return 1;
    }
    times_ms.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
  }
  std::sort(times_ms.begin(), times_ms.end());
  const nlohmann::json result{{"marks", kJobs * kMarks},
                              {"rounds", kRounds},
                              {"png_ms", {{"median", times_ms[kRounds / 2]}, {"max", times_ms.back()}}}};
  std::printf("%s\n", result.dump(2).c_str());
  return 0;
}

}  // namespace
}  // namespace interleave::ui

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "bench_picture PNG_FILE [MARKS_FILE]\n");
    return 2;
  }
  interleave::setUpLog("bench_picture");
  interleave::ui::sendQtMessagesToLog();
  QApplication application(argc, argv);
  return interleave::ui::run(argv[1], argc > 2 ? argv[2] : nullptr);
}
