// SPDX-License-Identifier: GPL-3.0-or-later
// A sweep: one setting of an experiment over a list of values, models side by side, each point measured several times.
//
// A Sweep is a value that grows: next() says what to run, add() takes what came out; who runs it, and whether it is
// ended early, is the caller's. Rounds: every point once, then every point again, so that what disturbs the machine for
// a while does not fall on one point. Times in seconds. Threading: none of its own.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/amdahl.h"
#include "core/analysis/sweep_verdict.h"
#include "core/session/run_record.h"

namespace interleave {

struct SweepPlan {
  Experiment base;
  std::string key;                  // as in sweep_values.h: "workers", "model", a parameter of the workload
  std::vector<std::string> values;  // as typed; "1..8" stands for whole numbers
  std::vector<Model> models;        // side by side; of a sweep of models, the first stands for all
  int repeats = 1;
};

inline constexpr std::size_t kMostSweepRuns = 5'000;
inline constexpr int kMostRepeats = 1'000;

struct SweepMeasurement {
  double elapsed_s = 0.0;
  double parallelism = 0.0;
  std::optional<double> overlap;
  std::optional<double> others_load;  // of the machine's cores, the part that other programs had meanwhile
};

struct SweepPoint {
  std::string value;
  Experiment experiment;
  std::vector<SweepMeasurement> measurements;
  std::string problem;  // why a run of it failed; it is not run again

  bool isMeasured() const { return !measurements.empty(); }
  /// REQUIRES: isMeasured().
  double least_s() const;
  double median_s() const;
  double most_s() const;
};

/// One model's points, in the order of the values, each once. A sweep of workers has one point of the model serial: it
/// has one. A sweep of models is one series, whose points are the models.
struct SweepSeries {
  Model model = Model::Threads;
  std::string name;  // for a person: "Threads"
  std::vector<SweepPoint> points;
};

struct SweepStep {
  std::size_t series = 0;
  std::size_t point = 0;
  int round = 0;
};

class Sweep {
 public:
  /// Every point is checked before the first is run. Errors: an unknown key, a value out of range, more than
  /// kMostSweepRuns runs (with their number).
  static Result<Sweep> make(const SweepPlan& plan);

  const SweepPlan& plan() const { return m_plan; }
  const std::vector<SweepSeries>& series() const { return m_series; }
  std::size_t runs() const { return m_runs; }
  std::size_t runsDone() const { return m_done; }
  /// The next run; nothing when all are done.
  std::optional<SweepStep> next() const;
  const SweepPoint& at(const SweepStep& step) const { return m_series[step.series].points[step.point]; }
  /// What came out of next(). A run that did not finish counts as the point's problem.
  void add(const RunRecord& record);
  /// The run of next() could not even be started.
  void addProblem(std::string problem);
  /// What the runs to come will take: a point takes what it took, one not yet measured what all took on average.
  /// Nothing before the first.
  std::optional<double> left_s() const;

  /// How often faster than the reference: serial where that is measured, else the series' own first point. Nothing
  /// where either was not measured.
  std::optional<double> speedUp(std::size_t series, std::size_t point) const;
  /// Of a sweep of workers: what the points say by Amdahl's law, and where more workers stop paying.
  Result<AmdahlFit> fit(std::size_t series) const;
  std::optional<int> knee(std::size_t series) const;
  /// Of the machine's cores, the part that other programs had during the runs, on average.
  std::optional<double> othersLoad() const;
  bool isOfWorkers() const { return m_plan.key == "workers"; }
  bool isOfModels() const { return m_plan.key == "model"; }

 private:
  void goOn();
  const SweepPoint& referenceOf(std::size_t series, std::size_t point) const;
  std::vector<ScalingPoint> scaling(std::size_t series) const;

  SweepPlan m_plan;
  std::vector<SweepSeries> m_series;
  std::vector<SweepStep> m_steps;
  std::size_t m_runs = 0;
  std::size_t m_done = 0;
  std::size_t m_at = 0;
};

/// Whether the machine has room for every point, or the numbers of what it lacks. Reads the machine: cheap, not free.
Status checkRoom(const Sweep& sweep);
/// What to use, and why; nothing where the evidence is thin.
std::optional<SweepVerdict> verdictOf(const Sweep& sweep);
/// What came out, in sentences for a person: the serial fraction with its interval, the knee, the fastest.
std::vector<std::string> sweepSentences(const Sweep& sweep);
nlohmann::json sweepJson(const Sweep& sweep);
/// A line a run, with a head.
std::string sweepCsv(const Sweep& sweep);
/// A table for a terminal: a line a value, for each model least, median and most, and the speed-up.
std::string sweepTable(const Sweep& sweep);

}  // namespace interleave
