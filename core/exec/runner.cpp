// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/runner.h"

#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>
#include <variant>

#include "core/exec/executor.h"
#include "core/exec/finish.h"
#include "core/exec/forkserver.h"
#include "core/exec/host_link.h"
#include "core/exec/short_slices.h"
#include "core/exec/stage.h"
#include "core/exec/worker_process.h"
#include "core/net/server_process.h"
#include "core/workload/payload_sender.h"

namespace interleave {
namespace {

// Thousands of connections at once need as many descriptors; all we start inherits it.
void allowManyDescriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);  // refused, the requests beyond it fail in words
  }
}

std::uint64_t spentCpu_us() {
  timespec spent{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return static_cast<std::uint64_t>(spent.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(spent.tv_nsec) / 1'000;
}

Finished execute(const RunPlan& plan, HostLink& host) {
  if (plan.experiment.runtime == Runtime::Python) {
    return runPython(plan, host);
  }
  switch (plan.experiment.model) {
    case Model::Serial:
      return runSerial(plan, host);
    case Model::Threads:
      return runThreads(plan, host);
    case Model::EventLoop:
      return runEventLoop(plan, host);
    case Model::Hybrid:
      return runHybrid(plan, host);
    case Model::Processes:
    case Model::Distributed:  // Python has it
      break;
  }
  return runProcesses(plan, host);
}

Finished run(Start start, Stage& stage, SharedRegion& region, HostLink& host) {
  const RunPlan plan{std::move(start.experiment), region, stage.httpPort()};
  region.setSwitchInterval_us(switchInterval_us(plan.experiment));
  Finished finished = execute(plan, host);
  stage.conclude(region, finished);
  return finished;
}

Finished notDone(const Error& error, const SharedRegion& region) {
  const FinishKind kind = error.code == ErrorCode::Cancelled ? FinishKind::Cancelled : FinishKind::Failed;
  return {kind, kind == FinishKind::Failed ? error.message : "", rawNow(region)};
}

// From the first order to the last word.
Finished serve(SharedRegion& region, HostLink& host) {
  Stage stage;
  bool is_prepared = false;
  while (true) {
    auto order = host.awaitOrder();
    if (!order) {
      return notDone(order.error(), region);
    }
    if (!order->has_value()) {
      return {FinishKind::Cancelled, "", rawNow(region)};
    }
    auto* start = std::get_if<Start>(&**order);
    const Experiment& experiment = start != nullptr ? start->experiment : std::get<Prepare>(**order).experiment;
    if (!is_prepared) {
      if (const Status ok = stage.prepare(experiment, host); !ok) {
        return notDone(ok.error(), region);
      }
      is_prepared = true;
    }
    if (start != nullptr) {
      return run(std::move(*start), stage, region, host);
    }
    host.tell(Prepared{stage.note(), spentCpu_us()});
  }
}

int host(UniqueFd control, UniqueFd region_fd) {
  Channel channel(std::move(control));
  auto region = SharedRegion::map(std::move(region_fd));
  if (!region) {
    return channel.send(Finished{FinishKind::Failed, region.error().message, 0}) ? 0 : 1;
  }
  askForShortSlices();
  allowManyDescriptors();
  auto link = HostLink::open(std::move(channel), *region);
  if (!link) {
    return 1;  // a runner that ends without a word is reported by the host
  }
  link->tell(Hello{kProtocolVersion, getpid()});
  link->tell(serve(*region, *link));
  return 0;
}

}  // namespace

int runRunner(const RunnerArguments& arguments) {
  UniqueFd control(arguments.control_fd);
  UniqueFd region(arguments.region_fd);
  switch (arguments.mode) {
    case RunnerMode::Worker:
      return runWorkerProcess(std::move(control), std::move(region), arguments.start_raw);
    case RunnerMode::Forkserver:
      return runForkserver(std::move(control), std::move(region));
    case RunnerMode::PayloadSender:
      return runPayloadSender(std::move(control), std::move(region));
    case RunnerMode::HttpServer:
      return runHttpServerProcess(std::move(control));
    case RunnerMode::Runner:
      break;
  }
  return host(std::move(control), std::move(region));
}

}  // namespace interleave
