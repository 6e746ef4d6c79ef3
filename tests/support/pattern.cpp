// SPDX-License-Identifier: GPL-3.0-or-later
// A program with a known pattern, for tests that watch it: `pattern FILE MODE`. It writes to FILE, a line each, who it
// was and what it measured of itself: "tid PID TID CPU_NS".
#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <thread>
#include <vector>

namespace {

int report_fd = -1;

long long ownCpuTime_ns() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

// Until the thread has used that much of a core.
void compute(long long cpu_ms) {
  const long long end_ns = ownCpuTime_ns() + cpu_ms * 1'000'000;
  volatile unsigned sum = 0;
  while (ownCpuTime_ns() < end_ns) {
    for (unsigned i = 0; i < 2000; ++i) {
      sum = sum + i;
    }
  }
}

void rest(long ms) {
  const timespec length{ms / 1000, ms % 1000 * 1'000'000};
  nanosleep(&length, nullptr);
}

void report() {
  char line[96];
  const int length =
      std::snprintf(line, sizeof line, "tid %d %ld %lld\n", getpid(), syscall(SYS_gettid), ownCpuTime_ns());
  if (write(report_fd, line, static_cast<std::size_t>(length)) != length) {  // appended at once: no two lines mix
    _exit(9);
  }
}

void inThreads(int count, void (*work)()) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([work] {
      work();
      report();
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
}

template <class Work>
void inChild(Work work) {
  if (fork() == 0) {
    work();
    report();
    _exit(0);
  }
}

void pinToOneCore() {
  cpu_set_t allowed;
  sched_getaffinity(0, sizeof allowed, &allowed);
  for (int core = 0; core < CPU_SETSIZE; ++core) {
    if (CPU_ISSET(core, &allowed)) {
      CPU_ZERO(&allowed);
      CPU_SET(core, &allowed);
      break;
    }
  }
  sched_setaffinity(0, sizeof allowed, &allowed);
}

[[noreturn]] void explode(int count) {
  void* shared = mmap(nullptr, sizeof(std::atomic<int>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  auto* made = new (shared) std::atomic<int>(0);
  while (made->fetch_add(1) < count) {
    if (fork() == 0) {
      report();
    }
  }
  for (;;) {
    rest(10'000'000);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    return 8;
  }
  report_fd = open(argv[1], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const char* mode = argv[2];
  if (std::strcmp(mode, "alternate") == 0) {  // 5 x 40 ms of computing, 5 x 20 ms of sleep
    for (int i = 0; i < 5; ++i) {
      compute(40);
      rest(20);
    }
  } else if (std::strcmp(mode, "family") == 0) {  // 3 threads, then 2 children with 2 threads each
    inThreads(3, [] { rest(60); });
    for (int i = 0; i < 2; ++i) {
      inChild([] { inThreads(2, [] { compute(20); }); });
    }
    while (wait(nullptr) > 0) {
    }
  } else if (std::strcmp(mode, "pinned") == 0) {  // 4 threads want one core
    pinToOneCore();
    inThreads(4, [] { compute(60); });
  } else if (std::strcmp(mode, "onecore") == 0) {  // one thread keeps one core busy
    pinToOneCore();
    compute(400);
  } else if (std::strcmp(mode, "bomb") == 0) {  // everyone makes children, until so many were made; none ends
    explode(std::atoi(argv[3]));
  } else if (std::strcmp(mode, "change-user") == 0) {  // for a copy that is set-user-id
    const uid_t user = geteuid();
    if (setresuid(user, user, user) != 0) {
      return 7;
    }
    report();
    rest(10'000'000);
  } else if (std::strcmp(mode, "forks") == 0) {  // as many children as asked for, 10 at a time
    const int count = std::atoi(argv[3]);
    for (int i = 0; i < count; ++i) {
      inChild([] {});
      if (i % 10 == 9) {
        while (wait(nullptr) > 0) {
        }
      }
    }
    while (wait(nullptr) > 0) {
    }
  } else if (std::strcmp(mode, "forever") == 0) {  // 2 threads, then a new one every 5 ms
    std::thread([] { rest(10'000'000); }).detach();
    report();
    for (;;) {
      std::thread([] { rest(1); }).join();
      rest(5);
    }
  }
  report();
  _exit(0);  // nothing more that would cost time
}
