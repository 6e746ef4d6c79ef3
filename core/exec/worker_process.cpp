// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/worker_process.h"

#include <fmt/format.h>
#include <sys/prctl.h>

#include <optional>

#include "core/exec/finish.h"
#include "core/exec/memory.h"
#include "core/exec/worker.h"
#include "core/protocol/channel.h"

namespace interleave {
namespace {

// The next message if it is a T; nothing at the end of the stream or when it makes no sense: either way it is over.
template <class T>
std::optional<T> hear(Channel& channel) {
  auto message = channel.receive();
  if (!message || !message->has_value() || !std::holds_alternative<T>(**message)) {
    return std::nullopt;
  }
  return std::get<T>(std::move(**message));
}

Status work(Channel& channel, const SharedRegion& region, const Start& start, std::uint64_t start_raw) {
  const JobHalf half = start.experiment.model == Model::Hybrid ? JobHalf::Second : JobHalf::Whole;
  const auto workload = makeWorkload(start.experiment.workload, settingsOf(start.experiment, start.http_port, half));
  if (!workload) {
    return tl::unexpected(workload.error());
  }
  std::optional<Gil> gil;
  if (start.experiment.runtime == Runtime::Gil) {
    gil.emplace(region.switchInterval_us());
  }
  Worker worker(WorkerId{start.worker}, **workload, gil ? &*gil : nullptr, channel.fd());
  if (const Status ok = worker.begin(region, IL_WORKER_PROCESS, start_raw); !ok) {
    return ok;
  }
  while (const std::optional<Job> job = hear<Job>(channel)) {
    if (!channel.send(worker.run(job->job))) {
      break;
    }
  }
  worker.end();
  static_cast<Board*>(region.board())->memory_kb.fetch_add(mostMemory_kb());
  return {};
}

}  // namespace

int runWorkerProcess(UniqueFd control, UniqueFd region_fd, std::uint64_t start_raw) {
  Channel channel(std::move(control));
  const auto region = SharedRegion::map(std::move(region_fd));
  const std::optional<Start> start = hear<Start>(channel);
  if (!start) {
    return 0;  // it was all over before we were ready
  }
  prctl(PR_SET_NAME, fmt::format("worker {}", start->worker).c_str());
  const Status ok = region ? work(channel, *region, *start, start_raw) : tl::unexpected(region.error());
  if (!ok) {
    // The runner counts this as a failure of the whole run.
    return channel.send(Finished{FinishKind::Failed, ok.error().message, 0}) ? 0 : 1;
  }
  return 0;
}

}  // namespace interleave
