// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/workload.h"

#include "core/base/names.h"
#include "core/workload/compress.h"
#include "core/workload/cpu_heavy.h"
#include "core/workload/crash.h"
#include "core/workload/deadlock.h"
#include "core/workload/fetch_crunch.h"
#include "core/workload/file_read.h"
#include "core/workload/http_fetch.h"
#include "core/workload/live_tracker.h"
#include "core/workload/log_regex.h"
#include "core/workload/matrix.h"
#include "core/workload/payload.h"
#include "core/workload/primes.h"
#include "core/workload/print_squares.h"
#include "core/workload/query.h"
#include "core/workload/queue.h"
#include "core/workload/race.h"
#include "core/workload/sleep.h"
#include "core/workload/start_cost.h"
#include "core/workload/sum_of_squares.h"

namespace interleave {
namespace {

using Maker = std::unique_ptr<Workload> (*)(const WorkloadSettings&);

template <class Made>
std::unique_ptr<Workload> make(const WorkloadSettings& settings) {
  return std::make_unique<Made>(settings);
}

struct Entry {
  const char* name;
  Maker maker;
};

constexpr Entry kMakers[] = {
    {"live-tracker", make<LiveTracker>},
    {"cpu-heavy", make<CpuHeavy>},
    {"http-fetch", make<HttpFetch>},
    {"sleep", make<Sleep>},
    {"crash", make<Crash>},
    {"sum-of-squares", make<SumOfSquares>},
    {"primes", make<Primes>},
    {"race", make<Race>},
    {"queue", make<Queue>},
    {"print-squares", make<PrintSquares>},
    {"deadlock", make<Deadlock>},
    {"log-regex", make<LogRegex>},
    {"matrix", make<Matrix>},
    {"compress", make<Compress>},
    {"file-read", make<FileRead>},
    {"query", make<Query>},
    {"payload", make<Payload>},
    {"fetch-crunch", make<FetchCrunch>},
    {"start-cost", make<StartCost>},
};

}  // namespace

Result<std::unique_ptr<Workload>> makeWorkload(const std::string& name, const WorkloadSettings& settings) {
  for (const Entry& entry : kMakers) {
    if (name == entry.name) {
      return entry.maker(settings);
    }
  }
  return fail(ErrorCode::InvalidArgument, unknownName("workload", name, madeWorkloadNames()));
}

std::vector<std::string> madeWorkloadNames() {
  std::vector<std::string> names;
  for (const Entry& entry : kMakers) {
    names.emplace_back(entry.name);
  }
  return names;
}

}  // namespace interleave
