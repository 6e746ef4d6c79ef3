// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/article.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/clock.h"
#include "core/base/names.h"

namespace interleave {
namespace {

double elapsed_s(const RunRecord& record) {
  return seconds(record.figures.elapsed_ns);
}

Experiment computing(const std::string& workload, std::int64_t n, Model model, int workers) {
  Experiment experiment;
  experiment.runtime = Runtime::Gil;
  experiment.model = model;
  experiment.workload = workload;
  experiment.parameters["n"] = n;
  experiment.workers = workers;
  experiment.jobs = 4;
  return experiment;
}

Experiment fetching(Extent extent, Model model, int workers) {
  Experiment experiment;
  experiment.runtime = Runtime::Gil;
  experiment.model = model;
  experiment.workload = "http-fetch";
  experiment.parameters["shape"] = std::string("articles");
  experiment.parameters["scale"] = extent == Extent::Quick ? 0.25 : 1.0;
  experiment.workers = workers;
  experiment.jobs = 16;
  return experiment;
}

ArticleFinding judgeThreadsAgainstProcesses(const std::vector<RunRecord>& records) {
  const double threads = records[0].figures.overlap.value_or(1.0);
  const double processes = records[1].figures.overlap.value_or(0.0);
  ArticleFinding finding;
  finding.holds = threads < 0.001 && (processes > 0.3 || records[1].machine.cores < 2);
  finding.sentence = fmt::format(
      "threads: {:.2f} s, overlap {:.3f}; processes: {:.2f} s, overlap {:.3f} on {} cores, {:.2f} times as fast",
      elapsed_s(records[0]), threads, elapsed_s(records[1]), processes, records[1].machine.cores,
      elapsed_s(records[0]) / elapsed_s(records[1]));
  return finding;
}

ArticleFinding judgeThreadsAgainstSerial(const std::vector<RunRecord>& records) {
  const double ratio = elapsed_s(records[1]) / elapsed_s(records[0]);
  return {ratio > 0.8, fmt::format("serial {:.2f} s, 4 threads {:.2f} s: {:+.1f} %", elapsed_s(records[0]),
                                   elapsed_s(records[1]), (ratio - 1.0) * 100.0)};
}

ArticleFinding judgeFetching(const std::vector<RunRecord>& records) {
  ArticleFinding finding;
  finding.holds = elapsed_s(records.front()) / elapsed_s(records.back()) >= 8.0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    finding.sentence += fmt::format("{}{} worker{} {:.2f} s", i == 0 ? "" : ", ",
                                    records[i].experiment.effectiveWorkers(), i == 0 ? "" : "s", elapsed_s(records[i]));
    // Each step more workers, each step less time.
    finding.holds = finding.holds && (i == 0 || elapsed_s(records[i]) < elapsed_s(records[i - 1]));
  }
  return finding;
}

std::vector<ArticleRun> fetchingRuns(Extent extent, Model model, const char* title) {
  std::vector<ArticleRun> runs;
  runs.push_back({model == Model::Threads ? "Serial" : "1 process",
                  fetching(extent, model == Model::Threads ? Model::Serial : model, 1)});
  for (const int workers : {4, 8, 16}) {
    runs.push_back({fmt::format("{} {}", workers, title), fetching(extent, model, workers)});
  }
  return runs;
}

std::vector<ArticleRun> runSameThing(Extent extent) {
  const std::int64_t n = extent == Extent::Quick ? 100'000'000 : 1'000'000'000;
  return {{"Multithreading", computing("cpu-heavy", n, Model::Threads, 4)},
          {"Multiprocessing", computing("cpu-heavy", n, Model::Processes, 4)}};
}

std::vector<ArticleRun> runParallelThreads(Extent extent) {
  const std::int64_t n = extent == Extent::Quick ? 5'000'000 : 20'000'000;
  return {{"Multithreading", computing("live-tracker", n, Model::Threads, 4)},
          {"Multiprocessing", computing("live-tracker", n, Model::Processes, 4)}};
}

std::vector<ArticleRun> runThreadsAgainstSerial(Extent extent) {
  const std::int64_t n = extent == Extent::Quick ? 200'000'000 : 10'000'000'000;
  return {{"Serial", computing("cpu-heavy", n, Model::Serial, 1)},
          {"4 threads", computing("cpu-heavy", n, Model::Threads, 4)}};
}

std::vector<ArticleRun> runThreadsUseless(Extent extent) {
  return fetchingRuns(extent, Model::Threads, "threads");
}
std::vector<ArticleRun> runProcessesIo(Extent extent) {
  return fetchingRuns(extent, Model::Processes, "processes");
}

}  // namespace

const std::vector<Article>& articles() {
  static const std::vector<Article> all{
      {"same-thing", "Threads and processes are basically the same.", "on 4 cores: threads 20 s, processes 5 s",
       "threads never overlap, processes do", true, runSameThing, judgeThreadsAgainstProcesses},
      {"parallel-threads", "Python threads run in parallel.",
       "threads: never two jobs at one instant, they take turns; processes: solid and overlapping",
       "threads never overlap, processes do", true, runParallelThreads, judgeThreadsAgainstProcesses},
      {"threads-vs-serial", "Threads are always faster than serial.",
       "1658.85 s serial, 1668.89 s with 4 threads: +0.6 %, the cost of switching",
       "computing under a GIL, threads save no time", true, runThreadsAgainstSerial, judgeThreadsAgainstSerial},
      {"threads-useless", "Threads are useless.", "7.86 s serial, 2.55 s with 4 threads, 1.11 s with 8, 0.62 s with 16",
       "waiting overlaps: every step more threads is faster, 16 at least 8 times as fast as serial", false,
       runThreadsUseless, judgeFetching},
      {"processes-io", "Processes are bad for I/O.",
       "5.33 s with 1 process, 1.27 s with 4, 0.80 s with 8, 0.56 s with 16",
       "as with threads: every step more processes is faster, 16 at least 8 times as fast as one", false,
       runProcessesIo, judgeFetching},
  };
  return all;
}

std::vector<std::string> articleIds() {
  std::vector<std::string> ids;
  for (const Article& article : articles()) {
    ids.push_back(article.id);
  }
  return ids;
}

Result<const Article*> articleNamed(const std::string& id) {
  for (const Article& article : articles()) {
    if (article.id == id) {
      return &article;
    }
  }
  return fail(ErrorCode::InvalidArgument, unknownName("experiment", id, articleIds()));
}

}  // namespace interleave
