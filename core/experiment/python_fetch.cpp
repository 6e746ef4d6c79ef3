// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/python_fetch.h"

#include <fmt/format.h>

namespace interleave {
namespace {

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

constexpr char kAsyncFetch[] = R"(async def fetch(url):
    host, path = url[len("http://"):].split("/", 1)
    reader, writer = await asyncio.open_connection(*host.split(":"))
    writer.write(("GET /%s HTTP/1.0\r\n\r\n" % path).encode())
    answer = await reader.read()
    writer.close()
    return len(answer.split(b"\r\n\r\n", 1)[1])


)";

constexpr char kServing[] = R"(    server = Server(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
)";

constexpr char kDelays[] =
    "    delays_ms = [487, 452, 531, 498, 420, 515, 476, 560, 443, 509, 468, 524, 437, 493, 545, 442]\n";

class Writer {
 public:
  explicit Writer(const Experiment& experiment)
      : m_experiment(experiment),
        m_values(experiment.parameters),
        m_is_crunching(experiment.workload == "fetch-crunch") {}

  PythonPart write() {
    m_part.imports = {"import threading", "from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer"};
    m_part.constants = fmt::format("\nBYTES = {}\n\n{}", integer(m_values, "bytes"), kServer);
    writeWork();
    writeJobs();
    return m_part;
  }

 private:
  void writeWork() {
    const double timeout_s = (m_is_crunching ? real(m_values, "delay") + 30'000 : real(m_values, "timeout")) / 1000;
    const std::string sum =
        m_is_crunching ? fmt::format("    total = 0\n    for i in range({}):\n        total += i\n    return total\n",
                                     integer(m_values, "n"))
                       : "";
    if (m_experiment.model == Model::EventLoop) {
      m_part.text = kAsyncFetch + fmt::format("async def work(url):\n    {}await asyncio.wait_for(fetch(url), {})\n{}",
                                              m_is_crunching ? "" : "return ", timeout_s, sum);
      return;
    }
    m_part.imports.insert("import urllib.request");
    const std::string fetch = fmt::format("    with urllib.request.urlopen(url, timeout={}) as answer:\n", timeout_s);
    if (m_experiment.model == Model::Hybrid) {
      m_part.text = "def fetch(url):\n" + fetch + "        return answer.read()\n\n\ndef work(body):\n" +
                    (m_is_crunching ? sum : "    return sum(body) and len(body)\n");
      return;
    }
    m_part.text = "def work(url):\n" + fetch +
                  (m_is_crunching ? "        answer.read()\n" + sum : "        return len(answer.read())\n");
  }

  void writeJobs() {
    const double scale = (m_is_crunching ? 1.0 : real(m_values, "scale")) / 1000;
    const std::string shape = m_is_crunching ? "uniform" : choice(m_values, "shape");
    const std::string url = m_is_crunching ? "" : fmt::format("job % {}", integer(m_values, "urls"));
    std::string delay = fmt::format("{}", real(m_values, "delay") * scale);
    if (shape == "straggler") {
      delay = fmt::format("{} if {} == 0 else {}", real(m_values, "straggler") * scale, url, delay);
    } else if (shape == "growing") {
      delay = fmt::format("{} * ({})", url, delay);
    } else if (shape == "articles") {
      m_part.before = kDelays;
      delay = fmt::format("delays_ms[{} % 16] * {}", url, scale);
    }
    m_part.before += kServing;
    m_part.jobs = fmt::format("[\"http://127.0.0.1:%d/%f\" % (server.server_port, {}) for job in range({})]", delay,
                              m_experiment.jobs);
  }

  const Experiment& m_experiment;
  const ParameterValues& m_values;
  const bool m_is_crunching;
  PythonPart m_part;
};

}  // namespace

PythonPart pythonFetch(const Experiment& experiment) {
  return Writer(experiment).write();
}

}  // namespace interleave
