// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/experiment_run.h"

#include <utility>

#include "core/session/run_session.h"

namespace interleave::ui {
namespace {

class ExperimentRun : public LiveRun {
 public:
  explicit ExperimentRun(std::unique_ptr<RunSession> session) : m_session(std::move(session)) {}

  SnapshotPtr snapshot() override { return m_session->snapshot(); }
  bool isFinished() override { return m_session->isFinished(); }
  void cancel() override { m_session->cancel(); }
  Status setSwitchInterval(double interval_ms) override { return m_session->setSwitchInterval(interval_ms); }
  RunFindings findings(Moment moment) override {
    return findingsOf(moment == Moment::End ? m_session->record() : m_session->liveRecord(), moment);
  }

 private:
  std::unique_ptr<RunSession> m_session;
};

}  // namespace

Result<LiveRunPtr> startExperiment(const Experiment& experiment, std::int64_t keep_ns) {
  SessionSettings settings;
  settings.keep_ns = keep_ns;
  auto session = RunSession::start(experiment, settings);
  if (!session) {
    return tl::unexpected(session.error());
  }
  return std::make_shared<ExperimentRun>(std::move(*session));
}

}  // namespace interleave::ui
