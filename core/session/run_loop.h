// SPDX-License-Identifier: GPL-3.0-or-later
// One run from the runner's start to its end, on a thread of its own: starts the runner, drains the rings, takes the
// runner's messages, notices how it ended. RunSession is its face.
//
// Threading: the public methods from any thread. The thread lives until the runner is gone: the runner would get its
// death signal with it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/base/unique_fd.h"
#include "core/protocol/message.h"
#include "core/session/interval_mover.h"
#include "core/session/run_collector.h"
#include "core/session/run_ending.h"
#include "core/session/run_outcome.h"
#include "core/session/run_session.h"
#include "core/session/runner_client.h"

namespace interleave {

/// How a run was seen, beside its trace.
struct RunSeen {
  Measurement measurement;
  std::vector<CoreLoad> loads;
};

class RunLoop {
 public:
  RunLoop(Experiment experiment, SessionSettings settings);
  ~RunLoop();

  const Experiment& experiment() const { return m_experiment; }
  SnapshotPtr snapshot() const { return m_store.snapshot(); }
  void cancel();
  /// Of several that follow each other closely the last one counts.
  void setSwitchInterval(double interval_ms);
  const RunOutcome& wait();
  /// Whether the run has ended, within `timeout_s`.
  bool waitFor(double timeout_s);
  /// How it was seen so far; about four times a second it is brought up to date.
  RunSeen seen() const;

 private:
  // Below: the loop's own thread only, but for what is marked.
  void run();
  RunOutcome execute();
  void converse(RunnerClient& runner, SharedRegion& region, RunCollector& collector);
  void waitForNews(RunnerClient& runner);
  void take(const Message& message, RunnerClient& runner, RunCollector& collector);
  void prepare(const Hello& hello, RunnerClient& runner);
  void begin(RunnerClient& runner, RunCollector& collector);
  void checkDeadlines(RunnerClient& runner, SharedRegion& region);
  void passIntervalOn(RunnerClient& runner);
  void wake();
  void accountFor(const RunCollector& collector);
  void giveUp(RunnerClient& runner, SharedRegion& region, OutcomeKind why);

  const Experiment m_experiment;
  const SessionSettings m_settings;
  const RawClock m_clock;
  TraceStore m_store;  // snapshot() from any thread
  UniqueFd m_wake;     // an eventfd; written from any thread
  std::atomic<bool> m_cancel_asked{false};
  IntervalMover m_interval;  // want() from any thread

  bool m_is_over = false;       // nothing more will be said by the runner
  std::int64_t m_epoch_ns = 0;  // CLOCK_MONOTONIC
  std::int64_t m_hello_by_ns = 0;
  std::optional<std::int64_t> m_kill_at_ns;  // after giving up: until when the runner may end by itself
  RunEnding m_known;                         // of its end, so far
  std::int64_t m_seen_at_ns = 0;             // when the account was last brought up to date

  mutable std::mutex m_mutex;  // guards those below
  std::condition_variable m_ended;
  std::optional<RunOutcome> m_outcome;
  RunSeen m_seen;

  std::thread m_thread;  // last: everything above is there when it starts
};

}  // namespace interleave
