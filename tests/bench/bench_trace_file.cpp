// SPDX-License-Identifier: GPL-3.0-or-later
// Trace files: reading Chrome JSON beside simdjson's on-demand parse of the same file (every field that we read,
// nothing kept), with the memory that it takes at most over what its slices need; opening the binary format in place,
// until what the first frame is drawn from is there, the file in the kernel's memory or not; what a view of a part
// takes whose chunks nobody has looked into; writing it. Slices and files are made here, in the folder for temporary
// files: 5,000,000 events are 1 GB, 100,000,000 slices 2 GB, as much memory, and 2 GB more where all is looked into.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <simdjson.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>

#include "core/trace/trace_store.h"
#include "core/trace_file/binary_trace.h"
#include "core/trace_file/binary_writer.h"
#include "core/trace_file/chrome_trace_reader.h"
#include "core/trace_file/trace_file.h"

namespace interleave::bench {
namespace {

// Removed when the program ends.
struct Folder {
  std::filesystem::path path = std::filesystem::temp_directory_path() / fmt::format("interleave-bench-{}", ::getpid());
  Folder() { std::filesystem::create_directories(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }
};
const std::filesystem::path& folder() {
  static const Folder kFolder;
  return kFolder.path;
}

// As VizTracer writes them: whole events, names of functions, wall-clock time.
std::string jsonOf(std::int64_t events) {
  const std::string path = folder() / fmt::format("{}.json", events);
  if (std::filesystem::exists(path)) {
    return path;
  }
  std::mt19937 random(1);
  std::ofstream out(path);
  out << "{\"traceEvents\": [";
  double time_us = 1.7e9;
  for (std::int64_t i = 0; i < events; ++i) {
    time_us += static_cast<double>(random() % 3000) / 1000;
    const auto name = random() % 400;
    out << fmt::format(
        "{}{{\"pid\": 4711, \"tid\": {}, \"ts\": {:.3f}, \"ph\": \"X\", \"dur\": {:.3f}, \"name\": "
        "\"module.function_{} "
        "(/usr/lib/python3/x/file_{}.py:{})\", \"cat\": \"FEE\", \"args\": {{\"a\": [1, 2], \"s\": \"text\"}}}}",
        i > 0 ? ", " : "", 4711 + i % 4, time_us, static_cast<double>(random() % 1000) / 1000, name, name % 40,
        name * 7);
  }
  out << "], \"displayTimeUnit\": \"ns\"}";
  return path;
}

double peak_mb() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_maxrss) / 1024;
}

// Reads the file in a process of its own, whose memory is nobody else's.
int readAlone(const char* path) {
  const double before_mb = peak_mb();
  const auto import = readTraceFile(path);
  if (!import) {
    return 1;
  }
  std::size_t slices = 0;
  for (const Track& track : import->snapshot->tracks) {
    slices += track.size();
  }
  std::printf("%f %f\n", peak_mb() - before_mb, static_cast<double>(slices) * sizeof(PackedSlice) / (1 << 20));
  return 0;
}

void addMemory(benchmark::State& state, const std::string& path) {
  const std::string command = fmt::format("/proc/{}/exe --read {}", ::getpid(), path);
  const std::unique_ptr<FILE, int (*)(FILE*)> answer(::popen(command.c_str(), "r"), ::pclose);
  double peak = 0.0;
  double needed = 0.0;
  if (answer && std::fscanf(answer.get(), "%lf %lf", &peak, &needed) == 2 && needed > 0.0) {
    state.counters["peak_MB"] = peak;
    state.counters["slices_MB"] = needed;
    state.counters["peak_over_slices"] = peak / needed;
  }
}

void readChromeJson(benchmark::State& state) {
  const std::string path = jsonOf(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(readChromeTrace(path));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(std::filesystem::file_size(path)));
  addMemory(state, path);
}
BENCHMARK(readChromeJson)->Arg(100'000)->Arg(1'000'000)->Arg(5'000'000)->Unit(benchmark::kMillisecond);

void simdjsonOnDemand(benchmark::State& state) {
  const std::string path = jsonOf(state.range(0));
  for (auto _ : state) {
    const simdjson::padded_string json = simdjson::padded_string::load(path);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document = parser.iterate(json);
    double times = 0;
    std::int64_t numbers = 0;
    std::size_t letters = 0;
    for (simdjson::ondemand::object event : document["traceEvents"].get_array()) {
      for (auto field : event) {
        const std::string_view key = field.unescaped_key();
        if (key == "name" || key == "ph" || key == "cat") {
          letters += field.value().get_string().value().size();
        } else if (key == "ts" || key == "dur") {
          times += field.value().get_double().value();
        } else if (key == "pid" || key == "tid") {
          numbers += field.value().get_int64().value();
        }
      }
    }
    benchmark::DoNotOptimize(times + static_cast<double>(numbers) + static_cast<double>(letters));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(std::filesystem::file_size(path)));
}
BENCHMARK(simdjsonOnDemand)->Arg(100'000)->Arg(1'000'000)->Arg(5'000'000)->Unit(benchmark::kMillisecond);

constexpr std::uint32_t kTracks = 16;
constexpr std::int64_t kColumns = 1600;

SnapshotPtr slicesOf(std::int64_t count) {
  TraceStore store(kTracks, 400, 2);
  std::int64_t end_ns = 0;
  std::uint32_t state = 1;
  for (std::uint32_t track = 0; track < kTracks; ++track) {
    std::int64_t begin_ns = 0;
    for (std::int64_t i = 0; i < count / kTracks; ++i) {
      state = state * 1664525u + 1013904223u;
      const std::int64_t length_ns = 500 + (state >> 16);
      store.append(WorkerId{track}, {begin_ns, begin_ns + length_ns, JobId{static_cast<std::uint32_t>(i / 1000 % 400)},
                                     i % 2 == 0 ? State::Running : State::GilWait});
      begin_ns += length_ns + (i % 64 == 0 ? 700 : 0);
    }
    end_ns = std::max(end_ns, begin_ns);
  }
  store.publish(end_ns, false);
  return store.snapshot();
}

// Empty when it can't be made.
std::string binaryOf(benchmark::State& state) {
  const std::string path = folder() / fmt::format("{}.iltrace", state.range(0));
  if (!std::filesystem::exists(path)) {
    if (const Status status = writeBinaryTrace(*slicesOf(state.range(0)), path); !status) {
      state.SkipWithError(status.error().message.c_str());
      return {};
    }
  }
  return path;
}

void openBinary(benchmark::State& state) {
  const std::string path = binaryOf(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(BinaryTrace::open(path));
  }
}
BENCHMARK(openBinary)->Arg(10'000)->Arg(1'000'000)->Arg(10'000'000)->Arg(100'000'000)->Unit(benchmark::kMicrosecond);

// What a timeline asks of each track: what lies before each column, and what most of it was.
void askAsAFrame(const TraceSnapshot& snapshot, std::int64_t begin_ns, std::int64_t length_ns) {
  std::vector<std::int64_t> times;
  for (std::int64_t column = 0; column <= kColumns; ++column) {
    times.push_back(begin_ns + length_ns / kColumns * column);
  }
  std::vector<TimeCut> cuts(times.size());
  for (const Track& track : snapshot.tracks) {
    track.cutAt(times, length_ns / kColumns, cuts);
    for (std::size_t column = 0; column + 1 < times.size(); ++column) {
      const std::size_t first = std::min(cuts[column].first, track.size() - 1);
      const std::size_t last = std::clamp(cuts[column + 1].begun, first + 1, track.size());
      benchmark::DoNotOptimize(track.restOf(first, last, times[column], times[column + 1]));
      benchmark::DoNotOptimize(track.dominantJob(first, last));
    }
  }
}

// Takes it out of the kernel's memory, as far as nobody else has it.
void forget(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  ::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
  ::close(fd);
}

void openToFirstFrame(benchmark::State& state) {
  const std::string path = binaryOf(state);
  for (auto _ : state) {
    if (state.range(1) != 0) {
      state.PauseTiming();
      forget(path);
      state.ResumeTiming();
    }
    const auto import = readTraceFile(path);
    askAsAFrame(*import->snapshot, 0, import->snapshot->now_ns);
  }
  if (state.range(1) == 0) {
    addMemory(state, path);
  }
}
BENCHMARK(openToFirstFrame)
    ->ArgNames({"", "cold"})
    ->ArgsProduct({{1'000'000, 10'000'000, 100'000'000}, {0, 1}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

// One frame of 1/N of the trace, in the file's middle, of which nothing was looked into before.
void firstLookAtAPart(benchmark::State& state) {
  const std::string path = binaryOf(state);
  for (auto _ : state) {
    state.PauseTiming();
    const auto import = readTraceFile(path);
    const std::int64_t now_ns = import->snapshot->now_ns;
    state.ResumeTiming();
    askAsAFrame(*import->snapshot, now_ns / 3, now_ns / state.range(1));
    state.PauseTiming();
    { const auto gone = std::move(import); }
    state.ResumeTiming();
  }
}
BENCHMARK(firstLookAtAPart)
    ->ArgNames({"", "part"})
    ->ArgsProduct({{100'000'000}, {2, 3, 5, 10, 30, 100, 1000}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void writeBinary(benchmark::State& state) {
  const SnapshotPtr snapshot = slicesOf(state.range(0));
  const std::string path = folder() / "written.iltrace";
  for (auto _ : state) {
    if (const Status status = writeBinaryTrace(*snapshot, path); !status) {
      state.SkipWithError(status.error().message.c_str());
    }
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  std::filesystem::remove(path);
}
BENCHMARK(writeBinary)->Arg(10'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace interleave::bench

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--read") == 0) {
    return interleave::bench::readAlone(argv[2]);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
