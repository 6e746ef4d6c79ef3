// SPDX-License-Identifier: GPL-3.0-or-later
// Does a frame of the timeline depend on the pixels alone? From 10^4 to 10^8 slices on 16 tracks at 1600x900: the
// processor time of a whole frame (layout, painting, onto the widget) at zooms from all of the run down to single
// slices, with rows by worker, by job (one of each worker, or 64 that take turns) and by core, beside QCPItemRect and
// QCPGraph drawing the same slices for as long as these end in sensible time; how fast slices are appended, what a
// snapshot takes and a slice keeps.
//   bench_frames [MOST_SLICES [alone]]
//   bench_frames MOST_SLICES stored FILE    the same of a trace that is in a file (FILE is written, read and removed)
//       with QT_QPA_PLATFORM=offscreen where there is no display; prints JSON
#include <malloc.h>
#include <qcustomplot.h>
#include <time.h>
#include <unistd.h>

#include <QApplication>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "core/base/log.h"
#include "core/trace/trace_store.h"
#include "core/trace_file/trace_file.h"
#include "ui/chart/qt_log.h"
#include "ui/chart/timeline_layout.h"
#include "ui/chart/timeline_view.h"

namespace interleave::ui {
namespace {

constexpr std::uint32_t kTracks = 16;
constexpr double kMean_ns = 20'000.0;  // of a slice
constexpr int kFrames = 9;             // of each zoom; their median counts
constexpr double kSensible_ms = 1500.0;

double cpu_ms(clockid_t clock = CLOCK_PROCESS_CPUTIME_ID) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double resident_bytes() {
  std::ifstream file("/proc/self/statm");
  double pages = 0.0;
  file >> pages >> pages;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0.0 : values[values.size() / 2];
}

/// Runs and waits as a worker has them: lengths from a fifth of the mean to many times it, a gap now and then.
class Lengths {
 public:
  explicit Lengths(unsigned seed) : m_random(seed) {
    std::exponential_distribution<double> length(1.0 / kMean_ns);
    for (std::int32_t& value : m_table) {
      value = static_cast<std::int32_t>(std::max(100.0, length(m_random)));
    }
  }
  std::int64_t next() {
    m_state = m_state * 6364136223846793005u + 1442695040888963407u;
    return m_table[m_state >> 52];
  }
  std::uint64_t bits() const { return m_state >> 32; }

 private:
  std::mt19937_64 m_random;
  std::array<std::int32_t, 4096> m_table;
  std::uint64_t m_state = 1;
};

struct Filled {
  SnapshotPtr snapshot;
  double append_per_s = 0.0;
  double bytes_a_slice = 0.0;
  double publish_us = 0.0;
  double snapshot_us = 0.0;
};

/// Whose slices there are: of workers with one job each; of workers with many jobs each that take turns, as on an event
/// loop; of cores on which those jobs ran.
enum class Of { Workers, Turns, Cores };
constexpr std::uint32_t kJobsOfWorker = 64;

Filled fill(std::uint64_t slices, Of of = Of::Workers) {
  static constexpr State kWaits[] = {State::GilWait, State::GilWait, State::Ready, State::IoWait};
  const double before_bytes = resident_bytes();
  const std::uint32_t jobs = of == Of::Workers ? kTracks : kTracks * kJobsOfWorker;
  TraceStore store(kTracks, jobs, kTracks);
  if (of == Of::Cores) {
    store.showCores();
  } else if (of == Of::Turns) {
    store.setJobsInTurns();
  }
  Lengths lengths(1);
  std::array<std::int64_t, kTracks> now{};
  for (std::uint32_t w = 0; w < kTracks; ++w) {
    store.editInfo(WorkerId{w}).start_ns = 0;
  }
  std::vector<std::pair<WorkerId, Slice>> batch(1 << 16);
  double spent_ms = 0.0;
  for (std::uint64_t made = 0; made < slices;) {
    // As a collector gives them: some of one worker, some of the next.
    const std::size_t count = std::min<std::uint64_t>(batch.size(), slices - made);
    for (std::size_t i = 0; i < count; ++i) {
      const auto w = static_cast<std::uint32_t>(i / 16 % kTracks);
      const std::int64_t begin = now[w] + (i % 64 == 63 ? lengths.next() : 0);
      now[w] = begin + lengths.next();
      const State state = i % 2 == 0 ? State::Running : kWaits[lengths.bits() % 4];
      const std::uint32_t turn = of == Of::Workers ? 0 : static_cast<std::uint32_t>(lengths.bits() / 4) % kJobsOfWorker;
      batch[i] = {WorkerId{w}, {begin, now[w], JobId{turn * kTracks + w}, state}};
    }
    const double began_ms = cpu_ms();
    for (std::size_t i = 0; i < count; ++i) {
      if (of == Of::Cores) {
        store.appendOnCore(number(batch[i].first), batch[i].second);
      } else {
        store.append(batch[i].first, batch[i].second);
      }
    }
    spent_ms += cpu_ms() - began_ms;
    made += count;
  }
  const std::int64_t end = *std::max_element(now.begin(), now.end());
  for (std::uint32_t j = 0; j < jobs; ++j) {
    JobRecord& record = store.editJobs().edit(JobId{j});
    record.worker = WorkerId{j % kTracks};
    record.begin_ns = 0;
    record.end_ns = now[j % kTracks];
    store.editJobs().finish(JobId{j}, JobState::Done);
  }
  Filled filled;
  filled.append_per_s = static_cast<double>(slices) / spent_ms * 1e3;
  filled.bytes_a_slice = (resident_bytes() - before_bytes) / static_cast<double>(slices);
  std::vector<double> publish_us;
  std::vector<double> snapshot_us;
  for (int i = 0; i < 101; ++i) {
    const double began_ms = cpu_ms(CLOCK_THREAD_CPUTIME_ID);
    store.publish(end, false);
    const double published_ms = cpu_ms(CLOCK_THREAD_CPUTIME_ID);
    filled.snapshot = store.snapshot();
    snapshot_us.push_back(1e3 * (cpu_ms(CLOCK_THREAD_CPUTIME_ID) - published_ms));
    publish_us.push_back(1e3 * (published_ms - began_ms));
  }
  filled.publish_us = median(publish_us);
  filled.snapshot_us = median(snapshot_us);
  return filled;
}

/// Lengths of view from all of the run to a few slices.
std::vector<double> zoomsOf(std::int64_t whole_ns) {
  std::vector<double> lengths;
  for (double length = 1.03 * static_cast<double>(whole_ns); length > 16.0 * kMean_ns; length /= std::sqrt(10.0)) {
    lengths.push_back(length);
  }
  return lengths;
}

/// Of frames that each show a little more to the right.
template <class Show>
double frame_ms(int frames, const Show& show, double* first_ms = nullptr) {
  const double began_first_ms = cpu_ms();
  show(0.0);
  if (first_ms != nullptr) {
    *first_ms = cpu_ms() - began_first_ms;
  }
  std::vector<double> spent;
  for (int i = 1; i <= frames; ++i) {
    const double began_ms = cpu_ms();
    show(static_cast<double>(i) * 0.0137);
    spent.push_back(cpu_ms() - began_ms);
  }
  return median(spent);
}

nlohmann::json measureTimeline(const SnapshotPtr& snapshot, Rows rows) {
  TimelineView view;
  view.resize(1600, 900);
  view.setRows(rows);
  view.setPanels({{QStringLiteral("Sixteen threads"), QStringLiteral("made up"), snapshot}});
  view.setFollowing(false);
  view.show();
  QApplication::processEvents();
  auto* plot = view.findChild<QCustomPlot*>();
  nlohmann::json zooms = nlohmann::json::array();
  std::vector<double> all_ms;
  for (const double length : zoomsOf(snapshot->now_ns)) {
    std::vector<double> layout_ms;
    const double begin = 0.4 * std::max(0.0, static_cast<double>(snapshot->now_ns) - length);
    double first_ms = 0.0;
    const auto show = [&](double shift) {
      view.setViewport({begin + shift * length, begin + (1.0 + shift) * length, 0.0});
      view.layoutNow();
      plot->repaint();
      layout_ms.push_back(view.lastFrame_ms());
    };
    const double ms = frame_ms(kFrames, show, &first_ms);
    all_ms.push_back(ms);
    zooms.push_back({{"view_ms", length / 1e6},
                     {"slices_a_pixel", length / kMean_ns / 1484.0},
                     {"frame_ms", ms},
                     {"first_frame_ms", first_ms},
                     {"without_widget_ms", median(layout_ms)}});
  }
  return {{"median_ms", median(all_ms)},
          {"worst_ms", *std::max_element(all_ms.begin(), all_ms.end())},
          {"zooms", std::move(zooms)}};
}

/// A plot of the same size with what `add` puts into it.
template <class Add>
nlohmann::json measurePlot(const TraceSnapshot& snapshot, const Add& add) {
  QCustomPlot plot;
  plot.resize(1600, 900);
  plot.setNotAntialiasedElements(QCP::aeAll);
  plot.yAxis->setRange(-1.0, kTracks);
  plot.show();
  QApplication::processEvents();
  for (std::uint32_t w = 0; w < kTracks; ++w) {
    add(plot, snapshot.tracks[w], static_cast<double>(w));
  }
  std::vector<double> all_ms;
  for (const double length : zoomsOf(snapshot.now_ns)) {
    const double begin = 0.4 * std::max(0.0, static_cast<double>(snapshot.now_ns) - length);
    if (!all_ms.empty() && all_ms.front() > kSensible_ms) {
      break;
    }
    all_ms.push_back(frame_ms(1, [&](double shift) {
      plot.xAxis->setRange((begin + shift * length) / 1e9, (begin + (1.0 + shift) * length) / 1e9);
      plot.replot(QCustomPlot::rpImmediateRefresh);
    }));
  }
  return {{"median_ms", median(all_ms)}, {"worst_ms", *std::max_element(all_ms.begin(), all_ms.end())}};
}

void addRects(QCustomPlot& plot, const Track& track, double row) {
  for (std::size_t i = 0; i < track.size(); ++i) {
    const Slice slice = track.at(i);
    auto* rect = new QCPItemRect(&plot);
    rect->topLeft->setCoords(static_cast<double>(slice.begin_ns) / 1e9, row + 0.4);
    rect->bottomRight->setCoords(static_cast<double>(slice.end_ns) / 1e9, row - 0.4);
    rect->setPen(Qt::NoPen);
    rect->setBrush(slice.state == State::Running ? Qt::blue : Qt::gray);
  }
}

// Two levels joined by steps: high while it runs.
void addGraph(QCustomPlot& plot, const Track& track, double row) {
  QCPGraph* graph = plot.addGraph();
  graph->setLineStyle(QCPGraph::lsStepLeft);
  QVector<double> keys;
  QVector<double> values;
  for (std::size_t i = 0; i < track.size(); ++i) {
    const Slice slice = track.at(i);
    keys.push_back(static_cast<double>(slice.begin_ns) / 1e9);
    values.push_back(slice.state == State::Running ? row + 0.4 : row - 0.4);
  }
  graph->setData(keys, values, true);
}

// Frames of a file's trace; the first of each zoom reads what nobody has looked into yet.
int runStored(std::uint64_t slices, const std::string& path) {
  if (const Status status = writeTraceFile(*fill(slices).snapshot, path); !status) {
    std::fprintf(stderr, "%s\n", status.error().message.c_str());
    return 1;
  }
  malloc_trim(0);
  const double began_ms = cpu_ms();
  const auto import = readTraceFile(path);
  const double opened_ms = cpu_ms();
  if (!import) {
    std::fprintf(stderr, "%s\n", import.error().message.c_str());
    return 1;
  }
  const nlohmann::json result{{"slices", slices},
                              {"open_ms", opened_ms - began_ms},
                              {"by_worker", measureTimeline(import->snapshot, Rows::Worker)},
                              {"by_job", measureTimeline(import->snapshot, Rows::Job)},
                              {"resident_MB", resident_bytes() / 1e6}};
  std::printf("%s\n", result.dump(2).c_str());
  std::remove(path.c_str());
  return 0;
}

int run(int argc, char** argv) {
  const QApplication application(argc, argv);
  if (argc == 4 && std::string(argv[2]) == "stored") {
    return runStored(static_cast<std::uint64_t>(std::atof(argv[1])), argv[3]);
  }
  const double most = argc > 1 ? std::atof(argv[1]) : 1e8;
  const bool has_peers = argc <= 2;
  // Into memory that the process has had before: what the kernel takes to give fresh memory, which a virtual machine
  // may make long, is in the figure of each size.
  std::vector<double> warm_per_s;
  for (int i = 0; i < 9; ++i) {
    warm_per_s.push_back(fill(1'000'000).append_per_s);
  }
  nlohmann::json sizes = nlohmann::json::array();
  bool has_rects = has_peers;
  bool has_graph = has_peers;
  for (std::uint64_t slices = 10'000; static_cast<double>(slices) <= most; slices *= 10) {
    malloc_trim(0);  // what smaller runs gave back would count as nothing
    const Filled filled = fill(slices);
    nlohmann::json row{{"slices", slices},
                       {"seconds", static_cast<double>(filled.snapshot->now_ns) / 1e9},
                       {"append_per_s", filled.append_per_s},
                       {"bytes_a_slice", filled.bytes_a_slice},
                       {"publish_us", filled.publish_us},
                       {"snapshot_us", filled.snapshot_us},
                       {"by_worker", measureTimeline(filled.snapshot, Rows::Worker)},
                       {"by_job", measureTimeline(filled.snapshot, Rows::Job)}};
    row["turns_by_job"] = measureTimeline(fill(slices, Of::Turns).snapshot, Rows::Job);
    row["by_core"] = measureTimeline(fill(slices, Of::Cores).snapshot, Rows::Core);
    if (has_rects && slices <= 100'000) {  // taking a million items away again takes minutes
      row["item_rect"] = measurePlot(*filled.snapshot, addRects);
      has_rects = row["item_rect"]["worst_ms"] < kSensible_ms;
    }
    if (has_graph && slices <= 10'000'000) {
      row["graph"] = measurePlot(*filled.snapshot, addGraph);
      has_graph = row["graph"]["worst_ms"] < kSensible_ms;
    }
    std::fprintf(stderr, "%zu slices: worst frame %.2f ms\n", static_cast<std::size_t>(slices),
                 row["by_worker"]["worst_ms"].get<double>());
    sizes.push_back(std::move(row));
  }
  const nlohmann::json result{{"tracks", kTracks},
                              {"width", 1600},
                              {"height", 900},
                              {"mean_ns", kMean_ns},
                              {"append_warm_per_s", median(warm_per_s)},
                              {"level_bytes_a_slice", static_cast<double>(sizeof(ChunkLevels)) / ChunkLevels::kSlices},
                              {"sizes", std::move(sizes)}};
  std::printf("%s\n", result.dump(2).c_str());
  return 0;
}

}  // namespace
}  // namespace interleave::ui

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  interleave::setUpLog("bench_frames");
  interleave::ui::sendQtMessagesToLog();
  return interleave::ui::run(argc, argv);
}
