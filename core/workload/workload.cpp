// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/workload.h"

#include "core/base/names.h"
#include "core/workload/cpu_heavy.h"
#include "core/workload/crash.h"
#include "core/workload/http_fetch.h"
#include "core/workload/live_tracker.h"
#include "core/workload/sleep.h"

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
