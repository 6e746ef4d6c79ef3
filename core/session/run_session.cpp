// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run_session.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/experiment/needs.h"
#include "core/python/python_discovery.h"
#include "core/session/run_loop.h"

namespace interleave {
namespace {

bool isProgram(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored) && access(path.c_str(), X_OK) == 0;
}

// The experiment's part in the cores' load, from the kernel's view where there is one: what was noted while the run was
// live lags behind by what was not known yet.
void shareOut(RunRecord& record) {
  const std::vector<Track>& cores = record.snapshot->cores;
  std::int64_t begin_ns = 0;
  for (CoreLoad& load : record.loads) {
    for (std::size_t i = 0; i < load.experiment_ratio.size() && i < cores.size(); ++i) {
      if (begin_ns < record.snapshot->kept_from_ns) {
        continue;  // what was noted then is all there is
      }
      const std::int64_t ran_ns = cores[i].timesIn(begin_ns, load.time_ns)[index(State::Running)];
      load.experiment_ratio[i] =
          static_cast<double>(ran_ns) / static_cast<double>(std::max<std::int64_t>(1, load.time_ns - begin_ns));
    }
    begin_ns = load.time_ns;
  }
}

}  // namespace

Result<std::string> findRunner(const std::string& wanted) {
  const char* from_environment = std::getenv("INTERLEAVE_RUNNER");
  const std::string named = !wanted.empty() ? wanted : from_environment != nullptr ? from_environment : "";
  if (!named.empty()) {
    if (isProgram(named)) {
      return named;
    }
    return fail(ErrorCode::NotFound, fmt::format("the runner {} is not there or can't be executed", named));
  }
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path folder = self.parent_path();
  for (const auto& candidate :
       {folder / "interleave-runner", folder.parent_path() / "libexec" / "interleave" / "interleave-runner"}) {
    if (isProgram(candidate)) {
      return candidate.string();
    }
  }
  return fail(ErrorCode::NotFound,
              fmt::format("the program interleave-runner, which runs the jobs, is not beside {}: build or install it "
                          "again, or name it in INTERLEAVE_RUNNER",
                          self.string()));
}

Status checkInterval(const Experiment& experiment, double interval_ms) {
  if (!hasGil(experiment)) {
    return fail(ErrorCode::InvalidArgument,
                "this run has no switch interval to move: only the runtime gil and a CPython with a GIL have one");
  }
  if (experiment.isElsewhere()) {
    return fail(ErrorCode::InvalidArgument,
                "this run has no switch interval to move: its workers are a cluster's, which isn't ours to set");
  }
  Experiment moved = experiment;
  moved.switch_interval_ms = interval_ms;
  const auto complete = checked(std::move(moved));
  return complete ? Status() : tl::unexpected(complete.error());
}

Result<std::unique_ptr<RunSession>> RunSession::start(const Experiment& experiment, const SessionSettings& settings) {
  auto complete = checked(experiment);
  if (!complete) {
    return tl::unexpected(complete.error());
  }
  if (const Status ok = checkRoom(needsOf(*complete)); !ok) {
    return tl::unexpected(ok.error());
  }
  auto runner = findRunner(settings.runner);
  if (!runner) {
    return tl::unexpected(runner.error());
  }
  if (complete->runtime == Runtime::Python &&
      (complete->interpreter_name.empty() || !complete->interpreter.starts_with('/'))) {
    const auto interpreter = choosePython(complete->interpreter);
    if (!interpreter) {
      return tl::unexpected(interpreter.error());
    }
    complete->interpreter = interpreter->path;
    complete->interpreter_name = interpreter->name();
  }
  SessionSettings known = settings;
  known.runner = *runner;
  for (const IntervalStep& step : known.interval_steps) {
    if (const Status ok = checkInterval(*complete, step.interval_ms); !ok) {
      return tl::unexpected(ok.error());
    }
  }
  std::stable_sort(known.interval_steps.begin(), known.interval_steps.end(),
                   [](const IntervalStep& a, const IntervalStep& b) { return a.at_s < b.at_s; });
  return std::unique_ptr<RunSession>(new RunSession(std::make_unique<RunLoop>(std::move(*complete), std::move(known))));
}

RunSession::RunSession(std::unique_ptr<RunLoop> loop) : m_loop(std::move(loop)) {}
RunSession::~RunSession() = default;

const Experiment& RunSession::experiment() const {
  return m_loop->experiment();
}
SnapshotPtr RunSession::snapshot() const {
  return m_loop->snapshot();
}
void RunSession::cancel() {
  m_loop->cancel();
}
Status RunSession::setSwitchInterval(double interval_ms) {
  if (const Status ok = checkInterval(m_loop->experiment(), interval_ms); !ok) {
    return ok;
  }
  if (isFinished()) {
    return fail(ErrorCode::Unavailable, "the switch interval can't be moved any more: the run has ended");
  }
  m_loop->setSwitchInterval(interval_ms);
  return {};
}
bool RunSession::isFinished() const {
  return m_loop->waitFor(0.0);
}
bool RunSession::waitFor(double timeout_s) {
  return m_loop->waitFor(timeout_s);
}
const RunOutcome& RunSession::wait() {
  return m_loop->wait();
}

RunRecord RunSession::record() const {
  RunRecord record = liveRecord();
  record.outcome = m_loop->wait();
  record.snapshot = m_loop->snapshot();
  record.figures = computeFigures(*record.snapshot, record.outcome.elapsed_ns);
  shareOut(record);
  record.verdict = verdictOf(record);
  return record;
}

RunRecord RunSession::liveRecord() const {
  RunRecord record;
  record.experiment = m_loop->experiment();
  record.machine = thisMachine();
  record.snapshot = m_loop->snapshot();
  RunSeen seen = m_loop->seen();
  record.measurement = std::move(seen.measurement);
  record.loads = std::move(seen.loads);
  shareOut(record);
  record.outcome.elapsed_ns = record.snapshot->now_ns;
  record.figures = computeFigures(*record.snapshot, record.snapshot->now_ns);
  return record;
}

}  // namespace interleave
