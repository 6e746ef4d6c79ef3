// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/watch_run.h"

#include <time.h>

#include <QThreadPool>
#include <algorithm>
#include <mutex>
#include <utility>

#include "core/base/clock.h"

namespace interleave::ui {
namespace {

// The session's snapshots with their tracks grouped by process. Grouping thousands takes longer than a frame, so it is
// done elsewhere, one at a time; until then the one before is the newest.
class GroupedSnapshots {
 public:
  explicit GroupedSnapshots(const SnapshotPtr& first) : m_state(std::make_shared<State>()) {
    m_state->grouped = groupedByProcess(first);
  }

  SnapshotPtr newest(const SnapshotPtr& raw) {
    const std::lock_guard lock(m_state->mutex);
    if (raw->revision != m_state->grouped->revision && !m_state->is_grouping) {
      m_state->is_grouping = true;
      QThreadPool::globalInstance()->start([state = m_state, raw] {
        SnapshotPtr grouped = groupedByProcess(raw);
        const std::lock_guard writing(state->mutex);
        state->grouped.swap(grouped);
        state->is_grouping = false;
      });
    }
    return m_state->grouped;
  }

 private:
  struct State {
    std::mutex mutex;
    SnapshotPtr grouped;
    bool is_grouping = false;
  };
  std::shared_ptr<State> m_state;  // outlives us while something is being grouped
};

class WatchRun : public LiveRun {
 public:
  WatchRun(std::unique_ptr<WatchSession> session, WatchSettings settings, std::shared_ptr<ProgramOutput> output,
           const MachineMonitor& monitor)
      : m_session(std::move(session)),
        m_settings(std::move(settings)),
        m_output(std::move(output)),
        m_monitor(monitor),
        m_snapshots(m_session->snapshot()) {}

  SnapshotPtr snapshot() override { return m_snapshots.newest(m_session->snapshot()); }
  bool isFinished() override { return m_session->waitFor(0.0); }
  void cancel() override { m_session->cancel(); }
  std::shared_ptr<ProgramOutput> output() const override { return m_output; }

  RunFindings findings(Moment moment) override {
    RunFindings findings = findingsOf(moment == Moment::End ? recordOf(*m_session, m_settings) : liveRecord(), moment);
    const std::int64_t length_ns = std::max<std::int64_t>(1, findings.figures.elapsed_ns);
    findings.loads = loads(length_ns);
    return findings;
  }

 private:
  WatchRecord liveRecord() {
    WatchRecord record;
    record.machine = thisMachine();
    record.outcome = m_session->soFar();
    record.snapshot = groupedByProcess(m_session->snapshot());
    record.outcome.elapsed_ns = std::max(record.outcome.elapsed_ns, record.snapshot->now_ns);
    return record;
  }

  std::vector<CoreLoad> loads(std::int64_t length_ns) const {
    std::vector<CoreLoad> found = m_monitor.history();
    std::erase_if(found, [&](const CoreLoad& load) {
      return load.time_ns <= m_begin_ns || load.time_ns > m_begin_ns + length_ns + MachineMonitor::kInterval_ns;
    });
    for (CoreLoad& load : found) {
      load.time_ns -= m_begin_ns;
    }
    return found;
  }

  const std::unique_ptr<WatchSession> m_session;
  const WatchSettings m_settings;
  const std::shared_ptr<ProgramOutput> m_output;
  const MachineMonitor& m_monitor;
  const std::int64_t m_begin_ns = monotonicNow_ns();  // within a millisecond or so of the trace's zero
  GroupedSnapshots m_snapshots;
};

}  // namespace

Result<LiveRunPtr> startWatch(WatchSettings settings, const MachineMonitor& monitor) {
  ProgramOutput::Pipe pipe;
  if (!settings.pid) {
    auto made = ProgramOutput::make();
    if (!made) {
      return tl::unexpected(made.error());
    }
    pipe = std::move(*made);
    settings.output = pipe.write_end.get();
  }
  auto session = WatchSession::start(settings);
  if (!session) {
    return tl::unexpected(session.error());
  }
  settings.output = -1;  // ours is closed now, so that the output ends with the program
  return std::make_shared<WatchRun>(std::move(*session), std::move(settings), std::move(pipe.output), monitor);
}

}  // namespace interleave::ui
