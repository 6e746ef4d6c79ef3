// SPDX-License-Identifier: GPL-3.0-or-later
// What the window makes of records: the list of runs, the words for figures, the shares of time, the table of jobs.
#include "ui/window/run_shelf.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "core/trace/trace_store.h"
#include "ui/window/figures_text.h"
#include "ui/window/jobs_model.h"
#include "ui/window/time_bar.h"

namespace interleave::ui {
namespace {

FindingsPtr findings(const Experiment& experiment, std::int64_t elapsed_ns, OutcomeKind kind = OutcomeKind::Finished) {
  RunRecord made;
  made.experiment = experiment;
  made.figures.elapsed_ns = elapsed_ns;
  made.outcome.kind = kind;
  made.snapshot = std::make_shared<const TraceSnapshot>();
  return std::make_shared<const RunFindings>(findingsOf(std::move(made), Moment::End));
}

Experiment withModel(Model model) {
  Experiment experiment = firstExperiment();
  experiment.model = model;
  return experiment;
}

SnapshotPtr withJobs(std::size_t all, std::size_t done, std::int64_t now_ns) {
  TraceStore store(1, all, 1);
  for (std::uint32_t i = 0; i < done; ++i) {
    store.editJobs().finish(JobId{i}, JobState::Done);
  }
  store.publish(now_ns, true);
  return store.snapshot();
}

TEST(RunShelf, KeepsTheNewestFiftyAndTheOneThatIsShown) {
  RunShelf shelf;
  const QAbstractItemModelTester tester(&shelf, QAbstractItemModelTester::FailureReportingMode::Fatal);
  QSignalSpy discarded(&shelf, &RunShelf::discarded);
  const Experiment experiment = firstExperiment();
  const RunId first = shelf.add(RunSubject(experiment));
  shelf.setFindings(first, findings(experiment, 1), Moment::End);
  shelf.setShown({first}, first);
  const RunId second = shelf.add(RunSubject(experiment));
  shelf.setFindings(second, findings(experiment, 1), Moment::End);
  for (std::size_t i = 2; i < RunShelf::kMostRuns + 1; ++i) {
    const RunId id = shelf.add(RunSubject(experiment));
    shelf.setFindings(id, findings(experiment, 1), Moment::End);
    EXPECT_EQ(shelf.newest(), id);
  }
  EXPECT_EQ(shelf.rowCount(), static_cast<int>(RunShelf::kMostRuns));
  EXPECT_NE(shelf.run(first), nullptr);
  EXPECT_EQ(shelf.run(second), nullptr);
  EXPECT_EQ(discarded.size(), 1);
}

TEST(RunShelf, ALiveRunCanNotBeRemoved) {
  RunShelf shelf;
  const RunId id = shelf.add(RunSubject(firstExperiment()));
  shelf.remove(id);
  EXPECT_EQ(shelf.rowCount(), 1);
  shelf.setFindings(id, findings(firstExperiment(), 1), Moment::End);
  shelf.remove(id);
  EXPECT_EQ(shelf.rowCount(), 0);
}

TEST(RunShelf, SpeedUpIsOverTheNewestFinishedSerialRunOfTheSameWork) {
  RunShelf shelf;
  const auto add = [&](Experiment experiment, std::int64_t elapsed_ns, OutcomeKind kind = OutcomeKind::Finished) {
    const RunId id = shelf.add(RunSubject(experiment));
    shelf.setFindings(id, findings(experiment, elapsed_ns, kind), Moment::End);
    return id;
  };
  const RunId threads = add(withModel(Model::Threads), 200);
  EXPECT_EQ(shelf.speedUp(*shelf.run(threads)), std::nullopt);
  Experiment other_work = withModel(Model::Serial);
  other_work.jobs = 7;
  add(other_work, 1000);
  EXPECT_EQ(shelf.speedUp(*shelf.run(threads)), std::nullopt);
  const RunId serial = add(withModel(Model::Serial), 300);
  EXPECT_EQ(shelf.speedUp(*shelf.run(threads)), 1.5);
  add(withModel(Model::Serial), 50, OutcomeKind::Cancelled);
  EXPECT_EQ(shelf.speedUp(*shelf.run(threads)), 1.5);
  EXPECT_EQ(shelf.speedUp(*shelf.run(serial)), std::nullopt);
  const RunId stopped = add(withModel(Model::Threads), 10, OutcomeKind::Cancelled);
  EXPECT_EQ(shelf.speedUp(*shelf.run(stopped)), std::nullopt);
}

TEST(FiguresText, TimeLeftIsSaidOnceEnoughJobsHaveEnded) {
  EXPECT_EQ(progressText(*withJobs(8, 3, 1'000'000'000), 2), "3 of 8 jobs");
  EXPECT_EQ(progressText(*withJobs(8, 4, 1'000'000'000), 2), "4 of 8 jobs · 1.0 s left");
  EXPECT_EQ(progressText(*withJobs(8, 5, 1'000'000'000), 6), "5 of 8 jobs");
  EXPECT_EQ(progressText(*withJobs(8, 8, 1'000'000'000), 2), "8 of 8 jobs");
  EXPECT_EQ(progressText(*withJobs(1, 0, 0), 1), "0 of 1 job");
  EXPECT_EQ(progressText(*withJobs(100'000, 1'000, 1'000'000'000), 4), "1,000 of 100,000 jobs · 99 s left");
}

TEST(FiguresText, ElapsedHasFourDigitsWhateverItsSize) {
  EXPECT_EQ(elapsedText(348'400'000), "0.348 s");
  EXPECT_EQ(elapsedText(9'999'600'000), "10.00 s");
  EXPECT_EQ(elapsedText(123'450'000'000), "123.5 s");
  EXPECT_EQ(lengthText(std::nullopt), "–");
  EXPECT_EQ(ratioText(std::nullopt, 2), "–");
}

TEST(TimeShares, AddUpToOneAndLeaveOutWhatWasNot) {
  RunFigures figures;
  EXPECT_TRUE(timeShares(figures).empty());
  WorkerFigures worker;
  worker.times[index(State::Running)] = 250;
  worker.times[index(State::GilWait)] = 700;
  worker.idle_ns = 50;
  figures.workers = {worker, worker};
  const std::vector<TimeShare> shares = timeShares(figures);
  ASSERT_EQ(shares.size(), 3u);
  EXPECT_EQ(shares[0].state, State::Running);
  EXPECT_DOUBLE_EQ(shares[0].ratio, 0.25);
  EXPECT_DOUBLE_EQ(shares[1].ratio, 0.70);
  EXPECT_DOUBLE_EQ(shares[2].ratio, 0.05);
}

TEST(JobsModel, ShowsWhatBecameOfEachJob) {
  TraceStore store(1, 3, 1);
  JobRecord& done = store.editJobs().edit(JobId{0});
  done.worker = WorkerId{2};
  done.begin_ns = 1'000'000'000;
  done.end_ns = 1'250'000'000;
  done.ticks = 1'000;
  done.result = 18'446'744'073'709'551'615u;
  store.editJobs().finish(JobId{0}, JobState::Done);
  store.editJobs().edit(JobId{1}).error = "timed out";
  store.editJobs().finish(JobId{1}, JobState::Failed);
  store.publish(2'000'000'000, false);
  JobsModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.setSnapshot(store.snapshot());
  const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
  EXPECT_EQ(model.rowCount(), 3);
  EXPECT_EQ(text(0, JobsModel::kState), "done");
  EXPECT_EQ(text(0, JobsModel::kWorker), "2");
  EXPECT_EQ(text(0, JobsModel::kBegin), "1.000000 s");
  EXPECT_EQ(text(0, JobsModel::kLength), "250 ms");
  EXPECT_EQ(text(0, JobsModel::kTicks), "1,000");
  EXPECT_EQ(text(0, JobsModel::kResult), "18446744073709551615");
  EXPECT_EQ(text(1, JobsModel::kError), "timed out");
  EXPECT_EQ(text(2, JobsModel::kBegin), "–");
  EXPECT_EQ(text(2, JobsModel::kResult), "–");
}

}  // namespace
}  // namespace interleave::ui
