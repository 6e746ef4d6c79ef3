// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/as_python.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "core/experiment/python_work.h"

namespace interleave {
namespace {

using nlohmann::json;

// As Python writes it; "$job" is the job's number.
std::string literal(const json& value, bool is_argument) {
  if (value.is_null()) {
    return "None";
  }
  if (value.is_boolean()) {
    return value.get<bool>() ? "True" : "False";
  }
  if (is_argument && value == json("$job")) {
    return "job";
  }
  if (!value.is_structured()) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
  }
  std::string text;
  for (const auto& [key, element] : value.items()) {
    text += text.empty() ? "" : ", ";
    text += value.is_object() ? literal(json(key), false) + ": " : "";
    text += literal(element, false);
  }
  return value.is_object() ? "{" + text + "}" : "[" + text + "]";
}

std::string callArguments(const std::string& args) {
  const json wanted = json::parse(args, nullptr, false);
  std::string text;
  if (wanted.is_object()) {
    return "**{" + [&] {
      for (const auto& [key, element] : wanted.items()) {
        text += (text.empty() ? "" : ", ") + literal(json(key), false) + ": " + literal(element, true);
      }
      return text + "}";
    }();
  }
  for (const json& element : wanted.is_array() ? wanted : json::array({wanted})) {
    text += (text.empty() ? "" : ", ") + literal(element, true);
  }
  return text;
}

constexpr char kServer[] = R"(
class Server(ThreadingHTTPServer):
    request_queue_size = 256


class Slow(BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(float(self.path[1:]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"x" * BYTES)

    def log_message(self, *args):
        pass

)";

class Program {
 public:
  explicit Program(const Experiment& experiment) : m_experiment(experiment), m_values(experiment.parameters) {
    m_is_async = experiment.model == Model::EventLoop;
    m_imports.insert("import time");
  }

  std::string text() {
    m_work = pythonWork(m_experiment);
    if (m_work) {
      m_imports.insert(m_work->imports.begin(), m_work->imports.end());
      m_constants = m_work->constants;
    }
    const std::string work = m_work ? m_work->text + beginText() : workText();
    const std::string shared = sharedText();
    const std::string run = m_experiment.hasWorkerPerJob() ? runTextOfWorkerPerJob() : runText();
    const bool has_interval = hasGil(m_experiment) && m_experiment.switch_interval_ms != 5.0;
    if (has_interval) {
      m_imports.insert("import sys");
    }
    std::string text;
    for (const std::string& line : m_imports) {
      text += line + "\n";
    }
    text += m_constants + (m_is_fetching ? kServer : "") + "\n\n" + work + "\n\nif __name__ == \"__main__\":\n";
    if (has_interval) {
      text += fmt::format("    sys.setswitchinterval({})\n", m_experiment.switch_interval_ms / 1000);
    }
    text += shared + (m_work ? m_work->before : "") + jobsText();
    return text + "    start = time.perf_counter()\n" + run +
           "    print(\"%.3f s\" % (time.perf_counter() - start), results[:4])\n" + (m_work ? m_work->after : "");
  }

 private:
  std::string def(const std::string& argument, const std::string& body) const {
    return std::string(m_is_async ? "async " : "") + "def work(" + argument + "):\n" + body;
  }

  std::string workText() {
    const std::string& workload = m_experiment.workload;
    if (workload == "live-tracker") {
      return def("job", fmt::format("    marks = []\n    for _ in range({}):\n        marks.append(time.time())\n"
                                    "    return len(marks)\n",
                                    integer(m_values, "n")));
    }
    if (workload == "cpu-heavy") {
      return def("job", fmt::format("    total = 0\n    for i in range({}):\n        total += i\n    return total\n",
                                    integer(m_values, "n")));
    }
    if (workload == "sleep") {
      return def("job", fmt::format("    {}.sleep({})\n", m_is_async ? "await asyncio" : "time",
                                    real(m_values, "duration") / 1000));
    }
    if (workload == "crash") {
      m_imports.insert("import os");
      const std::string& how = choice(m_values, "how");
      std::string end = how == "exit" ? "os._exit(3)" : "os.abort()";
      if (how == "segfault") {
        m_imports.insert("import ctypes");
        end = "ctypes.string_at(8)";
      }
      return def("job", fmt::format("    for i in range({}):\n        if job == {} and i == {}:\n            {}\n"
                                    "    return job\n",
                                    integer(m_values, "n"), integer(m_values, "job"), integer(m_values, "n") / 2, end));
    }
    return workload == "my-python" ? ownText() : fetchText();
  }

  bool hasShared() const { return m_work && !m_work->shared.empty(); }
  bool hasProcesses() const {
    return m_experiment.model == Model::Processes || m_experiment.model == Model::Distributed;
  }
  // What is shared comes to these with each job: their processes are there already.
  bool isHandedOver() const {
    return hasShared() && (m_experiment.api == "joblib" || m_experiment.model == Model::Distributed);
  }
  std::string sharedNames() const {
    std::string names;
    for (const SharedThing& thing : m_work->shared) {
      names += (names.empty() ? "" : ", ") + thing.name;
    }
    return names;
  }

  // Makes what is shared known to a process.
  std::string beginText() const {
    if (!hasShared() || !hasProcesses()) {
      return {};
    }
    const std::string names = sharedNames();
    const bool is_one = m_work->shared.size() == 1;
    return fmt::format("\n\ndef begin(*shared):\n    global {0}\n    {1}{0}{2} = shared\n", names, is_one ? "(" : "",
                       is_one ? ",)" : "") +
           (isHandedOver() ? "\n\ndef work_with(shared, job):\n    begin(*shared)\n    return work(job)\n" : "");
  }

  std::string sharedText() {
    if (!hasShared()) {
      return {};
    }
    std::string made;
    std::string text;
    for (const SharedThing& thing : m_work->shared) {
      const std::string one = sharedThing(thing.kind);
      const std::string value =
          thing.kind == SharedKind::Locks ? fmt::format("[{} for _ in range({})]", one, thing.count) : one;
      text += fmt::format("    {} = {}\n", thing.name, value);
      made += value + ", ";
    }
    if (!hasProcesses()) {
      return text;
    }
    m_imports.insert("import multiprocessing");
    return (isHandedOver() ? std::string("    manager = multiprocessing.Manager()\n")
                           : fmt::format("    context = {}\n", contextText())) +
           "    shared = (" + made.substr(0, made.size() - (m_work->shared.size() == 1 ? 1 : 2)) +
           ")\n    begin(*shared)\n";
  }

  std::string sharedThing(SharedKind kind) {
    if (!hasProcesses()) {
      m_imports.insert(kind == SharedKind::Counter ? "import types"
                       : kind == SharedKind::Queue ? "import queue"
                                                   : "import threading");
      return kind == SharedKind::Counter ? "types.SimpleNamespace(value=0)"
             : kind == SharedKind::Queue ? "queue.Queue()"
                                         : "threading.Lock()";
    }
    const std::string maker = isHandedOver() ? "manager." : "context.";
    return maker + (kind == SharedKind::Counter ? (isHandedOver() ? "Value(\"Q\", 0)" : "Value(\"Q\", 0, lock=False)")
                    : kind == SharedKind::Queue ? "Queue()"
                                                : "Lock()");
  }

  std::string contextText() const {
    return fmt::format("multiprocessing.get_context(\"{}\")", name(m_experiment.start_method));
  }

  std::string ownText() {
    const std::filesystem::path file(choice(m_values, "file"));
    m_imports.insert("import importlib");
    m_imports.insert("import sys");
    m_constants += fmt::format("\nsys.path.insert(0, {})\nmine = importlib.import_module({})\n",
                               json(file.parent_path().string()).dump(), json(file.stem().string()).dump());
    return def("job", fmt::format("    return mine.{}({})\n", choice(m_values, "function"),
                                  callArguments(choice(m_values, "args"))));
  }

  std::string fetchText() {
    m_is_fetching = true;
    m_imports.insert("import threading");
    m_imports.insert("from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer");
    m_constants += fmt::format("\nBYTES = {}\n\n", integer(m_values, "bytes"));
    const double timeout_s = (isCrunching() ? real(m_values, "delay") + 30'000 : real(m_values, "timeout")) / 1000;
    const std::string sum =
        isCrunching() ? fmt::format("    total = 0\n    for i in range({}):\n        total += i\n    return total\n",
                                    integer(m_values, "n"))
                      : "";
    if (m_is_async) {
      return fmt::format(
          "async def fetch(url):\n"
          "    host, path = url[len(\"http://\"):].split(\"/\", 1)\n"
          "    reader, writer = await asyncio.open_connection(*host.split(\":\"))\n"
          "    writer.write((\"GET /%s HTTP/1.0\\r\\n\\r\\n\" % path).encode())\n"
          "    answer = await reader.read()\n"
          "    writer.close()\n"
          "    return len(answer.split(b\"\\r\\n\\r\\n\", 1)[1])\n\n\n"
          "async def work(url):\n    {}await asyncio.wait_for(fetch(url), {})\n{}",
          isCrunching() ? "" : "return ", timeout_s, sum);
    }
    m_imports.insert("import urllib.request");
    const bool is_hybrid = m_experiment.model == Model::Hybrid;
    const std::string fetch = fmt::format("    with urllib.request.urlopen(url, timeout={}) as answer:\n", timeout_s);
    if (is_hybrid) {
      return "def fetch(url):\n" + fetch + "        return answer.read()\n\n\ndef work(body):\n" +
             (isCrunching() ? sum : "    return sum(body) and len(body)\n");
    }
    return "def work(url):\n" + fetch +
           (isCrunching() ? "        answer.read()\n" + sum : "        return len(answer.read())\n");
  }

  std::string jobsText() const {
    const int jobs = m_experiment.jobs;
    if (!m_is_fetching) {
      return fmt::format("    jobs = {}\n",
                         m_work && !m_work->jobs.empty() ? m_work->jobs : fmt::format("range({})", jobs));
    }
    const double scale = (isCrunching() ? 1.0 : real(m_values, "scale")) / 1000;
    const std::string shape = isCrunching() ? "uniform" : choice(m_values, "shape");
    std::string delay = fmt::format("{}", real(m_values, "delay") * scale);
    const std::string url = isCrunching() ? "" : fmt::format("job % {}", integer(m_values, "urls"));
    std::string before;
    if (shape == "straggler") {
      delay = fmt::format("{} if {} == 0 else {}", real(m_values, "straggler") * scale, url, delay);
    } else if (shape == "growing") {
      delay = fmt::format("{} * ({})", url, delay);
    } else if (shape == "articles") {
      before = "    delays_ms = [487, 452, 531, 498, 420, 515, 476, 560, 443, 509, 468, 524, 437, 493, 545, 442]\n";
      delay = fmt::format("delays_ms[{} % 16] * {}", url, scale);
    }
    return before + fmt::format(
                        "    server = Server((\"127.0.0.1\", 0), Slow)\n"
                        "    threading.Thread(target=server.serve_forever, daemon=True).start()\n"
                        "    jobs = [\"http://127.0.0.1:%d/%f\" % (server.server_port, {}) for job in range({})]\n",
                        delay, jobs);
  }

  std::string runText() {
    const int workers = m_experiment.workers;
    const std::string& api = m_experiment.api;
    const std::string context = hasShared() && hasProcesses() ? "context" : contextText();
    const std::string begin = hasShared() ? "begin, shared" : "";
    const std::string called = isHandedOver() ? "functools.partial(work_with, shared)" : "work";
    if (isHandedOver()) {
      m_imports.insert("import functools");
    }
    switch (m_experiment.model) {
      case Model::Serial:
        return "    results = [work(job) for job in jobs]\n";
      case Model::Threads:
        if (api == "threading") {
          m_imports.insert("import queue");
          m_imports.insert("import threading");
          return fmt::format(
              "    waiting, results = queue.SimpleQueue(), []\n    for job in jobs:\n        waiting.put(job)\n\n"
              "    def run():\n        while True:\n            try:\n                job = waiting.get_nowait()\n"
              "            except queue.Empty:\n                return\n            results.append(work(job))\n\n"
              "    threads = [threading.Thread(target=run) for _ in range({})]\n    for thread in threads:\n"
              "        thread.start()\n    for thread in threads:\n        thread.join()\n",
              workers);
        }
        m_imports.insert(api == "multiprocessing.dummy" ? "from multiprocessing.dummy import Pool"
                                                        : "from concurrent.futures import ThreadPoolExecutor");
        return fmt::format("    with {}({}) as pool:\n        results = list(pool.map(work, jobs))\n",
                           api == "multiprocessing.dummy" ? "Pool" : "ThreadPoolExecutor", workers);
      case Model::EventLoop:
        m_imports.insert("import asyncio");
        return fmt::format(
            "\n    async def run_all():\n        places = asyncio.Semaphore({})\n\n"
            "        async def run(job):\n            async with places:\n                return await work(job)\n\n"
            "        return await asyncio.gather(*[run(job) for job in jobs])\n\n    results = "
            "asyncio.run(run_all())\n",
            workers);
      case Model::Hybrid:
        m_imports.insert("import multiprocessing");
        m_imports.insert("from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor");
        return fmt::format(
            "    with ProcessPoolExecutor({0}, mp_context={1}) as crew:\n"
            "        with ThreadPoolExecutor({2}) as pool:\n"
            "            results = list(pool.map(lambda url: crew.submit(work, fetch(url)).result(), jobs))\n",
            crunchers(), context, m_experiment.effectiveWorkers() - crunchers());
      case Model::Distributed:
        if (m_experiment.isElsewhere()) {
          m_imports.insert("from dask.distributed import Client");
          return fmt::format(
              "    with Client({}) as client:\n"
              "        results = client.gather(client.map(work, list(jobs), pure=False))\n",
              json(m_experiment.scheduler).dump());
        }
        m_imports.insert("from dask.distributed import Client, LocalCluster");
        return fmt::format(
            "    with LocalCluster(n_workers={}, threads_per_worker=1, dashboard_address=None) as cluster:\n"
            "        with Client(cluster) as client:\n"
            "            results = client.gather(client.map({}, list(jobs), pure=False))\n",
            workers, called);
      case Model::Processes:
        break;
    }
    if (api == "joblib") {
      m_imports.insert("from joblib import Parallel, delayed");
      return fmt::format("    results = Parallel(n_jobs={})(delayed({})(job) for job in jobs)\n", workers, called);
    }
    m_imports.insert("import multiprocessing");
    if (api == "multiprocessing") {
      const std::string each = m_experiment.hasWorkerPerJob() ? ", maxtasksperchild=1" : "";
      return fmt::format("    with {}.Pool({}{}{}) as pool:\n        results = pool.map(work, jobs, chunksize=1)\n",
                         context, workers, begin.empty() ? "" : ", " + begin, each);
    }
    m_imports.insert("from concurrent.futures import ProcessPoolExecutor");
    return fmt::format(
        "    with ProcessPoolExecutor({}, {}{}) as pool:\n"
        "        results = list(pool.map(work, jobs))\n",
        workers, context, begin.empty() ? "" : ", " + begin);
  }

  int crunchers() const {
    return isCrunching() ? static_cast<int>(integer(m_values, "crunchers")) : m_experiment.workers;
  }
  bool isCrunching() const { return m_experiment.workload == "fetch-crunch"; }

  // start-cost alone has it: a pool of one for each job, where the pool has no word for it.
  std::string runTextOfWorkerPerJob() {
    const std::string& api = m_experiment.api;
    if (api == "threading") {
      m_imports.insert("import threading");
      return "    results = [None for job in jobs]\n"
             "    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]\n"
             "    for thread in threads:\n        thread.start()\n    for thread in threads:\n        thread.join()\n";
    }
    if (api == "multiprocessing" || m_experiment.model == Model::EventLoop) {
      return runText();
    }
    if (api == "multiprocessing.dummy") {
      m_imports.insert("from multiprocessing.dummy import Pool");
      return "    pools = [Pool(1) for job in jobs]\n"
             "    results = [pool.apply_async(work, (job,)) for pool, job in zip(pools, jobs)]\n"
             "    results = [result.get() for result in results]\n"
             "    for pool in pools:\n        pool.terminate()\n";
    }
    const bool has_processes = hasProcesses();
    m_imports.insert(
        fmt::format("from concurrent.futures import {}PoolExecutor", has_processes ? "Process" : "Thread"));
    if (has_processes) {
      m_imports.insert("import multiprocessing");
    }
    return fmt::format("    pools = [{} for job in jobs]\n",
                       has_processes ? "ProcessPoolExecutor(1, " + contextText() + ")" : "ThreadPoolExecutor(1)") +
           "    results = [pool.submit(work, job) for pool, job in zip(pools, jobs)]\n"
           "    results = [result.result() for result in results]\n"
           "    for pool in pools:\n        pool.shutdown()\n";
  }

  const Experiment& m_experiment;
  const ParameterValues& m_values;
  std::optional<PythonWork> m_work;
  std::set<std::string> m_imports;
  std::string m_constants;
  bool m_is_async = false;
  bool m_is_fetching = false;
};

}  // namespace

std::string asPython(const Experiment& experiment) {
  return Program(experiment).text();
}

}  // namespace interleave
