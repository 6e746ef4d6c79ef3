// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/python_work.h"

#include <fmt/format.h>

#include "core/experiment/python_call.h"
#include "core/experiment/python_fetch.h"
#include "core/experiment/python_files.h"

namespace interleave {
namespace {

// `{}` in these texts is a number of the experiment's; braces of Python's own are doubled.
constexpr char kLiveTracker[] = R"py(work(job):
    marks = []
    for _ in range({}):
        marks.append(time.time())
    return len(marks)
)py";

constexpr char kCpuHeavy[] = R"py(work(job):
    total = 0
    for i in range({}):
        total += i
    return total
)py";

constexpr char kCrash[] = R"py(work(job):
    for i in range({}):
        if job == {} and i == {}:
            {}
    return job
)py";

constexpr char kSquares[] = R"py(work(job):
    total = 0
    for i in range({}):
        total += i * i
    return total % 2**64
)py";

constexpr char kDivisor[] = R"py(def smallest_divisor(n):
    if n % 2 == 0:
        return 2
    divisor = 3
    while divisor * divisor <= n:
        if n % divisor == 0:
            return divisor
        divisor += 2
    return n


)py";
constexpr char kLargePrimes[] = R"py(work(job):
    candidate = {} + 1000 * job
    while smallest_divisor(candidate) != candidate:
        candidate += 1
    return candidate
)py";
constexpr char kArticlePrimes[] = R"py(work(job):
    return smallest_divisor([10000019, 10000079, 10000103, 10000129][job % 4])
)py";

constexpr char kRace[] = R"py(def one_more(value):
    return value + 1


{}work(job):
    for _ in range({}):
{}    return {}
)py";

constexpr char kQueue[] = R"py(work(job):
    taken = 0
    while items.get() is not None:
        taken += 1
        end = time.thread_time() + {}
        while time.thread_time() < end:
            pass
    return taken
)py";

constexpr char kSquaresPrinted[] = R"py(work(job):
    is_square = job % 2 == 1
    numbers = {}
    for x in numbers:
        print("%d squared is %d" % (x, x * x) if is_square else x, flush=True)
        {}sleep({} if is_square else {})
    return len(numbers)
)py";

constexpr char kDeadlock[] = R"py(work(job):
    first, second = {}
    with locks[first]:
        end = time.monotonic() + {}
        while time.monotonic() < end:
            pass
        # Without the timeout the jobs would wait for each other for ever.
        if not locks[second].acquire(True, 1):
            return "deadlock: holds lock %d and waits for lock %d" % (first, second)
        locks[second].release()
    return 1
)py";

constexpr char kMatrix[] = R"py(work(job):
    a, b = [[[(row * 7 + column * k + row * column + job) % 10 for column in range(N)] for row in range(N)]
            for k in (3, 4)]
    if numpy:  # releases the GIL while it multiplies
        return int((numpy.array(a, float) @ numpy.array(b, float)).sum())
    columns = list(zip(*b))
    return sum(sum(x * y for x, y in zip(row, column)) for row in a for column in columns)
)py";

constexpr char kCompress[] = R"py(work(job):
    dice = random.Random({} + job)
    words = [b"GET", b"/cart", b"/item", b"200", b"503", b"HTTP/1.1", b"agent", b"Nov", b"2026"]
    text = b" ".join(dice.choice(words) + b"%d" % dice.randrange(1000) for _ in range(120000))[:1 << 20]
    packer = zlib.compressobj({})
    size = 0
    for _ in range({}):
        size += len(packer.compress(text))
    return size + len(packer.flush())
)py";

constexpr char kPayloadWords[] = "array.array('Q', [i % 4099 * 0x9E3779B97F4A7C15 % 2**64 for i in range({})])";
constexpr char kPiped[] = R"py(work(job):
    data = subprocess.run([sys.executable, "-c", SENDER], stdout=subprocess.PIPE, check=True).stdout
    return sum(memoryview(data).cast("Q")[::128]) % 2**64
)py";
constexpr char kSharedMemory[] = R"py(work(name):
    memory = shared_memory.SharedMemory(name)
    total = sum(memory.buf[:{}].cast("Q")[::128]) % 2**64
    memory.close()
    return total
)py";
constexpr char kReferred[] = R"py(work(data):
    return sum(data[::128]) % 2**64
)py";

class Writer {
 public:
  explicit Writer(const Experiment& experiment)
      : m_experiment(experiment),
        m_values(experiment.parameters),
        m_is_async(experiment.model == Model::EventLoop),
        m_def(m_is_async ? "async def " : "def ") {}

  PythonPart write() {
    const std::string& workload = m_experiment.workload;
    if (workload == "sum-of-squares") {
      m_part.text = m_def + fmt::format(kSquares, whole("n"));
    } else if (workload == "primes") {
      m_part.text =
          kDivisor + m_def +
          (is("numbers", "articles") ? std::string(kArticlePrimes) : fmt::format(kLargePrimes, whole("from")));
    } else if (workload == "race") {
      race();
    } else if (workload == "queue") {
      queue();
    } else if (workload == "print-squares") {
      printSquares();
    } else if (workload == "deadlock") {
      deadlock();
    } else if (workload == "matrix") {
      m_part.constants =
          fmt::format("try:\n    import numpy\nexcept ImportError:\n    numpy = None\n\nN = {}\n", whole("n"));
      m_part.text = m_def + kMatrix;
    } else if (workload == "compress") {
      m_part.imports = {"import random", "import zlib"};
      m_part.text = m_def + fmt::format(kCompress, m_experiment.seed, whole("level"), whole("size"));
    } else if (workload == "payload") {
      payload();
    } else if (workload == "start-cost") {
      m_part.text = m_def + "work(job):\n    pass\n";
    } else if (workload == "live-tracker") {
      m_part.text = m_def + fmt::format(kLiveTracker, whole("n"));
    } else if (workload == "cpu-heavy") {
      m_part.text = m_def + fmt::format(kCpuHeavy, whole("n"));
    } else if (workload == "sleep") {
      m_part.text = m_def + fmt::format("work(job):\n    {}.sleep({})\n", m_is_async ? "await asyncio" : "time",
                                        seconds("duration"));
    } else if (workload == "crash") {
      crash();
    }
    return m_part;
  }

 private:
  std::int64_t whole(const char* key) const { return integer(m_values, key); }
  double seconds(const char* key) const { return real(m_values, key) / 1000; }
  bool is(const char* key, const char* wanted) const { return choice(m_values, key) == wanted; }

  void crash() {
    m_part.imports.insert("import os");
    std::string end = is("how", "exit") ? "os._exit(3)" : "os.abort()";
    if (is("how", "segfault")) {
      m_part.imports.insert("import ctypes");
      end = "ctypes.string_at(8)";
    }
    const std::int64_t n = whole("n");
    m_part.text = m_def + fmt::format(kCrash, n, whole("job"), n / 2, end);
  }

  void race() {
    const bool has_lock = is("lock", "with");
    const std::int64_t n = whole("n");
    m_part.shared = {{"counter", SharedKind::Counter}};
    if (has_lock) {
      m_part.shared.push_back({"lock", SharedKind::Lock});
    }
    m_part.text = fmt::format(kRace, m_def, n,
                              has_lock ? "        with lock:\n            counter.value = one_more(counter.value)\n"
                                       : "        counter.value = one_more(counter.value)\n",
                              n);
    m_part.after = fmt::format("    print({0} - counter.value, \"of {0} updates lost\")\n", n * m_experiment.jobs);
  }

  void queue() {
    m_part.shared = {{"items", SharedKind::Queue}};
    m_part.text = m_def + fmt::format(kQueue, seconds("work"));
    m_part.before = fmt::format(
        "    for item in range({}):\n        items.put(item)\n    for _ in range({}):\n"
        "        items.put(None)  # tells one job that there are no more\n",
        whole("items"), m_experiment.jobs);
    m_part.after = fmt::format("    print(sum(results), \"of {} items taken\")\n", whole("items"));
  }

  void printSquares() {
    const std::int64_t items = whole("items");
    m_part.text = m_def + fmt::format(kSquaresPrinted,
                                      is("form", "per-item") ? fmt::format("[job // 2 % {}]", items)
                                                             : fmt::format("range({})", items),
                                      m_is_async ? "await asyncio." : "time.", seconds("fast"), seconds("slow"));
  }

  void deadlock() {
    const std::int64_t locks = whole("locks");
    const std::string order = fmt::format("job % {0}, (job + 1) % {0}", locks);
    m_part.shared = {{"locks", SharedKind::Locks, std::to_string(locks)}};
    m_part.text =
        m_def + fmt::format(kDeadlock, is("order", "same") ? "sorted([" + order + "])" : order, seconds("hold"));
  }

  void payload() {
    const std::int64_t bytes = whole("size") << 10;
    m_part.imports.insert("import array");
    const std::string words = fmt::format(kPayloadWords, bytes / 8);
    if (is("how", "pipe")) {
      m_part.imports = {"import subprocess", "import sys"};
      m_part.constants = "\nSENDER = (\"import array, sys; \"\n          \"sys.stdout.buffer.write(" + words + ")\")\n";
      m_part.text = m_def + kPiped;
      return;
    }
    m_part.before = "    data = " + words + "\n";
    if (is("how", "reference")) {
      m_part.text = m_def + kReferred;
      m_part.jobs = fmt::format("[data] * {}", m_experiment.jobs);
      return;
    }
    m_part.imports.insert("from multiprocessing import shared_memory");
    m_part.text = m_def + fmt::format(kSharedMemory, bytes);
    m_part.before += fmt::format(
        "    memory = shared_memory.SharedMemory(create=True, size={0})\n"
        "    memory.buf[:{0}] = data.tobytes()\n",
        bytes);
    m_part.jobs = fmt::format("[memory.name] * {}", m_experiment.jobs);
    m_part.after = "    memory.close()\n    memory.unlink()\n";
  }

  const Experiment& m_experiment;
  const ParameterValues& m_values;
  bool m_is_async;
  std::string m_def;
  PythonPart m_part;
};

}  // namespace

PythonPart pythonWork(const Experiment& experiment) {
  const std::string& workload = experiment.workload;
  if (workload == "http-fetch" || workload == "fetch-crunch") {
    return pythonFetch(experiment);
  }
  if (workload == "log-regex" || workload == "file-read" || workload == "query") {
    return pythonFiles(experiment);
  }
  if (workload == "my-python") {
    return pythonCall(experiment);
  }
  return Writer(experiment).write();
}

}  // namespace interleave
