// SPDX-License-Identifier: GPL-3.0-or-later
// The runner's command line, written and read in one place. Only programs of ours start it, in one of five modes; in
// each, descriptor 3 is a socket to the starter and 4, but for the HTTP server, shared memory.
//
//   interleave-runner               --control-fd=3 --region-fd=4                     the runner itself
//   interleave-runner --worker      --control-fd=3 --region-fd=4 --started=RAW       a worker process of its pool
//   interleave-runner --forkserver  --control-fd=3 --region-fd=4                     forks worker processes on request
//   interleave-runner --http-server --control-fd=3                                   the loopback server
//   interleave-runner --payload-sender --control-fd=3 --region-fd=4                  sends what jobs ask for
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace interleave {

enum class RunnerMode { Runner, Worker, Forkserver, HttpServer, PayloadSender };

struct RunnerArguments {
  RunnerMode mode = RunnerMode::Runner;
  int control_fd = -1;
  int region_fd = -1;           // -1 in mode HttpServer
  std::uint64_t start_raw = 0;  // mode Worker: when the making of this process was begun
};

/// `arguments` without the program's name. Fails, with what to do instead, on anything but the lines above, and where
/// the descriptors are not open or not a socket: a person has started it.
Result<RunnerArguments> parseRunnerArguments(const std::vector<std::string>& arguments);

/// The commands by which the runner starts itself again.
std::vector<std::string> workerCommand(std::uint64_t start_raw);
std::vector<std::string> forkserverCommand();
std::vector<std::string> httpServerCommand();
std::vector<std::string> payloadSenderCommand();

}  // namespace interleave
