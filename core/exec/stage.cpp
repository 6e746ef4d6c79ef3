// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/stage.h"

#include "core/exec/finish.h"
#include "core/exec/memory.h"
#include "core/exec/runner_arguments.h"
#include "core/experiment/catalogue.h"
#include "core/experiment/needs.h"
#include "core/workload/board.h"

namespace interleave {

Status Stage::prepare(const Experiment& experiment, HostLink& host) {
  const auto info = workloadNamed(experiment.workload);
  if (!info) {
    return tl::unexpected(info.error());
  }
  if ((*info)->needs_server) {
    auto started = HttpServerProcess::start(httpServerCommand());
    if (!started) {
      return tl::unexpected(started.error());
    }
    m_server.emplace(std::move(*started));
  }
  // The host has asked as well; since then other programs may have taken it.
  if (const Status ok = checkRoom(needsOf(experiment)); !ok) {
    return ok;
  }
  if ((*info)->needs_python) {
    return {};  // an interpreter's own work: there is nothing to make ready here
  }
  auto workload = makeWorkload(experiment.workload, settingsOf(experiment, httpPort()));
  if (!workload) {
    return tl::unexpected(workload.error());
  }
  m_workload = std::move(*workload);
  // Python says nothing of the processes that it starts.
  m_knows_memory = experiment.runtime != Runtime::Python || experiment.model == Model::Serial ||
                   experiment.model == Model::Threads || experiment.model == Model::EventLoop;
  Preparation preparation{[&host] { return host.goesOn(); }, {}};
  const Status ok = m_workload->prepare(preparation);
  m_note = std::move(preparation.note);
  return ok;
}

void Stage::conclude(const SharedRegion& region, Finished& finished) const {
  const auto& board = *static_cast<const Board*>(region.board());
  if (const std::uint64_t own_kb = mostMemory_kb(); own_kb != 0 && m_knows_memory) {
    finished.memory_kb = own_kb + board.memory_kb.load();
  }
  if (const std::string circle = board.deadlockText(); !circle.empty()) {
    finished.kind = FinishKind::Deadlocked;
    finished.message = "deadlock: " + circle;
  }
  if (finished.kind == FinishKind::Finished && m_workload != nullptr) {
    if (std::optional<Conclusion> conclusion = m_workload->conclude(board)) {
      finished.result = conclusion->value;
      finished.conclusion = std::move(conclusion->text);
    }
  }
}

}  // namespace interleave
