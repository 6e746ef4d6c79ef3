// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/python_sharing.h"

#include <fmt/format.h>

namespace interleave {
namespace {

bool hasProcesses(const Experiment& experiment) {
  return experiment.model == Model::Processes || experiment.model == Model::Distributed;
}

// What is shared comes to these with each job: their processes are there already.
bool isHandedOver(const Experiment& experiment) {
  return experiment.api == "joblib" || experiment.model == Model::Distributed;
}

std::string inThreads(SharedKind kind, std::set<std::string>& imports) {
  switch (kind) {
    case SharedKind::Counter:
      imports.insert("import types");
      return "types.SimpleNamespace(value=0)";
    case SharedKind::Queue:
      imports.insert("import queue");
      return "queue.Queue()";
    case SharedKind::Lock:
    case SharedKind::Locks:
      break;
  }
  imports.insert("import threading");
  return "threading.Lock()";
}

std::string inProcesses(SharedKind kind, bool is_handed_over) {
  const std::string maker = is_handed_over ? "manager." : "context.";
  switch (kind) {
    case SharedKind::Counter:
      return maker + (is_handed_over ? "Value(\"Q\", 0)" : "Value(\"Q\", 0, lock=False)");
    case SharedKind::Queue:
      return maker + "Queue()";
    case SharedKind::Lock:
    case SharedKind::Locks:
      break;
  }
  return maker + "Lock()";
}

std::string joined(const std::vector<std::string>& parts) {
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

PythonSharing pythonSharing(const Experiment& experiment, const std::vector<SharedThing>& things) {
  PythonSharing sharing;
  sharing.context = fmt::format("multiprocessing.get_context(\"{}\")", name(experiment.start_method));
  if (things.empty()) {
    return sharing;
  }
  const bool has_processes = hasProcesses(experiment);
  const bool is_handed_over = isHandedOver(experiment);
  std::vector<std::string> names;
  std::vector<std::string> values;
  std::string assignments;
  for (const SharedThing& thing : things) {
    const std::string one =
        has_processes ? inProcesses(thing.kind, is_handed_over) : inThreads(thing.kind, sharing.imports);
    names.push_back(thing.name);
    values.push_back(thing.kind == SharedKind::Locks ? fmt::format("[{} for _ in range({})]", one, thing.count) : one);
    assignments += fmt::format("    {} = {}\n", names.back(), values.back());
  }
  if (!has_processes) {
    sharing.before = assignments;
    return sharing;
  }
  // A tuple of one has a comma of its own.
  const bool is_one = things.size() == 1;
  sharing.imports.insert("import multiprocessing");
  sharing.definitions = fmt::format("\n\ndef begin(*shared):\n    global {0}\n    {1}{0}{2} = shared\n", joined(names),
                                    is_one ? "(" : "", is_one ? ",)" : "");
  sharing.before =
      is_handed_over ? "    manager = multiprocessing.Manager()\n" : fmt::format("    context = {}\n", sharing.context);
  sharing.before += fmt::format("    shared = ({}{})\n    begin(*shared)\n", joined(values), is_one ? "," : "");
  sharing.context = "context";
  sharing.initializer = "begin, shared";
  if (is_handed_over) {
    sharing.imports.insert("import functools");
    sharing.definitions += "\n\ndef work_with(shared, job):\n    begin(*shared)\n    return work(job)\n";
    sharing.called = "functools.partial(work_with, shared)";
  }
  return sharing;
}

}  // namespace interleave
