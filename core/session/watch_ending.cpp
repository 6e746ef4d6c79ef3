// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/watch_ending.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>

namespace interleave {
namespace {

void finishRecords(WatchCollector& collector, WatchOutcome& outcome) {
  collector.finish();
  collector.account(outcome);
  if (const std::uint64_t unseen = outcome.unseen; unseen > 0) {
    outcome.notes.push_back(
        fmt::format("{} process{} became another user's or can't be read: what followed is not shown; as root, or with "
                    "INTERLEAVE_KERNEL_VIEW=proc, more is",
                    unseen, unseen == 1 ? "" : "es"));
  }
}

void endProgram(WatchedProcess& process, WatchCollector& collector, std::optional<double> timeout_s,
                WatchOutcome& outcome) {
  const auto is_known = [&collector](pid_t pid) { return collector.isAlive(pid); };
  const bool by_us = outcome.end != WatchEnd::Exited;
  bool has_ended = true;
  if (by_us) {
    process.signal(SIGSTOP);  // it starts no more
    process.endDescendants(WatchedProcess::Ending::AtOnce, is_known);
    has_ended = process.signal(SIGKILL);
  }
  if (by_us && has_ended) {
    process.waitUntilEnded();
  }
  finishRecords(collector, outcome);  // whom it left behind is ended after that
  const auto how = by_us ? WatchedProcess::Ending::AtOnce : WatchedProcess::Ending::Asked;
  if (has_ended) {
    describeEnd(process.collect(), timeout_s, outcome);
  }
  const std::size_t left = process.endDescendants(how, is_known);
  outcome.ended_descendants = by_us ? 0 : left;
  if (!has_ended) {
    process.leave();
    outcome.message = "was to be stopped, but belongs to another user by now and goes on";
  }
  if (const std::size_t out = process.outOfReach(); out > 0) {
    outcome.notes.push_back(
        fmt::format("what it started and belongs to another user goes on: {} process{}", out, out == 1 ? "" : "es"));
  }
}

}  // namespace

void endWatch(WatchedProcess* process, WatchCollector& collector, std::optional<double> timeout_s,
              WatchOutcome& outcome) {
  if (process != nullptr) {
    endProgram(*process, collector, timeout_s, outcome);
  } else {
    finishRecords(collector, outcome);
    outcome.message = outcome.end == WatchEnd::Gone ? "ended" : "goes on";
  }
  collector.close();
  collector.account(outcome);
}

void describeEnd(const ProcessEnd& end, std::optional<double> timeout_s, WatchOutcome& outcome) {
  outcome.cpu_s = end.cpu_s;
  if (outcome.end == WatchEnd::TimedOut) {
    outcome.message = fmt::format("was ended after its time limit of {:g} s", timeout_s.value_or(0.0));
  } else if (outcome.end == WatchEnd::Cancelled) {
    outcome.message = "was stopped";
  } else {
    outcome.message = end.describe();
    if (WIFSIGNALED(end.status)) {
      outcome.end = WatchEnd::Killed;
      outcome.status = WTERMSIG(end.status);
    } else {
      outcome.status = WEXITSTATUS(end.status);
    }
  }
}

}  // namespace interleave
