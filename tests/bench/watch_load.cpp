// SPDX-License-Identifier: GPL-3.0-or-later
// What bench_watch.py has watched: programs that give an observer much to do. Prints a line: how long one operation
// took, in us, and when all were done, CLOCK_MONOTONIC in ns.
//   watch_load pipe ROUNDS     two processes pass a byte to and fro, as `perf bench sched pipe` does
//   watch_load pipe-pinned ROUNDS   the same on one core, where nothing but the switching is left to differ
//   watch_load threads COUNT   makes and joins threads, one after another
//   watch_load alive COUNT     makes threads that wait for each other, so that all are there at once; then joins them
//   watch_load nothing 1       its end marks that of what ran before it
#include <sched.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

namespace {

long long now_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

bool passBytes(int in, int out, int rounds, bool begins) {
  char byte = 'x';
  for (int i = 0; i < rounds; ++i) {
    if (begins && write(out, &byte, 1) != 1) {
      return false;
    }
    if (read(in, &byte, 1) != 1) {
      return false;
    }
    if (!begins && write(out, &byte, 1) != 1) {
      return false;
    }
  }
  return true;
}

void pinToThisCore() {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(sched_getcpu(), &one);
  sched_setaffinity(0, sizeof one, &one);
}

bool passBetweenProcesses(int rounds) {
  int there[2] = {-1, -1};
  int back[2] = {-1, -1};
  if (pipe(there) != 0 || pipe(back) != 0) {
    return false;
  }
  const pid_t child = fork();
  if (child == 0) {
    _exit(passBytes(there[0], back[1], rounds, false) ? 0 : 1);
  }
  int status = 1;
  return child > 0 && passBytes(back[0], there[1], rounds, true) && waitpid(child, &status, 0) == child && status == 0;
}

bool makeThreads(int count) {
  for (int i = 0; i < count; ++i) {
    std::thread([] {}).join();
  }
  return true;
}

bool keepThreads(int count) {
  std::mutex mutex;
  std::condition_variable changed;
  int arrived = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([&] {
      std::unique_lock lock(mutex);
      if (++arrived == count) {
        changed.notify_all();
      }
      changed.wait(lock, [&] { return arrived == count; });
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view mode = argc == 3 ? argv[1] : "";
  const int count = argc == 3 ? std::atoi(argv[2]) : 0;
  if (count < 1) {
    std::fprintf(stderr, "watch_load pipe|pipe-pinned|threads|alive|nothing COUNT\n");
    return 2;
  }
  if (mode == "pipe-pinned") {
    pinToThisCore();
  }
  const long long begin_ns = now_ns();
  const bool is_done = mode.starts_with("pipe") ? passBetweenProcesses(count)
                       : mode == "threads"      ? makeThreads(count)
                       : mode == "alive"        ? keepThreads(count)
                                                : mode == "nothing";
  const long long end_ns = now_ns();
  std::printf("%.4f %lld\n", static_cast<double>(end_ns - begin_ns) / 1e3 / count, end_ns);
  return is_done ? 0 : 1;
}
