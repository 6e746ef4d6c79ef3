// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/as_python.h"

#include <fmt/format.h>

#include <set>

#include "core/experiment/python_run.h"
#include "core/experiment/python_sharing.h"
#include "core/experiment/python_work.h"

namespace interleave {

std::string asPython(const Experiment& experiment) {
  const PythonPart work = pythonWork(experiment);
  const PythonSharing sharing = pythonSharing(experiment, work.shared);
  const PythonRun run = pythonRun(experiment, sharing);
  std::set<std::string> imports{"import time"};
  for (const auto* more : {&work.imports, &sharing.imports, &run.imports}) {
    imports.insert(more->begin(), more->end());
  }
  std::string begin;
  if (hasGil(experiment) && experiment.switch_interval_ms != 5.0) {  // what Python has by itself
    imports.insert("import sys");
    begin = fmt::format("    sys.setswitchinterval({})\n", experiment.switch_interval_ms / 1000);
  }
  std::string text;
  for (const std::string& line : imports) {
    text += line + "\n";
  }
  text += work.constants + "\n\n" + work.text + sharing.definitions;
  text += "\n\nif __name__ == \"__main__\":\n" + begin + sharing.before + work.before;
  text += fmt::format("    jobs = {}\n", work.jobs.empty() ? fmt::format("range({})", experiment.jobs) : work.jobs);
  text += "    start = time.perf_counter()\n" + run.text;
  return text + "    print(\"%.3f s\" % (time.perf_counter() - start), results[:4])\n" + work.after;
}

}  // namespace interleave
