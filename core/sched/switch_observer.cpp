// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sched/switch_observer.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <limits>

#include "core/base/clock.h"
#include "core/sched/proc_reader.h"

namespace interleave {
namespace {

// A switch takes 32 bytes twice. Two processes that only pass a byte to and fro write 10 MB/s; on a machine that is so
// busy that we get no core for 200 ms, 2 MiB were seen to overflow. So as much as is permitted, within reason.
constexpr std::size_t kLargestSum = std::size_t{32} << 20;  // of all cores' rings
constexpr std::size_t kUsualRing = std::size_t{512} << 10;
constexpr std::size_t kSmallestRing = std::size_t{16} << 10;
constexpr std::int64_t kPause_ns = 10 * kNsPerMs;
constexpr int kMostLooks = 20;

// `counts_lost` becomes false on kernels before 6.0, which can't be asked for what an event lost.
int openEvent(pid_t tid, int core, bool& counts_lost) {
  perf_event_attr attributes;
  std::memset(&attributes, 0, sizeof attributes);
  attributes.size = sizeof attributes;
  attributes.type = PERF_TYPE_SOFTWARE;
  attributes.config = PERF_COUNT_SW_DUMMY;
  attributes.sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_CPU;
  attributes.disabled = 1;
  attributes.inherit = 1;
  attributes.exclude_kernel = 1;
  attributes.exclude_hv = 1;
  attributes.context_switch = 1;
  attributes.task = 1;
  attributes.comm = 1;
  attributes.sample_id_all = 1;
  attributes.use_clockid = 1;
  attributes.clockid = CLOCK_MONOTONIC;
  attributes.read_format = counts_lost ? PERF_FORMAT_LOST : 0;
  const auto open = [&] {
    return static_cast<int>(syscall(SYS_perf_event_open, &attributes, tid, core, -1, PERF_FLAG_FD_CLOEXEC));
  };
  int fd = open();
  if (fd < 0 && errno == EINVAL && counts_lost) {
    counts_lost = false;
    attributes.read_format = 0;
    fd = open();
  }
  return fd;
}

tl::unexpected<Error> refused(int errno_value) {
  if (errno_value == ESRCH) {
    return fail(ErrorCode::NotFound, "the process is gone");
  }
  return failErrno("the kernel's switch records are refused", errno_value);
}

// An ordinary user may lock perf_event_mlock_kb (516 kB, a ring of 512 kB and its head page) a core, and RLIMIT_MEMLOCK
// on top for all of them; root any amount.
std::size_t permittedRing(std::size_t cores, std::size_t largest) {
  std::size_t permitted = std::max(kLargestSum / cores, kUsualRing);
  if (geteuid() != 0) {
    std::size_t each_kb = 0;
    rlimit more{};
    std::ifstream("/proc/sys/kernel/perf_event_mlock_kb") >> each_kb;
    getrlimit(RLIMIT_MEMLOCK, &more);
    permitted = std::min(permitted, (each_kb << 10) + static_cast<std::size_t>(more.rlim_cur) / cores);
  }
  return std::clamp(std::bit_floor(permitted), kSmallestRing, largest);
}

// Others of this user may have locked some already: then less is tried.
Result<PerfRing> mapLargest(int fd, std::size_t permitted, std::int64_t since_ns) {
  for (std::size_t size = permitted; size > kSmallestRing; size /= 2) {
    if (auto ring = PerfRing::map(fd, size, since_ns)) {
      return ring;
    }
  }
  return PerfRing::map(fd, kSmallestRing, since_ns);
}

}  // namespace

Result<std::unique_ptr<SwitchObserver>> SwitchObserver::observe(pid_t pid, Observed when, std::size_t largest_ring) {
  std::unique_ptr<SwitchObserver> observer(new SwitchObserver(monotonicNow_ns(), largest_ring));
  const Status ready = when == Observed::BeforeItBegins ? observer->observeFirst(pid) : observer->observeTree(pid);
  if (!ready) {
    return tl::unexpected(ready.error());
  }
  if (when == Observed::BeforeItBegins) {
    SwitchRecord born;
    born.kind = SwitchKind::Fork;
    born.time_ns = observer->m_since_ns;
    born.pid = pid;
    born.tid = pid;
    born.parent_pid = getpid();
    observer->m_held.insert(observer->m_held.begin(), born);
  }
  return observer;
}

// Opens and maps one ring a core.
Status SwitchObserver::observeFirst(pid_t tid) {
  const int configured = static_cast<int>(sysconf(_SC_NPROCESSORS_CONF));
  const std::size_t ring_size = permittedRing(static_cast<std::size_t>(std::max(1, configured)), m_largest_ring);
  for (int core = 0; core < configured; ++core) {
    UniqueFd fd(openEvent(tid, core, m_counts_all_lost));
    if (!fd.isOpen()) {
      if (errno == ENODEV) {
        continue;  // this core is offline
      }
      return refused(errno);
    }
    auto ring = mapLargest(fd.get(), ring_size, m_since_ns);
    if (!ring) {
      return tl::unexpected(ring.error());
    }
    m_cores.push_back({std::move(fd), static_cast<std::uint32_t>(core), {}});
    m_rings.push_back(std::move(*ring));
  }
  for (const Core& core : m_cores) {
    ioctl(core.fd.get(), PERF_EVENT_IOC_ENABLE, 0);
  }
  return m_cores.empty() ? Status(fail(ErrorCode::Unavailable, "no core can be observed")) : Status();
}

Status SwitchObserver::observeAnother(pid_t tid) {
  for (Core& core : m_cores) {
    UniqueFd fd(openEvent(tid, static_cast<int>(core.number), m_counts_all_lost));
    if (!fd.isOpen() || ioctl(fd.get(), PERF_EVENT_IOC_SET_OUTPUT, core.fd.get()) != 0) {
      return refused(errno);
    }
    ioctl(fd.get(), PERF_EVENT_IOC_ENABLE, 0);
    core.others.push_back(std::move(fd));
  }
  return {};
}

// A thread that an observed one made is observed already, and its birth is in the rings; all others are looked for
// until a look finds none.
Status SwitchObserver::observeTree(pid_t pid) {
  std::set<pid_t> covered;
  for (int look = 0; look < kMostLooks; ++look) {
    readRings();
    for (const SwitchRecord& record : m_held) {
      if (record.kind == SwitchKind::Fork) {
        covered.insert(record.tid);
      }
    }
    bool is_complete = true;
    for (const pid_t process : processTree(pid)) {
      for (const pid_t tid : threadsOf(process)) {
        if (!covered.insert(tid).second) {
          continue;
        }
        is_complete = false;
        const auto before = readThreadStat(process, tid);
        const Status opened = m_cores.empty() ? observeFirst(tid) : observeAnother(tid);
        if (!opened && opened.error().code == ErrorCode::NotFound) {
          continue;  // it ended in the meantime, and no record would ever say so
        }
        if (!opened) {
          return opened;
        }
        if (before) {
          SwitchRecord found;
          found.kind = SwitchKind::Found;
          found.time_ns = m_since_ns;
          found.pid = process;
          found.tid = tid;
          found.parent_pid = before->parent_pid;
          found.is_runnable = before->state == 'R';
          found.cpu = before->cpu;
          found.setName(before->name);
          m_held.insert(m_held.begin(), found);
        }
      }
    }
    if (m_cores.empty()) {
      return refused(ESRCH);
    }
    if (is_complete) {
      break;
    }
  }
  return {};
}

void SwitchObserver::readRings() {
  const std::size_t first_new = m_held.size();
  for (PerfRing& ring : m_rings) {
    ring.drain(m_held);
  }
  findUnseen(first_new);
}

void SwitchObserver::findUnseen(std::size_t first_new) {
  for (std::size_t i = first_new; i < m_held.size(); ++i) {
    SwitchRecord& record = m_held[i];
    if (record.kind != SwitchKind::Exit || record.pid != record.tid || record.pid <= 0) {
      continue;
    }
    const auto stat = readThreadStat(record.pid, record.pid);
    UniqueFd alive(stat && !stat->is_exiting ? static_cast<int>(syscall(SYS_pidfd_open, record.pid, 0)) : -1);
    if (alive.isOpen()) {
      record.kind = SwitchKind::Unseen;
      m_unseen.insert_or_assign(record.pid, std::move(alive));
      ++m_unseen_count;
    }
  }
  for (auto unseen = m_unseen.begin(); unseen != m_unseen.end();) {
    pollfd end{unseen->second.get(), POLLIN, 0};
    if (poll(&end, 1, 0) <= 0) {
      ++unseen;
      continue;
    }
    SwitchRecord record;
    record.kind = SwitchKind::Exit;
    record.time_ns = monotonicNow_ns();
    record.pid = unseen->first;
    record.tid = unseen->first;
    m_held.push_back(record);
    unseen = m_unseen.erase(unseen);
  }
}

void SwitchObserver::drain(std::vector<SwitchRecord>& out) {
  // A record is stamped before it can be seen in its ring, and the writer may be held up in between. By the next drain
  // it is there, so only what is older than the last drain is handed over.
  const std::int64_t now_ns = monotonicNow_ns();
  readRings();
  releaseInOrder(m_held, m_last_drain_ns, out);
  m_known_until_ns = m_last_drain_ns;
  m_last_drain_ns = now_ns;
}

// The kernel counts what an event and all that inherited it could not write.
std::uint64_t SwitchObserver::countLost(const Core& core) const {
  const auto lostBy = [](const UniqueFd& event) {
    std::uint64_t value_and_lost[2] = {};
    const ssize_t got = read(event.get(), value_and_lost, sizeof value_and_lost);
    return got == sizeof value_and_lost ? value_and_lost[1] : 0;
  };
  if (!m_counts_all_lost) {
    return 0;
  }
  std::uint64_t lost = lostBy(core.fd);
  for (const UniqueFd& event : core.others) {
    lost += lostBy(event);
  }
  return lost;
}

void SwitchObserver::finish(std::vector<SwitchRecord>& out) {
  m_known_until_ns = monotonicNow_ns();
  std::vector<std::uint64_t> counted;  // before the rings are read: what they tell is this much, or more
  for (const Core& core : m_cores) {
    counted.push_back(countLost(core));
  }
  readRings();
  for (std::size_t i = 0; i < m_cores.size(); ++i) {
    m_rings[i].finish(counted[i], m_known_until_ns, m_cores[i].number, m_held);
  }
  releaseInOrder(m_held, std::numeric_limits<std::int64_t>::max(), out);
}

std::int64_t SwitchObserver::pause_ns() const {
  return kPause_ns;
}

std::uint64_t SwitchObserver::lost() const {
  std::uint64_t lost = 0;
  for (const PerfRing& ring : m_rings) {
    lost += ring.reader().lost();
  }
  return lost;
}

void releaseInOrder(std::vector<SwitchRecord>& held, std::int64_t until_ns, std::vector<SwitchRecord>& out) {
  const auto earlier = [](const SwitchRecord& a, const SwitchRecord& b) { return a.time_ns < b.time_ns; };
  std::stable_sort(held.begin(), held.end(), earlier);
  const auto end = std::upper_bound(held.begin(), held.end(), until_ns,
                                    [](std::int64_t time_ns, const SwitchRecord& r) { return time_ns < r.time_ns; });
  out.insert(out.end(), held.begin(), end);
  held.erase(held.begin(), end);
}

}  // namespace interleave
