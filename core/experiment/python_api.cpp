// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/python_api.h"

#include <fmt/format.h>

#include "core/base/names.h"

namespace interleave {

const std::vector<PythonApi>& pythonApis() {
  static const std::vector<PythonApi> all{
      {Model::Serial, "for", "A for loop", "One job after the other.", ""},
      {Model::Threads, "concurrent.futures", "ThreadPoolExecutor", "A pool of threads that hands out futures.", ""},
      {Model::Threads, "threading", "threading.Thread", "Threads made by hand, which share a queue of jobs.", ""},
      {Model::Threads, "multiprocessing.dummy", "multiprocessing.dummy.Pool",
       "The interface of multiprocessing.Pool, with threads behind it.", ""},
      {Model::Processes, "concurrent.futures", "ProcessPoolExecutor", "A pool of processes that hands out futures.",
       ""},
      {Model::Processes, "multiprocessing", "multiprocessing.Pool", "The older pool of processes.", ""},
      {Model::Processes, "joblib", "joblib.Parallel", "A pool of processes that libraries for machine learning use.",
       "joblib"},
      {Model::EventLoop, "asyncio", "asyncio", "One thread that switches at every await.", ""},
      {Model::Hybrid, "concurrent.futures", "Thread and process pool", "Threads fetch, a pool of processes computes.",
       ""},
      {Model::Distributed, "dask.distributed", "dask.distributed.Client",
       "A cluster of worker processes on this machine.", "distributed"},
  };
  return all;
}

std::vector<PythonApi> pythonApisOf(Model model) {
  std::vector<PythonApi> found;
  for (const PythonApi& api : pythonApis()) {
    if (api.model == model) {
      found.push_back(api);
    }
  }
  return found;
}

Result<PythonApi> pythonApiNamed(Model model, const std::string& wanted) {
  std::vector<std::string> names;
  for (const PythonApi& api : pythonApisOf(model)) {
    if (wanted.empty() || api.name == wanted) {
      return api;
    }
    names.push_back(api.name);
  }
  return fail(ErrorCode::InvalidArgument, unknownName(fmt::format("api of the model {}", name(model)), wanted, names));
}

}  // namespace interleave
