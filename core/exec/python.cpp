// SPDX-License-Identifier: GPL-3.0-or-later
// The runtime python: the chosen interpreter is started with the worker script, which runs the whole experiment with
// Python's own means; its messages are those that a runner sends, checked here and passed on.
//
// Its marks come straight from its threads and processes to the host, through the same rings as ours.
#include <fmt/format.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "core/base/child_process.h"
#include "core/base/clock.h"
#include "core/exec/executor.h"
#include "core/exec/finish.h"
#include "core/exec/memory.h"
#include "core/exec/output_tail.h"
#include "core/exec/python_files.h"
#include "core/workload/board.h"

namespace interleave {
namespace {

constexpr std::int64_t kHelloWithin_ns = 20 * kNsPerSecond;
// After a stop: how long Python may take to notice it at its next mark and to wind up. The host waits 200 ms in all.
constexpr std::int64_t kGrace_ns = 120 * kNsPerMs;
// After its last word: what is registered to run at the interpreter's exit may take this long.
constexpr std::int64_t kEndWithin_ns = 2 * kNsPerSecond;

class PythonRun {
 public:
  PythonRun(const RunPlan& plan, HostLink& host, ChildProcess process, Channel channel, OutputTail output)
      : m_plan(plan),
        m_host(host),
        m_process(std::move(process)),
        m_channel(std::move(channel)),
        m_output(std::move(output)),
        m_exit(static_cast<int>(syscall(SYS_pidfd_open, m_process.pid(), 0))),
        m_is_answered(static_cast<std::size_t>(plan.experiment.jobs)),
        m_kill_at_ns(monotonicNow_ns() + kHelloWithin_ns) {}

  Finished run() {
    // Should this fail, the process is dying, which is noticed below.
    [[maybe_unused]] const Status told = m_channel.send(Start{m_plan.experiment, 0, m_plan.http_port});
    std::optional<ProcessEnd> end;
    while (!end) {
      waitAndHear();
      end = m_process.poll();
    }
    hear();  // what it said last
    m_output.read();
    return conclude(*end);
  }

 private:
  void waitAndHear() {
    const std::int64_t left_ns = m_kill_at_ns ? std::max<std::int64_t>(0, *m_kill_at_ns - monotonicNow_ns()) : 0;
    const int patience_ms = m_kill_at_ns ? static_cast<int>(left_ns / kNsPerMs + 1) : -1;
    pollfd waiting[4] = {{m_host.fd(), POLLIN, 0},
                         {m_channel.isAtEnd() ? -1 : m_channel.fd(), POLLIN, 0},
                         {m_output.fd(), POLLIN, 0},
                         {m_exit.get(), POLLIN, 0}};
    poll(waiting, 4, patience_ms);
    if (waiting[0].revents != 0) {
      m_host.hear();
      if (m_host.isCancelled()) {
        endWithin(kGrace_ns);
      }
    }
    if (waiting[1].revents != 0) {
      hear();
    }
    if (waiting[2].revents != 0) {
      m_output.read();
    }
    if (m_kill_at_ns && monotonicNow_ns() >= *m_kill_at_ns) {
      if (!m_is_greeted && !m_host.isCancelled()) {
        fail(fmt::format("{} did not begin within {} s", interpreter(), kHelloWithin_ns / kNsPerSecond));
      }
      m_process.kill();
    }
  }

  void hear() {
    Status filled = m_channel.fill();
    while (filled && !m_is_broken) {
      auto message = m_channel.next();
      if (!message) {
        fail(fmt::format("{} sent {}", interpreter(), message.error().message));
        m_is_broken = true;
      } else if (!message->has_value()) {
        return;
      } else {
        take(std::move(**message));
      }
    }
  }

  void take(Message message) {
    if (std::holds_alternative<Hello>(message)) {
      m_is_greeted = true;
      if (!m_host.isCancelled()) {
        m_kill_at_ns.reset();
      }
    } else if (auto* done = std::get_if<JobDone>(&message)) {
      const std::uint32_t job = number(done->job);
      if (job >= m_is_answered.size() || m_is_answered[job]) {
        fail(fmt::format("{} answered for job {}, which it was not asked to run, or not again", interpreter(), job));
        return;
      }
      m_is_answered[job] = true;
      m_host.tell(std::move(*done));
    } else if (auto* gone = std::get_if<WorkerGone>(&message)) {
      if (number(gone->worker) < static_cast<std::uint32_t>(m_plan.experiment.effectiveWorkers())) {
        m_host.tell(std::move(*gone));
      }
    } else if (auto* view = std::get_if<ViewElsewhere>(&message); view != nullptr && m_plan.experiment.isElsewhere()) {
      m_host.tell(std::move(*view));
    } else if (auto* seen = std::get_if<SeenElsewhere>(&message); seen != nullptr && m_plan.experiment.isElsewhere()) {
      m_host.tell(std::move(*seen));
    } else if (auto* finished = std::get_if<Finished>(&message)) {
      m_finished = std::move(*finished);
      // It lives still: its last word comes before its end.
      static_cast<Board*>(m_plan.region.board())->memory_kb.fetch_add(mostMemory_kb(m_process.pid()));
      endWithin(kEndWithin_ns);
    } else {
      fail(fmt::format("{} sent a message out of turn", interpreter()));
    }
  }

  Finished conclude(const ProcessEnd& end) {
    const std::uint64_t end_raw = m_finished && m_finished->end_raw != 0 ? m_finished->end_raw : rawNow(m_plan.region);
    if (m_finished && m_finished->kind == FinishKind::Failed && m_failure.empty()) {
      m_failure = m_finished->message;
    }
    const bool is_gone = !m_finished && m_failure.empty() && !m_host.isCancelled();
    if (is_gone) {
      m_failure = fmt::format("{} {}", interpreter(), end.describe());
      if (m_is_greeted && m_plan.experiment.model == Model::Threads) {
        m_failure += ": all jobs shared that one process, so they all ended with it";
      }
      if (const std::string last_words = m_output.text(); !last_words.empty()) {
        m_failure += "\n" + last_words;
      }
    }
    Finished finished = interleave::conclude(m_host, m_failure, end_raw);
    if (is_gone && m_is_greeted && finished.kind == FinishKind::Failed) {
      finished.kind = FinishKind::Crashed;  // the jobs' doing; who never answered has failed
    }
    if (m_finished && finished.kind == FinishKind::Finished) {
      finished.conclusion = std::move(m_finished->conclusion);
    }
    return finished;
  }

  void endWithin(std::int64_t ns) {
    const std::int64_t kill_at_ns = monotonicNow_ns() + ns;
    m_kill_at_ns = std::min(m_kill_at_ns.value_or(kill_at_ns), kill_at_ns);
  }

  void fail(std::string why) {
    if (m_failure.empty()) {
      m_failure = std::move(why);
    }
    m_host.stopWorkers();
    endWithin(kGrace_ns);
  }

  std::string interpreter() const {
    const Experiment& experiment = m_plan.experiment;
    return experiment.interpreter_name.empty()
               ? experiment.interpreter
               : fmt::format("{} ({})", experiment.interpreter_name, experiment.interpreter);
  }

  const RunPlan& m_plan;
  HostLink& m_host;
  ChildProcess m_process;
  Channel m_channel;
  OutputTail m_output;
  UniqueFd m_exit;  // readable when the process has ended
  std::vector<bool> m_is_answered;
  std::optional<std::int64_t> m_kill_at_ns;
  std::optional<Finished> m_finished;
  bool m_is_greeted = false;
  bool m_is_broken = false;
  std::string m_failure;
};

}  // namespace

Finished runPython(const RunPlan& plan, HostLink& host) {
  const std::string& interpreter = plan.experiment.interpreter;
  if (interpreter.empty() || interpreter.front() != '/') {
    return failed(plan, Error{ErrorCode::InvalidArgument, "no Python interpreter was chosen to run the jobs"});
  }
  const auto files = findPythonFiles();
  if (!files) {
    return failed(plan, files.error());
  }
  auto ends = Channel::makePair();
  if (!ends) {
    return failed(plan, ends.error());
  }
  auto output = OutputTail::open();
  if (!output) {
    return failed(plan, output.error());
  }
  // In the runner's process group: whom Python starts in turn is in it too, and ends with the runner at the latest.
  auto process = ChildProcess::spawn({interpreter, files->script, files->probe}, {ends->second.get(), plan.region.fd()},
                                     ProcessGroup::Parents, output->writingEnd());
  if (!process) {
    return failed(plan, process.error());
  }
  ends->second.reset();
  output->closeWriting();
  return PythonRun(plan, host, std::move(*process), Channel(std::move(ends->first)), std::move(*output)).run();
}

}  // namespace interleave
