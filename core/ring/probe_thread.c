/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "core/ring/probe_thread.h"

#include <errno.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

_Thread_local il_probe* il_current_probe = NULL;

static il_region* mapped = NULL;
static uint64_t mapped_size = 0;
/* Of all rings, by number. Each is used by the one thread that claimed its ring. */
static il_probe probes[IL_MOST_RINGS];
static pthread_once_t once = PTHREAD_ONCE_INIT;
/* Its destructor closes a thread's probe, at the true end of the thread, whatever its language does there. */
static pthread_key_t at_thread_end;

static void close_probe(void* probe) {
  il_probe_close((il_probe*)probe);
}

/* What the parent's thread measured is the parent's. */
static void forget_after_fork(void) {
  il_current_probe = NULL;
  pthread_setspecific(at_thread_end, NULL);
}

static void prepare(void) {
  pthread_key_create(&at_thread_end, close_probe);
  pthread_atfork(NULL, NULL, forget_after_fork);
}

static void make_current(il_probe* probe) {
  il_current_probe = probe;
  pthread_setspecific(at_thread_end, probe);
}

static uint32_t number_of(const il_probe* probe) {
  const uint64_t offset = (uint64_t)((const char*)probe->ring - (const char*)mapped);
  return (uint32_t)((offset - IL_PAGE) / il_ring_stride(mapped->ring_capacity));
}

int il_thread_map(int fd) {
  if (mapped != NULL) {
    return 0;
  }
  struct stat file;
  if (fstat(fd, &file) != 0) {
    return errno;
  }
  if (file.st_size < (off_t)IL_PAGE) {
    return EINVAL;
  }
  void* memory = mmap(NULL, (size_t)file.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED) {
    return errno;
  }
  const il_region* region = (const il_region*)memory;
  if (region->magic != IL_MAGIC || region->version != IL_VERSION) {
    munmap(memory, (size_t)file.st_size);
    return EINVAL;
  }
  pthread_once(&once, prepare);
  mapped_size = (uint64_t)file.st_size;
  mapped = (il_region*)memory;
  return 0;
}

int il_thread_claim(uint32_t wanted, uint32_t kind, uint64_t start) {
  if (mapped == NULL) {
    return -1;
  }
  il_probe probe;
  if (il_probe_claim(&probe, mapped, mapped_size, wanted, kind, start) != 0) {
    return -1;
  }
  const uint32_t number = number_of(&probe);
  probes[number] = probe;
  make_current(&probes[number]);
  return (int)number;
}

void il_thread_use(int ring) {
  const int is_known = ring >= 0 && ring < (int)IL_MOST_RINGS && probes[ring].ring != NULL;
  make_current(is_known ? &probes[ring] : NULL);
}

void il_thread_close(void) {
  if (il_current_probe != NULL) {
    il_probe_close(il_current_probe);
    make_current(NULL);
  }
}

uint64_t il_thread_now(void) {
  return mapped == NULL ? 0 : il_now(mapped->clock);
}

uint64_t il_thread_job_begin(uint32_t job) {
  if (il_current_probe == NULL) {
    return 0;
  }
  il_job_begin(il_current_probe, job);
  return il_current_probe->last;
}

uint64_t il_thread_job_end(void) {
  return il_current_probe == NULL ? 0 : il_job_end(il_current_probe);
}

uint64_t il_thread_last(void) {
  return il_current_probe == NULL ? 0 : il_current_probe->last;
}

void il_thread_wait_begin(uint16_t wait) {
  if (il_current_probe != NULL) {
    il_wait_begin(il_current_probe, wait);
  }
}

void il_thread_wait_end(uint16_t wait) {
  if (il_current_probe != NULL) {
    il_wait_end(il_current_probe, wait);
  }
}

void il_thread_tick(void) {
  if (il_current_probe != NULL) {
    il_tick(il_current_probe);
  }
}

void il_thread_computed(void) {
  il_probe* const probe = il_current_probe;
  if (probe != NULL) {
    probe->last = il_now(probe->clock);
    probe->ticks++;
    il_tick_sample(probe, probe->last);
  }
}

int il_thread_await_input(int fd, int timeout_ms) {
  const uint64_t begin = il_now(IL_CLOCK_MONOTONIC);
  struct pollfd wanted = {fd, POLLIN, 0};
  int found = 0;
  int left_ms = timeout_ms;
  il_thread_wait_begin(IL_WAIT_IO);
  while ((found = poll(&wanted, 1, left_ms)) < 0 && errno == EINTR) {
    if (timeout_ms >= 0) {
      const uint64_t passed_ms = (il_now(IL_CLOCK_MONOTONIC) - begin) / 1000000;
      left_ms = passed_ms < (uint64_t)timeout_ms ? timeout_ms - (int)passed_ms : 0;
    }
  }
  il_thread_wait_end(IL_WAIT_IO);
  return found != 0; /* also when it can't be waited for: whoever reads it is told why */
}

uint32_t il_thread_stop_requested(void) {
  return mapped == NULL ? 0 : __atomic_load_n(&mapped->stop, __ATOMIC_RELAXED);
}

uint32_t il_thread_switch_interval_us(void) {
  return mapped == NULL ? 0 : __atomic_load_n(&mapped->switch_interval_us, __ATOMIC_RELAXED);
}

uint32_t il_thread_await_switch_interval(uint32_t seen) {
  uint32_t now = il_thread_switch_interval_us();
  while (mapped != NULL && now == seen) {
    syscall(SYS_futex, &mapped->switch_interval_us, FUTEX_WAIT, seen, NULL, NULL, 0); /* returns early on a signal */
    now = il_thread_switch_interval_us();
  }
  return now;
}

int32_t il_thread_owner(uint32_t ring) {
  if (mapped == NULL || ring >= mapped->ring_count) {
    return 0;
  }
  const il_ring* found = (const il_ring*)((const char*)mapped + il_ring_offset(mapped->ring_capacity, ring));
  const int is_held = __atomic_load_n(&found->state, __ATOMIC_ACQUIRE) == IL_RING_CLAIMED &&
                      __atomic_load_n(&found->ready, __ATOMIC_ACQUIRE) == 1;
  return is_held ? found->pid : 0;
}

int il_thread_end_with_parent(void) {
  return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 ? 0 : errno;
}

static char* board_at(uint32_t offset, uint32_t size) {
  if (mapped == NULL || offset % size != 0 || offset > IL_BOARD_BYTES - size) {
    return NULL;
  }
  const uint64_t board = il_board_offset(mapped->ring_count, mapped->ring_capacity);
  return board + IL_BOARD_BYTES <= mapped_size ? (char*)mapped + board + offset : NULL;
}

void* il_thread_board(void) { return board_at(0, 1); }

uint64_t il_thread_board_add(uint32_t offset, uint64_t amount) {
  char* const word = board_at(offset, sizeof amount);
  return word == NULL ? 0 : __atomic_fetch_add((uint64_t*)(void*)word, amount, __ATOMIC_SEQ_CST);
}

int il_thread_board_replace(uint32_t offset, uint32_t expected, uint32_t wanted) {
  char* const word = board_at(offset, sizeof wanted);
  return word != NULL && __atomic_compare_exchange_n((uint32_t*)(void*)word, &expected, wanted, 0, __ATOMIC_SEQ_CST,
                                                     __ATOMIC_SEQ_CST);
}

void il_thread_stop_run(void) {
  if (mapped != NULL) {
    __atomic_store_n(&mapped->stop, 1u, __ATOMIC_RELEASE);
  }
}
