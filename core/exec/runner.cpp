// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/runner.h"

#include <unistd.h>

#include <optional>

#include "core/exec/executor.h"
#include "core/exec/finish.h"
#include "core/exec/forkserver.h"
#include "core/exec/host_link.h"
#include "core/exec/short_slices.h"
#include "core/exec/worker_process.h"
#include "core/experiment/catalogue.h"
#include "core/net/server_process.h"

namespace interleave {
namespace {

Finished execute(const RunPlan& plan, HostLink& host) {
  if (plan.experiment.runtime == Runtime::Python) {
    return runPython(plan, host);
  }
  switch (plan.experiment.model) {
    case Model::Serial:
      return runSerial(plan, host);
    case Model::Threads:
      return runThreads(plan, host);
    default:
      break;
  }
  return runProcesses(plan, host);
}

Finished run(Start start, SharedRegion& region, HostLink& host) {
  RunPlan plan{std::move(start.experiment), region, 0};
  const auto info = workloadNamed(plan.experiment.workload);
  if (!info) {
    return failed(plan, info.error());
  }
  std::optional<HttpServerProcess> server;
  if ((*info)->needs_server) {
    auto started = HttpServerProcess::start(httpServerCommand());
    if (!started) {
      return failed(plan, started.error());
    }
    plan.http_port = started->port();
    server.emplace(std::move(*started));
  }
  return execute(plan, host);
}

int host(UniqueFd control, UniqueFd region_fd) {
  Channel channel(std::move(control));
  auto region = SharedRegion::map(std::move(region_fd));
  if (!region) {
    return channel.send(Finished{FinishKind::Failed, region.error().message, 0}) ? 0 : 1;
  }
  askForShortSlices();
  auto link = HostLink::open(std::move(channel), *region);
  if (!link) {
    return 1;  // a runner that ends without a word is reported by the host
  }
  link->tell(Hello{kProtocolVersion, getpid()});
  auto start = link->awaitStart();
  if (!start) {
    link->tell(Finished{FinishKind::Failed, start.error().message, rawNow(*region)});
  } else if (!start->has_value()) {
    link->tell(Finished{FinishKind::Cancelled, "", rawNow(*region)});
  } else {
    link->tell(run(std::move(**start), *region, *link));
  }
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
    case RunnerMode::HttpServer:
      return runHttpServerProcess(std::move(control));
    case RunnerMode::Runner:
      break;
  }
  return host(std::move(control), std::move(region));
}

}  // namespace interleave
