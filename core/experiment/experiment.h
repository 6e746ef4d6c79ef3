// SPDX-License-Identifier: GPL-3.0-or-later
// What to run: a plain value, complete, so that its JSON repeats the run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/experiment/parameters.h"

namespace interleave {

enum class Runtime { Native, Gil, Python };
enum class Model { Serial, Threads, Processes, EventLoop, Hybrid, Distributed };
enum class StartMethod { Spawn, Forkserver, Fork };

/// The names of CLI.md's options, in order of the enum's values.
const std::vector<std::string>& runtimeNames();
const std::vector<std::string>& modelNames();
const std::vector<std::string>& startMethodNames();
const std::string& name(Runtime runtime);
const std::string& name(Model model);
const std::string& name(StartMethod method);
Result<Runtime> runtimeNamed(const std::string& text);
Result<Model> modelNamed(const std::string& text);
Result<StartMethod> startMethodNamed(const std::string& text);
/// In words for a person: "C++ under a GIL", "Threads".
std::string label(Runtime runtime);
std::string label(Model model);

/// What every experiment may be set to, whatever its workload.
struct Limits {
  static constexpr int kFewestWorkers = 1;
  static constexpr int kMostWorkers = 2'048;
  static constexpr int kMostProcesses = 256;  // workers, where they are processes
  static constexpr int kFewestJobs = 1;
  static constexpr int kMostJobs = 100'000;
  static constexpr double kShortestSwitchInterval_ms = 0.001;
  static constexpr double kLongestSwitchInterval_ms = 10'000.0;
  static constexpr std::size_t kLongestInterpreter = 4096;
  static constexpr std::size_t kLongestScheduler = 300;
  static constexpr double kShortestTimeout_s = 0.001;
  static constexpr double kLongestTimeout_s = 86'400.0;
};

struct Experiment {
  Runtime runtime = Runtime::Gil;
  Model model = Model::Threads;
  std::string workload = "live-tracker";
  ParameterValues parameters;  // those set; the others have the catalogue's defaults
  int workers = 4;             // the models serial and event-loop run on one, whatever this says
  int jobs = 4;
  double switch_interval_ms = 5.0;                // runtimes gil and python
  StartMethod start_method = StartMethod::Spawn;  // model processes
  std::string interpreter;                        // runtime python: a path, "3.12", or empty for the usual one
  std::string interpreter_name;     // runtime python: what it was found to be, "CPython 3.12.1"; says, does not choose
  std::string api;                  // runtime python: the name of a PythonApi of the model; empty: its usual one
  std::string scheduler;            // model distributed: a cluster's, "tcp://host:8786"; empty: one is made here
  std::optional<double> timeout_s;  // the whole run's
  std::uint64_t seed = 1;

  /// Workers that will really be started.
  int effectiveWorkers() const;
  /// Its workers are another's, perhaps on other machines: what they do is known from what they tell alone.
  bool isElsewhere() const { return !scheduler.empty(); }
  /// Each job gets a worker of its own, which takes no other (start-cost can ask for that).
  bool hasWorkerPerJob() const;
  friend bool operator==(const Experiment&, const Experiment&) = default;
};

/// The experiment with every parameter of its workload filled in, or what is wrong with it and what would be right.
Result<Experiment> checked(Experiment experiment);

/// Whether runtime, model and workload go together, or why not; all else is left alone.
Status fitting(const Experiment& experiment);

/// What a person who has chosen nothing yet runs first: long enough that threads are seen taking turns.
Experiment firstExperiment();

/// "Threads under a GIL, 4": what a run is called where there is room for one line.
std::string title(const Experiment& experiment);
/// "live-tracker, n = 1,000,000 · 4 jobs": what there is to do, whoever does it.
std::string describeWork(const Experiment& experiment);
/// "live-tracker, n = 1,000,000 · 4 jobs, 4 workers · runtime gil, model threads · switch interval 5 ms": all that was
/// set.
std::string describe(const Experiment& experiment);

/// Whether its threads take turns under a lock of the runtime's. REQUIRES: for python, the interpreter's name is known.
bool hasGil(const Experiment& experiment);

}  // namespace interleave
