// SPDX-License-Identifier: GPL-3.0-or-later
// Drives the real interleave-runner (INTERLEAVE_RUNNER) as a host does, and keeps all that it says and streams.
// Threading: the test's thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/child_process.h"
#include "core/experiment/experiment.h"
#include "core/protocol/channel.h"
#include "core/ring/ring_reader.h"
#include "core/ring/shared_region.h"

namespace interleave::testing {

struct Track {
  std::optional<RingIdentity> identity;
  RingCounters counters;
  std::vector<il_sample> samples;
  std::uint32_t state = 0;  // il_ring_state
};

struct RunRecord {
  std::optional<Hello> hello;
  std::vector<JobDone> jobs;  // in order of their number
  std::vector<WorkerGone> gone;
  std::vector<SwitchIntervalSet> intervals;
  std::optional<Finished> finished;
  ProcessEnd end;
  std::vector<Track> tracks;
  std::int64_t elapsed_ns = 0;  // from Start to the end of the process
};

/// The interval that a track spends running a job.
struct Running {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};
/// From the marks alone: job begins and ends, less the waits between.
std::vector<Running> runningIntervals(const Track& track);

/// As the rest of an experiment is when nobody sets it.
Experiment experimentOf(Runtime runtime, Model model, const std::string& workload, int workers, int jobs);

class RunnerDriver {
 public:
  explicit RunnerDriver(RegionSettings settings = {});

  /// Runs the experiment to its end. `during` is called every few milliseconds from Start on.
  RunRecord run(Experiment experiment, const std::function<void(RunnerDriver&)>& during = {});

  void cancel();
  void setSwitchInterval_us(std::uint32_t interval_us);
  pid_t pid() const { return m_process->pid(); }
  const RunRecord& record() const { return m_record; }
  SharedRegion& region() { return *m_region; }
  /// Closes our end of the control socket, as our death would.
  void hangUp() { m_channel.reset(); }

 private:
  void start();
  void hear();
  void drain();

  RegionSettings m_settings;
  std::optional<SharedRegion> m_region;
  std::optional<ChildProcess> m_process;
  std::optional<Channel> m_channel;
  std::vector<RingReader> m_readers;
  RunRecord m_record;
};

}  // namespace interleave::testing
