// SPDX-License-Identifier: GPL-3.0-or-later
// Trace files: reading Chrome JSON beside simdjson's on-demand parse of the same file (every field that we read,
// nothing kept), with the memory that it takes at most over what its slices need; opening the binary format in place,
// and reading all of it into a store. Slices and files are made here, in the folder for temporary files: 5,000,000
// events are 1 GB, 100,000,000 slices 1.6 GB and 2 GB of memory.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <simdjson.h>
#include <sys/resource.h>
#include <unistd.h>

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

// Empty when it can't be made.
std::string binaryOf(benchmark::State& state) {
  const std::string path = folder() / fmt::format("{}.iltrace", state.range(0));
  if (std::filesystem::exists(path)) {
    return path;
  }
  TraceStore store(4, 400, 2);
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    const std::int64_t begin_ns = i / 4 * 1000;
    store.append(WorkerId{static_cast<std::uint32_t>(i % 4)},
                 {begin_ns, begin_ns + 700, JobId{static_cast<std::uint32_t>(i % 400)}, State::Running});
  }
  store.publish(state.range(0) * 250, false);
  if (const Status status = writeBinaryTrace(*store.snapshot(), path); !status) {
    state.SkipWithError(status.error().message.c_str());
    return {};
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

// Every slice checked and in the store, as the window does it.
void readBinary(benchmark::State& state) {
  const std::string path = binaryOf(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(readTraceFile(path));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  addMemory(state, path);
}
BENCHMARK(readBinary)->Arg(1'000'000)->Arg(10'000'000)->Arg(100'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

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
