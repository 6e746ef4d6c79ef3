// SPDX-License-Identifier: GPL-3.0-or-later
// What host, runner and worker processes say to each other, as values; channel.h carries them.
//
// host → runner: Prepare, Start, SetSwitchInterval, Cancel. runner → host: Hello, Prepared, SwitchIntervalSet, JobDone,
// WorkerGone, Finished; and of workers that can't write the shared memory: ViewElsewhere, SeenElsewhere. runner →
// worker process: Start (with its worker's number), Job, then the end of the stream. worker → runner: JobDone. On the
// wire a message is a JSON object with a "type"; what does not parse is an error, never a guess.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/experiment/experiment.h"

namespace interleave {

inline constexpr std::uint32_t kProtocolVersion = 2;

/// The runner is up and can take an experiment.
struct Hello {
  std::uint32_t version = kProtocolVersion;
  std::int32_t pid = 0;
};

struct Start {
  Experiment experiment;
  std::uint32_t worker = 0;     // to a worker process: which one it is
  std::uint16_t http_port = 0;  // to a worker process: where the loopback server listens; 0: there is none
};

/// Make ready what the experiment's workers will need (files, servers), and say Prepared; the workers wait for Start.
/// A Start without it does the same first, within the run's time.
struct Prepare {
  Experiment experiment;
};

/// All that the workers need is there.
struct Prepared {
  std::string note;          // what was made for it, for a person; mostly empty
  std::uint64_t cpu_us = 0;  // what that took of the processors' time, which is not the run's
};

/// The GIL's interval from now on. After Start.
struct SetSwitchInterval {
  std::uint32_t interval_us = 0;
};

/// It is set; `at_raw`: since when, by the probe's raw clock.
struct SwitchIntervalSet {
  std::uint32_t interval_us = 0;
  std::uint64_t at_raw = 0;
};

/// Give up now; what was measured is kept.
struct Cancel {};

/// To a worker process: run this job.
struct Job {
  JobId job = kNoJob;
};

/// A job's own account, not subject to the rings' losses. Times are the probe's raw clock.
struct JobDone {
  JobId job = kNoJob;
  WorkerId worker{};
  std::uint64_t begin_raw = 0;
  std::uint64_t end_raw = 0;
  std::uint64_t ticks = 0;
  bool ok = false;
  std::optional<std::uint64_t> result;  // what the workload computes, where it computes something
  std::string error;                    // why not ok
};

/// A worker ended before it was told to, by itself or killed.
struct WorkerGone {
  WorkerId worker{};
  std::string reason;  // "was killed by SIGSEGV (segmentation fault)"
};

/// Who tells what SeenElsewhere says.
struct ViewElsewhere {
  std::string source;         // "Dask's task stream"
  std::int64_t error_ns = 0;  // no time is further off than this
  std::string note;           // what a person should know of it; mostly empty
};

/// What a worker in another's process, perhaps on another machine, did for a job, after it did it.
struct SeenElsewhere {
  struct Span {
    bool is_running = false;    // else it waited for data
    std::int64_t begin_ns = 0;  // CLOCK_MONOTONIC of this machine
    std::int64_t end_ns = 0;
    friend bool operator==(const Span&, const Span&) = default;
  };
  WorkerId worker{};
  std::string name;      // as its own cluster names it
  std::int32_t pid = 0;  // on its machine
  JobId job = kNoJob;
  std::vector<Span> spans;  // in order of time; none: only that the worker is there
};

enum class FinishKind { Finished, Cancelled, Failed, Deadlocked, Crashed };

/// The last message of a runner.
struct Finished {
  FinishKind kind = FinishKind::Finished;
  std::string message;                          // why, where Failed or Crashed; who waits for whom, where Deadlocked
  std::uint64_t end_raw = 0;                    // when the last worker was done
  std::optional<std::uint64_t> memory_kb = {};  // most that the runner and its workers held, each at its own peak
  std::optional<std::uint64_t> result = {};     // of the run as a whole, where its workload has one
  std::string conclusion = {};                  // the same in words
};

using Message = std::variant<Hello, Prepare, Prepared, Start, SetSwitchInterval, SwitchIntervalSet, Cancel, Job,
                             JobDone, WorkerGone, ViewElsewhere, SeenElsewhere, Finished>;

std::string encode(const Message& message);
Result<Message> decode(const std::string& text);

}  // namespace interleave
