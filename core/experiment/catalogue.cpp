// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/catalogue.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/names.h"

namespace interleave {
namespace {

ParameterSpec integerSpec(std::string key, std::string label, std::string unit, std::int64_t fallback, double least,
                          double most, std::string explanation) {
  ParameterSpec spec;
  spec.key = std::move(key);
  spec.label = std::move(label);
  spec.unit = std::move(unit);
  spec.explanation = std::move(explanation);
  spec.kind = ParameterKind::Integer;
  spec.fallback = fallback;
  spec.least = least;
  spec.most = most;
  return spec;
}

ParameterSpec realSpec(std::string key, std::string label, std::string unit, double fallback, double least, double most,
                       std::string explanation) {
  ParameterSpec spec =
      integerSpec(std::move(key), std::move(label), std::move(unit), 0, least, most, std::move(explanation));
  spec.kind = ParameterKind::Real;
  spec.fallback = fallback;
  return spec;
}

ParameterSpec choiceSpec(std::string key, std::string label, std::vector<std::string> choices,
                         std::string explanation) {
  ParameterSpec spec;
  spec.key = std::move(key);
  spec.label = std::move(label);
  spec.explanation = std::move(explanation);
  spec.kind = ParameterKind::Choice;
  spec.fallback = choices.front();
  spec.choices = std::move(choices);
  return spec;
}

ParameterSpec textSpec(std::string key, std::string label, ParameterKind kind, std::string fallback, double most,
                       std::string explanation) {
  ParameterSpec spec;
  spec.key = std::move(key);
  spec.label = std::move(label);
  spec.explanation = std::move(explanation);
  spec.kind = kind;
  spec.fallback = std::move(fallback);
  spec.most = most;
  return spec;
}

std::vector<WorkloadInfo> makeWorkloads() {
  return {
      {"live-tracker",
       "Counts to n and leaves a mark at every step: pure computing, seen at every instant.",
       false,
       4,
       {integerSpec("n", "Marks per job", "", 1'000'000, 1, 1e12, "How many steps, and so marks, a job makes.")}},
      {"cpu-heavy",
       "Adds the numbers 0 to n-1: pure computing with a result that can be checked.",
       false,
       4,
       {integerSpec("n", "Numbers to add", "", 100'000'000, 1, 1e13, "How many numbers a job adds up.")}},
      {"http-fetch",
       "Fetches URLs from a server on this machine that answers after a delay: almost pure waiting.",
       true,
       16,
       {choiceSpec(
            "shape", "Delays", {"uniform", "straggler", "growing", "articles"},
            "uniform: every URL takes the same delay. straggler: URL 0 takes far longer. growing: "
            "URL i takes i times the delay, the first none. articles: 16 different delays of about half a second."),
        integerSpec("urls", "URLs", "", 16, 1, 100'000,
                    "How many different URLs there are; job i fetches URL i mod urls."),
        realSpec("delay", "Delay", "ms", 100.0, 0.0, 60'000.0, "How long the server waits before it answers."),
        realSpec("straggler", "Straggler's delay", "ms", 1'000.0, 0.0, 600'000.0,
                 "The delay of URL 0 when the delays are of the shape straggler."),
        realSpec("scale", "Delay scale", "×", 1.0, 0.001, 100.0, "Multiplies every delay, whatever the shape."),
        integerSpec("bytes", "Answer's size", "bytes", 1'024, 0, 64.0 * 1024 * 1024, "Length of each answer's body."),
        realSpec("timeout", "Time-out", "ms", 30'000.0, 1.0, 600'000.0,
                 "A request that has no answer by then fails, and its job with it.")}},
      {"sleep",
       "Sleeps: waiting and nothing else.",
       false,
       4,
       {realSpec("duration", "Sleep", "ms", 200.0, 0.0, 3'600'000.0, "How long a job sleeps.")}},
      {"crash",
       "Computes like live-tracker, but one job crashes half-way, and its process with it.",
       false,
       4,
       {choiceSpec(
            "how", "How it ends", {"segfault", "abort", "exit", "terminate", "exception"},
            "segfault: reads memory that is not there. abort: gives up. exit: leaves without a word. terminate: an "
            "exception that nobody can catch. exception: one that the pool catches, so that the job alone fails."),
        integerSpec("job", "Which job", "", 1, 0, 99'999, "The job that does it."),
        integerSpec("n", "Marks per job", "", 10'000'000, 1, 1e12, "How many steps the other jobs make.")}},
      {"sum-of-squares",
       "Adds the squares of the numbers 0 to n-1: pure computing with a result that can be checked.",
       false,
       4,
       {integerSpec("n", "Numbers to square", "", 10'000'000, 1, 1e13, "How many squares a job adds up.")}},
      {"primes",
       "Looks for a prime by trial division: pure computing, some jobs longer than others.",
       false,
       4,
       {choiceSpec(
            "numbers", "Which numbers", {"large", "articles"},
            "large: job i looks for the first prime from 'from' + 1000 i on. articles: tests 10000019, 10000079, "
            "10000103 and 10000129, which takes next to no time."),
        integerSpec("from", "From", "", 1'000'000'000'000'000, 2, 1e18, "Where job 0 begins to look.")}},
      {"race",
       "All jobs add to one counter; without a lock, updates are lost, and their number is the result.",
       false,
       4,
       {choiceSpec("lock", "Lock", {"without", "with"},
                   "without: read, then write, whatever happens in between. with: one at a time."),
        integerSpec("n", "Updates per job", "", 1'000'000, 1, 1e12, "How often each job adds one to the counter.")}},
      {"queue",
       "Workers share one queue of items until it is empty; the result proves that each was taken once.",
       false,
       4,
       {integerSpec("items", "Items", "", 100, 1, 8'000, "How many items are in the queue at first."),
        realSpec("work", "Work per item", "ms", 2.0, 0.0, 60'000.0, "How long a worker computes for each item.")}},
      {"print-squares",
       "Two functions print x and x squared of one sequence, one slow and one fast: who prints what when is the "
       "result.",
       false,
       2,
       {choiceSpec("form", "Form", {"joined", "per-item"},
                   "joined: job 0 prints all x, job 1 all squares. per-item: two jobs for each item, nobody waits for "
                   "anybody (2 x items jobs, and as many workers)."),
        integerSpec("items", "Items", "", 5, 1, 1'000, "How many numbers there are."),
        realSpec("slow", "Sleep after x", "ms", 500.0, 0.0, 3'600'000.0,
                 "How long the first function sleeps per item."),
        realSpec("fast", "Sleep after x squared", "ms", 100.0, 0.0, 3'600'000.0,
                 "How long the second function sleeps per item.")}},
      {"deadlock",
       "Each job takes one lock, then its neighbour's: with enough workers all wait for each other, which ends the "
       "run.",
       false,
       2,
       {choiceSpec("order", "Order", {"opposite", "same"},
                   "opposite: each takes its own lock first. same: all take the lower one first, the usual cure."),
        integerSpec("locks", "Locks", "", 2, 2, 64, "How many locks there are, in a circle."),
        realSpec("hold", "Work under the lock", "ms", 50.0, 0.0, 60'000.0,
                 "How long a job computes between its first lock and its second.")}},
      {"log-regex",
       "Finds failed requests in a web server's log by a regular expression, streamed in chunks: computing on text.",
       false,
       4,
       {integerSpec("size", "Log's size", "MB", 64, 1, 1'024,
                    "Made once, the same for the same seed, and kept in the cache folder. The jobs share it."),
        integerSpec("chunk", "Chunk", "kB", 256, 4, 16'384, "How much is read at a time.")}},
      {"matrix",
       "Multiplies two matrices; the library releases the GIL meanwhile, as NumPy does.",
       false,
       4,
       {integerSpec("n", "Rows and columns", "", 512, 1, 8'192, "Takes n³ multiplications and 24 n² bytes a job.")}},
      {"compress",
       "Compresses text with zlib, which releases the GIL meanwhile, as Python's does.",
       false,
       4,
       {integerSpec("size", "Text per job", "MB", 8, 1, 1'024, "How much text a job compresses."),
        integerSpec("level", "Level", "", 6, 1, 9, "1: fast. 9: small.")}},
      {"file-read",
       "Reads a real file, from the disk or from the kernel's cache, and counts its lines.",
       false,
       4,
       {choiceSpec(
            "cache", "Cache", {"cold", "warm"},
            "cold: from the disk, past the kernel's cache where that is possible. warm: all of it was read before."),
        integerSpec("size", "File's size", "MB", 64, 1, 1'024,
                    "Made once and kept in the cache folder. The jobs share it."),
        integerSpec("block", "Block", "kB", 256, 4, 16'384, "How much is read at a time.")}},
      {"query",
       "Asks a real SQLite database for a sum over a whole table; the library releases the GIL meanwhile.",
       false,
       4,
       {integerSpec("rows", "Rows", "", 200'000, 1, 10'000'000,
                    "Made once and kept in the cache folder, 40 bytes a row.")}},
      {"payload",
       "Workers get data from another process, by copies through a pipe or by shared memory, and look through it.",
       false,
       4,
       {choiceSpec("how", "How", {"pipe", "shared-memory", "reference"},
                   "pipe: copied into the kernel and out again. shared-memory: written once, where the worker sees it. "
                   "reference: it is in the worker's own process already (not in the model processes)."),
        integerSpec("size", "Size", "kB", 1'024, 1, 262'144, "How much data a job gets, 1 kB to 256 MB.")}},
      {"fetch-crunch",
       "Fetches a URL, then computes on it: waiting and computing in every job, which the model hybrid shares out.",
       true,
       16,
       {realSpec("delay", "Delay", "ms", 200.0, 0.0, 60'000.0, "How long the server waits before it answers."),
        integerSpec("bytes", "Answer's size", "bytes", 65'536, 0, 64.0 * 1024 * 1024, "Length of each answer's body."),
        integerSpec("n", "Numbers to add", "", 20'000'000, 1, 1e13, "How much a job computes on what it fetched."),
        integerSpec(
            "crunchers", "Processes", "", 2, 1, 255,
            "In the model hybrid: how many of the workers are processes that compute; the others are threads that "
            "fetch."),
        integerSpec("queue", "Room in the queue", "", 4, 1, 1'000,
                    "In the model hybrid: how many answers may lie between the halves before the threads must wait.")}},
      {"start-cost",
       "Does nothing: what is left is the starting and ending of workers.",
       false,
       4,
       {choiceSpec("pool", "Pool", {"reused", "one-per-job"},
                   "reused: the workers take all jobs. one-per-job: each job gets a worker of its own.")}},
      {"my-python",
       "Calls a function of a Python file of your own, which is left as it is.",
       false,
       4,
       {textSpec("file", "Python file", ParameterKind::File, "", 4096, "The file with the function."),
        textSpec("function", "Function", ParameterKind::Text, "main", 200, "The function that each job calls."),
        textSpec("args", "Arguments, as JSON", ParameterKind::Text, "[]", 10'000,
                 "A list of positional arguments, or an object of named ones. \"$job\" stands for the job's number.")},
       true,
       false},
  };
}

}  // namespace

const std::vector<WorkloadInfo>& workloads() {
  static const std::vector<WorkloadInfo> all = makeWorkloads();
  return all;
}

std::vector<std::string> workloadNames() {
  std::vector<std::string> names;
  for (const WorkloadInfo& info : workloads()) {
    names.push_back(info.name);
  }
  return names;
}

Result<const WorkloadInfo*> workloadNamed(const std::string& name) {
  for (const WorkloadInfo& info : workloads()) {
    if (info.name == name) {
      return &info;
    }
  }
  return fail(ErrorCode::InvalidArgument, unknownName("workload", name, workloadNames()));
}

Result<const ParameterSpec*> parameterNamed(const WorkloadInfo& workload, const std::string& key) {
  std::vector<std::string> keys;
  for (const ParameterSpec& spec : workload.parameters) {
    if (spec.key == key) {
      return &spec;
    }
    keys.push_back(spec.key);
  }
  return fail(ErrorCode::InvalidArgument,
              unknownName(fmt::format("parameter of the workload {}", workload.name), key, keys));
}

}  // namespace interleave
