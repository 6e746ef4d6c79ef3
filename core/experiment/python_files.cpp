// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/python_files.h"

#include <fmt/format.h>

namespace interleave {
namespace {

// `{}` in these texts is a number of the experiment's; braces of Python's own are doubled.
constexpr char kLog[] = R"py(def make_log(path, size, seed):
    dice = random.Random(seed)
    with open(path, "w") as log:
        while log.tell() < size:
            log.write('10.0.%d.%d - - [20/Nov/2026:10:31:25 +0000] "GET /item/%d HTTP/1.1" %d %d "agent/1" 0.1\n' % (
                dice.randrange(256), dice.randrange(256), dice.randrange(1024), dice.choice([200] * 7 + [503]),
                dice.randrange(100, 8000)))


def share_of(path, job):
    size = os.path.getsize(path)
    return size * job // {0}, size * (job + 1) // {0}


)py";
constexpr char kRegex[] = R"py(work(job):
    failed = re.compile(rb'(\d+\.\d+\.\d+\.\d+) \S+ \S+ \[[^\]]+\] "GET (/\S*) HTTP/1\.1" (5\d\d) (\d+) ')
    begin, end = share_of(PATH, job)
    matches = 0
    with open(PATH, "rb", buffering={}) as log:
        if begin > 0:
            log.seek(begin - 1)
            log.readline()  # a line belongs to the job in whose share it begins
        while log.tell() < end:
            matches += bool(failed.match(log.readline()))
    return matches
)py";
constexpr char kRead[] = R"py(work(job):
    at, end = share_of(PATH, job)
    lines = 0
    file = os.open(PATH, os.O_RDONLY)
{}    while at < end:
        block = os.pread(file, min({}, end - at), at)
        lines += block.count(b"\n")
        at += len(block)
    os.close(file)
    return lines
)py";

constexpr char kQuery[] = R"py(work(job):
    database = sqlite3.connect(PATH)
    found = database.execute("SELECT sum(amount) FROM orders WHERE customer % 10 = ?", (job % 10,)).fetchone()[0]
    database.close()
    return found
)py";
constexpr char kOrders[] = R"py(    dice = random.Random({})
    database = sqlite3.connect(PATH)
    database.execute("DROP TABLE IF EXISTS orders")
    database.execute("CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INTEGER, amount INTEGER)")
    rows = ((dice.randrange(10000), dice.randrange(1, 100001)) for _ in range({}))
    database.executemany("INSERT INTO orders(customer, amount) VALUES(?, ?)", rows)
    database.commit()
    database.close()
)py";

std::string defining(const Experiment& experiment) {
  return experiment.model == Model::EventLoop ? "async def " : "def ";
}

PythonPart ofFile(const char* name) {
  PythonPart part;
  part.imports = {"import os", "import random", "import tempfile"};
  part.constants = fmt::format("\nPATH = os.path.join(tempfile.gettempdir(), \"{}\")\n", name);
  part.after = "    os.remove(PATH)\n";
  return part;
}

PythonPart ofLog(const Experiment& experiment) {
  const ParameterValues& values = experiment.parameters;
  const bool is_regex = experiment.workload == "log-regex";
  PythonPart part = ofFile("interleave-example.log");
  part.text = fmt::format(kLog, experiment.jobs);
  if (is_regex) {
    part.imports.insert("import re");
    part.text += defining(experiment) + fmt::format(kRegex, integer(values, "chunk") << 10);
  } else {
    part.text +=
        defining(experiment) + fmt::format(kRead,
                                           choice(values, "cache") == "cold"
                                               ? "    os.posix_fadvise(file, at, end - at, os.POSIX_FADV_DONTNEED)"
                                                 "  # from the disk, not from the cache\n"
                                               : "",
                                           integer(values, "block") << 10);
  }
  part.before = fmt::format("    make_log(PATH, {}, {})\n", integer(values, "size") << 20, experiment.seed);
  part.after += is_regex ? "    print(sum(results), \"lines matched\")\n" : "    print(sum(results), \"lines read\")\n";
  return part;
}

PythonPart ofDatabase(const Experiment& experiment) {
  PythonPart part = ofFile("interleave-example.sqlite");
  part.imports.insert("import sqlite3");
  part.text = defining(experiment) + kQuery;
  part.before = fmt::format(kOrders, experiment.seed, integer(experiment.parameters, "rows"));
  return part;
}

}  // namespace

PythonPart pythonFiles(const Experiment& experiment) {
  return experiment.workload == "query" ? ofDatabase(experiment) : ofLog(experiment);
}

}  // namespace interleave
