// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/as_python.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

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
    const std::string work = workText();
    const std::string run = runText();
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
    text += jobsText();
    return text + "    begin = time.perf_counter()\n" + run +
           "    print(\"%.3f s\" % (time.perf_counter() - begin), results[:4])\n";
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
    const double timeout_s = real(m_values, "timeout") / 1000;
    if (m_is_async) {
      return fmt::format(
          "async def fetch(url):\n"
          "    host, path = url[len(\"http://\"):].split(\"/\", 1)\n"
          "    reader, writer = await asyncio.open_connection(*host.split(\":\"))\n"
          "    writer.write((\"GET /%s HTTP/1.0\\r\\n\\r\\n\" % path).encode())\n"
          "    answer = await reader.read()\n"
          "    writer.close()\n"
          "    return len(answer.split(b\"\\r\\n\\r\\n\", 1)[1])\n\n\n"
          "async def work(url):\n    return await asyncio.wait_for(fetch(url), {})\n",
          timeout_s);
    }
    m_imports.insert("import urllib.request");
    const bool is_hybrid = m_experiment.model == Model::Hybrid;
    const std::string fetch = fmt::format("    with urllib.request.urlopen(url, timeout={}) as answer:\n", timeout_s);
    return is_hybrid ? "def fetch(url):\n" + fetch +
                           "        return answer.read()\n\n\ndef work(body):\n    return sum(body) and len(body)\n"
                     : "def work(url):\n" + fetch + "        return len(answer.read())\n";
  }

  std::string jobsText() const {
    const int jobs = m_experiment.jobs;
    if (!m_is_fetching) {
      return fmt::format("    jobs = range({})\n", jobs);
    }
    const double scale = real(m_values, "scale") / 1000;
    const std::string& shape = choice(m_values, "shape");
    std::string delay = fmt::format("{}", real(m_values, "delay") * scale);
    const std::string url = fmt::format("job % {}", integer(m_values, "urls"));
    std::string before;
    if (shape == "straggler") {
      delay = fmt::format("{} if {} == 0 else {}", real(m_values, "straggler") * scale, url, delay);
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
    const std::string context = fmt::format("multiprocessing.get_context(\"{}\")", name(m_experiment.start_method));
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
            "        with ThreadPoolExecutor({0}) as pool:\n"
            "            results = list(pool.map(lambda url: crew.submit(work, fetch(url)).result(), jobs))\n",
            workers, context);
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
            "            results = client.gather(client.map(work, list(jobs), pure=False))\n",
            workers);
      case Model::Processes:
        break;
    }
    if (api == "joblib") {
      m_imports.insert("from joblib import Parallel, delayed");
      return fmt::format("    results = Parallel(n_jobs={})(delayed(work)(job) for job in jobs)\n", workers);
    }
    m_imports.insert("import multiprocessing");
    if (api == "multiprocessing") {
      return fmt::format("    with {}.Pool({}) as pool:\n        results = pool.map(work, jobs, chunksize=1)\n",
                         context, workers);
    }
    m_imports.insert("from concurrent.futures import ProcessPoolExecutor");
    return fmt::format(
        "    with ProcessPoolExecutor({}, mp_context={}) as pool:\n"
        "        results = list(pool.map(work, jobs))\n",
        workers, context);
  }

  const Experiment& m_experiment;
  const ParameterValues& m_values;
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
