// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/list_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "core/base/names.h"
#include "core/experiment/catalogue.h"
#include "core/experiment/experiment.h"
#include "core/experiment/python_api.h"
#include "core/python/python_discovery.h"
#include "core/session/article.h"
#include "ui/cli/exit_status.h"

namespace interleave::ui {
namespace {

using nlohmann::json;

const std::vector<std::string> kLists{"workloads", "runtimes", "models", "experiments"};

json parameterJson(const ParameterSpec& spec) {
  json parameter = {{"key", spec.key}, {"label", spec.label}, {"unit", spec.unit}, {"explanation", spec.explanation}};
  std::visit([&](const auto& value) { parameter["default"] = value; }, spec.fallback);
  if (spec.kind == ParameterKind::Choice) {
    parameter["choices"] = spec.choices;
  } else if (!spec.isText()) {
    parameter["least"] = spec.least;
    parameter["most"] = spec.most;
  }
  return parameter;
}

// Every list has rows of a name and an explanation; workloads have parameters besides.
json rowsOf(const std::string& what) {
  json rows = json::array();
  if (what == "workloads") {
    for (const WorkloadInfo& info : workloads()) {
      json parameters = json::array();
      for (const ParameterSpec& spec : info.parameters) {
        parameters.push_back(parameterJson(spec));
      }
      rows.push_back({{"name", info.name},
                      {"explanation", info.explanation},
                      {"jobs", info.usual_jobs},
                      {"parameters", std::move(parameters)}});
    }
  } else if (what == "runtimes") {
    rows = {{{"name", "native"}, {"explanation", "C++ threads, side by side as far as there are cores"}},
            {{"name", "gil"}, {"explanation", "C++ threads under an emulation of CPython's global interpreter lock"}}};
    for (const PythonInterpreter& found : findPythons()) {
      std::string said = found.name();
      for (const auto& [package, version] : found.packages) {
        said += fmt::format(", {} {}", package, version);
      }
      if (!found.isUsable()) {
        said += " can't be used: " + found.problem;
      }
      rows.push_back({{"name", "python:" + found.path}, {"explanation", said}});
    }
  } else if (what == "models") {
    rows = {
        {{"name", "serial"}, {"explanation", "one job after the other"}},
        {{"name", "threads"}, {"explanation", "a pool of threads in one process"}},
        {{"name", "processes"}, {"explanation", "a pool of processes (start methods spawn, forkserver, fork)"}},
        {{"name", "event-loop"}, {"explanation", "one thread, asynchronous I/O: http-fetch and sleep, 2,000 at once"}},
        {{"name", "hybrid"},
         {"explanation", "threads fetch, processes compute, a bounded queue between: fetch-crunch"}}};
    for (const PythonApi& api : pythonApis()) {
      rows.push_back(
          {{"name", name(api.model)},
           {"explanation", fmt::format("in Python, --api {}: {}; {}", api.name, api.label, api.explanation)}});
    }
  } else {
    for (const Article& article : articles()) {
      rows.push_back({{"name", article.id}, {"explanation", "\"" + article.claim + "\" " + article.property}});
    }
  }
  return rows;
}

void printRows(const json& rows) {
  for (const json& row : rows) {
    fmt::print("{:<18} {}\n", row["name"].get<std::string>(), row["explanation"].get<std::string>());
    if (!row.contains("parameters")) {
      continue;
    }
    const auto workload = workloadNamed(row["name"].get<std::string>());
    for (const ParameterSpec& spec : (*workload)->parameters) {
      fmt::print("    --set {}={}   {} ({}{}{})\n", spec.key, toText(spec.fallback), spec.label, spec.limits(),
                 spec.unit.empty() ? "" : " ", spec.unit);
    }
  }
}

}  // namespace

void ListCommand::addTo(CLI::App& app) {
  m_command = app.add_subcommand("list", "lists workloads, runtimes, models or experiments");
  m_command->add_option("what", m_what, "workloads, runtimes, models or experiments")->required();
  m_command->add_flag("--json", m_json, "as JSON");
  m_command->footer("Example: interleave list workloads --json");
}

bool ListCommand::isAsked() const {
  return m_command->parsed();
}

int ListCommand::execute() const {
  if (std::find(kLists.begin(), kLists.end(), m_what) == kLists.end()) {
    fmt::print(stderr, "interleave: {}\n", unknownName("list", m_what, kLists));
    return kBadArguments;
  }
  const json rows = rowsOf(m_what);
  if (m_json) {
    fmt::print("{}\n", rows.dump(2));
  } else {
    printRows(rows);
  }
  return kFinished;
}

}  // namespace interleave::ui
