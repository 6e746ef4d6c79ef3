/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The probe: what a worker calls to say what it is doing. Plain C11, header for the hot path, so that a tick costs a
 * clock read, one comparison and two stores.
 *
 * il_tick reads the clock at every call but streams only what carries information: a heartbeat when the last sample is
 * a heartbeat interval old, and both sides of any gap between two ticks that is longer than the gap limit. Since the
 * gap limit is longer than the heartbeat, one comparison finds both. No edge is lost: job begins and ends, waits and
 * gaps are streamed exactly.
 *
 * Threading: one probe a worker, used by that worker's thread alone. A full ring never blocks: the sample is dropped
 * and counted, and the first sample that fits again is preceded by IL_LOST.
 */
#ifndef INTERLEAVE_CORE_RING_PROBE_H
#define INTERLEAVE_CORE_RING_PROBE_H

#include <time.h>
#if defined(__x86_64__)
#include <x86intrin.h>
#endif

#include "core/ring/region.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct il_probe {
  uint64_t next;      /* raw time from which on a tick takes the slow path */
  uint64_t last;      /* raw time of the last tick */
  uint64_t ticks;     /* ever seen */
  uint32_t clock;     /* il_clock */
  uint32_t job;       /* the job running now, or IL_NO_JOB */
  uint64_t heartbeat; /* raw */
  uint64_t gap;       /* raw */
  il_ring* ring;
  il_sample* samples;
  const il_region* region;
  uint64_t mask;
  uint64_t head;
  uint64_t cached_tail;
  uint64_t lost;         /* ever */
  uint64_t pending_lost; /* not yet reported by an IL_LOST */
  uint64_t lost_since;
  uint64_t job_ticks_before; /* `ticks` when the job began */
} il_probe;

/* Now, in raw ticks of `clock`. */
static inline uint64_t il_now(uint32_t clock) {
#if defined(__x86_64__)
  if (__builtin_expect(clock == IL_CLOCK_TSC, 1)) {
    return __rdtsc();
  }
#endif
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

/* Claims ring `wanted`, or any free one when that is taken, for the calling thread. `start` is the raw time at which
 * the worker's start was begun; streams IL_START and IL_READY. Returns 0, or -1 when the region is not one of ours (of
 * `mapped_size` bytes) or no ring is free; the probe is then unusable. */
int il_probe_claim(il_probe* probe, void* region, uint64_t mapped_size, uint32_t wanted, uint32_t kind, uint64_t start);

/* After begin and end, `last` is the instant that was streamed. */
void il_job_begin(il_probe* probe, uint32_t job);
/* Ends the job and returns the number of ticks it made. */
uint64_t il_job_end(il_probe* probe);
/* The waits nest in a job or stand alone; `wait` is an il_wait. */
void il_wait_begin(il_probe* probe, uint16_t wait);
void il_wait_end(il_probe* probe, uint16_t wait);
/* Inside a wait that is about to end: the worker with ring `from` gave up what was waited for at raw time `at`. */
void il_woken(il_probe* probe, uint16_t wait, uint32_t from, uint64_t at);
/* Inside a wait for the GIL: this worker asked the one with ring `holder` to drop it. */
void il_asked(il_probe* probe, uint32_t holder);
/* Inside a wait for the GIL: this worker is about to drop it because it was asked to. */
void il_forced(il_probe* probe);
/* Streams IL_STOP and closes the ring. */
void il_probe_close(il_probe* probe);

/* il_tick's slow path; not for callers. */
void il_tick_sample(il_probe* probe, uint64_t now);

static inline void il_tick(il_probe* probe) {
  const uint64_t now = il_now(probe->clock);
  if (__builtin_expect(now >= probe->next, 0)) {
    il_tick_sample(probe, now);
  }
  probe->last = now;
  probe->ticks++;
}

/* Not 0 when the host asked every worker to give up. */
static inline uint32_t il_stop_requested(const il_probe* probe) {
  return __atomic_load_n(&probe->region->stop, __ATOMIC_RELAXED);
}

#ifdef __cplusplus
}
#endif
#endif
