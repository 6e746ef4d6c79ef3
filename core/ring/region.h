/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shared memory between host and workers: one header and N rings, in one sealed memfd. Plain C11.
 *
 * Layout, all numbers little-endian and of fixed width, every ring on a page of its own:
 *
 *   0                 il_region       (one page)
 *   il_ring_offset(i) il_ring         (4 cache lines: identity, producer's, consumer's, reserved)
 *     + 256           il_sample[ring_capacity]
 *   il_board_offset() IL_BOARD_BYTES  (the board: memory that the jobs of a run share, zero at first; the host only
 * reads)
 *
 * Who writes what: the host writes the region's header before any worker sees it, later only `stop`; the runner writes
 * `switch_interval_us`; a ring's identity and producer lines belong to the worker that claimed it, its consumer line to
 * the host. So each index has one writer. A reader trusts none of it: see ring_reader.h.
 *
 * Times in here are raw: ticks of the clock named in the header (il_clock), made into nanoseconds by the host alone.
 */
#ifndef INTERLEAVE_CORE_RING_REGION_H
#define INTERLEAVE_CORE_RING_REGION_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define IL_MAGIC UINT64_C(0x31564c5245544e49) /* "INTERLV1" */
#define IL_VERSION 4u
#define IL_PAGE 4096u
#define IL_MOST_RINGS 4096u
#define IL_BOARD_BYTES 131072u
#define IL_NO_JOB UINT32_C(0xFFFFFFFF)

enum il_clock { IL_CLOCK_MONOTONIC = 0, IL_CLOCK_TSC = 1 };

/* What a sample says. The instant is il_sample.time; `job` and `argument` as noted. */
enum il_kind {
  IL_START = 1,      /* somebody set out to start this worker (thread creation, fork or exec began) */
  IL_READY = 2,      /* the worker's own first instruction that counts: it may take jobs now */
  IL_JOB_BEGIN = 3,  /* argument: core */
  IL_JOB_END = 4,    /* argument: core */
  IL_TICK = 5,       /* heartbeat: the job is running; argument: core */
  IL_GAP_BEGIN = 6,  /* the last tick before a gap in the ticks longer than the limit; argument: core */
  IL_GAP_END = 7,    /* the first tick after it; argument: core */
  IL_WAIT_BEGIN = 8, /* argument: il_wait */
  IL_WAIT_END = 9,   /* argument: il_wait */
  IL_LOST = 10,      /* the ring was full from `time` until the next sample; job: how many samples were dropped */
  IL_STOP = 11,      /* the worker is done and takes no more jobs */
  IL_WOKEN = 12, /* before an IL_WAIT_END: the worker with ring `job` gave up at `time` what was waited for; argument:
                    il_wait */
  IL_ASKED = 13, /* in a wait for the GIL: this worker asked the one with ring `job` to drop it; argument: il_wait */
  IL_FORCED = 14 /* in a wait for the GIL: this worker drops it because it was asked to */
};

enum il_wait { IL_WAIT_GIL = 1, IL_WAIT_LOCK = 2, IL_WAIT_IO = 3, IL_WAIT_COPY = 4 };

typedef struct il_sample {
  uint64_t time; /* raw clock */
  uint32_t job;
  uint16_t kind;
  uint16_t argument;
} il_sample;

typedef struct il_region {
  uint64_t magic;
  uint32_t version;
  uint32_t clock; /* il_clock */
  uint64_t size;  /* of the whole region, bytes */
  uint32_t ring_count;
  uint32_t ring_capacity;      /* samples; a power of two */
  uint64_t heartbeat;          /* raw ticks between samples while running */
  uint64_t gap;                /* raw ticks between two ticks that count as a gap */
  uint32_t stop;               /* atomic; not 0: every worker gives up its job at its next tick */
  uint32_t switch_interval_us; /* atomic; a GIL's: a waiter reads it at each wait, CPython at its next mark; futex */
} il_region;

enum il_ring_state { IL_RING_FREE = 0, IL_RING_CLAIMED = 1, IL_RING_CLOSED = 2 };
enum il_worker_kind { IL_WORKER_THREAD = 1, IL_WORKER_PROCESS = 2 };

typedef struct il_ring {
  /* identity: written once by the claimer, `state` last (release) */
  uint32_t state; /* atomic, il_ring_state; claimed by compare-and-swap */
  uint32_t kind;  /* il_worker_kind */
  int32_t pid;
  int32_t tid;
  uint32_t ready; /* atomic; 1 when the identity above is complete */
  uint8_t pad0[44];
  /* producer's */
  uint64_t head;       /* atomic; samples ever written */
  uint64_t lost;       /* atomic; samples ever dropped because the ring was full */
  uint64_t lost_since; /* atomic; raw time of the first drop not yet reported by an IL_LOST, 0 when none */
  uint64_t ticks;      /* atomic; ticks seen, brought up to date with every sample */
  uint8_t pad1[32];
  /* consumer's */
  uint64_t tail; /* atomic; samples ever read */
  uint8_t pad2[56];
  uint8_t pad3[64];
} il_ring;

#ifdef __cplusplus
#define IL_ASSERT(condition) static_assert(condition, #condition)
#else
#define IL_ASSERT(condition) _Static_assert(condition, #condition)
#endif
IL_ASSERT(sizeof(il_sample) == 16);
IL_ASSERT(offsetof(il_sample, job) == 8);
IL_ASSERT(offsetof(il_sample, kind) == 12);
IL_ASSERT(offsetof(il_sample, argument) == 14);
IL_ASSERT(offsetof(il_region, clock) == 12);
IL_ASSERT(offsetof(il_region, size) == 16);
IL_ASSERT(offsetof(il_region, ring_count) == 24);
IL_ASSERT(offsetof(il_region, heartbeat) == 32);
IL_ASSERT(offsetof(il_region, stop) == 48);
IL_ASSERT(offsetof(il_region, switch_interval_us) == 52);
IL_ASSERT(sizeof(il_region) == 56);
IL_ASSERT(offsetof(il_ring, head) == 64);
IL_ASSERT(offsetof(il_ring, tail) == 128);
IL_ASSERT(sizeof(il_ring) == 256);

/* Bytes from one ring to the next, and from the region's begin to ring `index`. */
static inline uint64_t il_ring_stride(uint32_t capacity) {
  const uint64_t bytes = sizeof(il_ring) + (uint64_t)capacity * sizeof(il_sample);
  return (bytes + IL_PAGE - 1) / IL_PAGE * IL_PAGE;
}
static inline uint64_t il_ring_offset(uint32_t capacity, uint32_t index) {
  return IL_PAGE + il_ring_stride(capacity) * index;
}
static inline uint64_t il_board_offset(uint32_t ring_count, uint32_t capacity) {
  return il_ring_offset(capacity, ring_count);
}
static inline uint64_t il_region_size(uint32_t ring_count, uint32_t capacity) {
  return il_board_offset(ring_count, capacity) + IL_BOARD_BYTES;
}

#ifdef __cplusplus
}
#endif
#endif
