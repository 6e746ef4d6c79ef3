/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "core/ring/probe.h"

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

static uint16_t this_core(void) {
  const int core = sched_getcpu(); /* 2 ns through the restartable-sequence area */
  return (uint16_t)(core < 0 ? 0xFFFF : core);
}

static void write_sample(il_probe* probe, uint64_t time, uint32_t job, uint16_t kind, uint16_t argument) {
  il_sample* slot = &probe->samples[probe->head & probe->mask];
  slot->time = time;
  slot->job = job;
  slot->kind = kind;
  slot->argument = argument;
  probe->head++;
}

static void push(il_probe* probe, uint64_t time, uint32_t job, uint16_t kind, uint16_t argument) {
  const uint64_t capacity = probe->mask + 1;
  const uint64_t needed = probe->pending_lost != 0 ? 2 : 1;
  if (probe->head - probe->cached_tail + needed > capacity) {
    probe->cached_tail = __atomic_load_n(&probe->ring->tail, __ATOMIC_ACQUIRE);
  }
  /* A tail ahead of the head (a broken reader) makes the difference huge: that is "full" too, never an overrun. */
  if (probe->head - probe->cached_tail + needed > capacity) {
    if (probe->pending_lost == 0) {
      probe->lost_since = time;
      __atomic_store_n(&probe->ring->lost_since, time, __ATOMIC_RELAXED);
    }
    probe->pending_lost++;
    probe->lost++;
    __atomic_store_n(&probe->ring->ticks, probe->ticks, __ATOMIC_RELAXED);
    __atomic_store_n(&probe->ring->lost, probe->lost, __ATOMIC_RELEASE);
    return;
  }
  if (probe->pending_lost != 0) {
    const uint64_t count = probe->pending_lost < UINT32_MAX ? probe->pending_lost : UINT32_MAX;
    write_sample(probe, probe->lost_since, (uint32_t)count, IL_LOST, 0);
    probe->pending_lost = 0;
    __atomic_store_n(&probe->ring->lost_since, 0, __ATOMIC_RELAXED);
  }
  write_sample(probe, time, job, kind, argument);
  __atomic_store_n(&probe->ring->ticks, probe->ticks, __ATOMIC_RELAXED);
  __atomic_store_n(&probe->ring->head, probe->head, __ATOMIC_RELEASE);
}

int il_probe_claim(il_probe* probe, void* memory, uint64_t mapped_size, uint32_t wanted, uint32_t kind,
                   uint64_t start) {
  il_region* region = (il_region*)memory;
  if (mapped_size < IL_PAGE || region->magic != IL_MAGIC || region->version != IL_VERSION) {
    return -1;
  }
  const uint32_t count = region->ring_count;
  const uint32_t capacity = region->ring_capacity;
  if (count == 0 || count > IL_MOST_RINGS || capacity < 2 || (capacity & (capacity - 1)) != 0 ||
      il_region_size(count, capacity) > mapped_size) {
    return -1;
  }
  il_ring* ring = NULL;
  for (uint32_t tried = 0; tried < count && ring == NULL; tried++) {
    il_ring* candidate = (il_ring*)((char*)memory + il_ring_offset(capacity, (wanted + tried) % count));
    uint32_t expected = IL_RING_FREE;
    if (__atomic_compare_exchange_n(&candidate->state, &expected, IL_RING_CLAIMED, 0, __ATOMIC_ACQ_REL,
                                    __ATOMIC_RELAXED)) {
      ring = candidate;
    }
  }
  if (ring == NULL) {
    return -1;
  }
  *probe = (il_probe){0};
  probe->clock = region->clock;
  probe->job = IL_NO_JOB;
  probe->heartbeat = region->heartbeat;
  probe->gap = region->gap;
  probe->ring = ring;
  probe->samples = (il_sample*)(ring + 1);
  probe->region = region;
  probe->mask = capacity - 1;
  probe->next = UINT64_MAX;
  ring->kind = kind;
  ring->pid = getpid();
  ring->tid = (int32_t)syscall(SYS_gettid);
  __atomic_store_n(&ring->ready, 1, __ATOMIC_RELEASE);
  push(probe, start, IL_NO_JOB, IL_START, 0);
  push(probe, il_now(probe->clock), IL_NO_JOB, IL_READY, this_core());
  return 0;
}

void il_job_begin(il_probe* probe, uint32_t job) {
  const uint64_t now = il_now(probe->clock);
  probe->job = job;
  probe->job_ticks_before = probe->ticks;
  probe->last = now;
  probe->next = now + probe->heartbeat;
  push(probe, now, job, IL_JOB_BEGIN, this_core());
}

uint64_t il_job_end(il_probe* probe) {
  const uint64_t now = il_now(probe->clock);
  if (probe->job != IL_NO_JOB && (int64_t)(now - probe->last) > (int64_t)probe->gap) {
    il_tick_sample(probe, now); /* a gap before the end is a gap all the same */
  }
  push(probe, now, probe->job, IL_JOB_END, this_core());
  probe->last = now;
  probe->job = IL_NO_JOB;
  probe->next = UINT64_MAX;
  return probe->ticks - probe->job_ticks_before;
}

void il_tick_sample(il_probe* probe, uint64_t now) {
  if (probe->job == IL_NO_JOB) {
    return; /* ticks outside a job are counted, but belong to nobody's row */
  }
  const uint16_t core = this_core();
  if ((int64_t)(now - probe->last) > (int64_t)probe->gap) {
    push(probe, probe->last, probe->job, IL_GAP_BEGIN, core);
    push(probe, now, probe->job, IL_GAP_END, core);
  } else {
    push(probe, now, probe->job, IL_TICK, core);
  }
  probe->next = now + probe->heartbeat;
}

void il_wait_begin(il_probe* probe, uint16_t wait) {
  const uint64_t now = il_now(probe->clock);
  if (probe->job != IL_NO_JOB && (int64_t)(now - probe->last) > (int64_t)probe->gap) {
    il_tick_sample(probe, now);
  }
  push(probe, now, probe->job, IL_WAIT_BEGIN, wait);
  probe->last = now;
}

void il_wait_end(il_probe* probe, uint16_t wait) {
  const uint64_t now = il_now(probe->clock);
  push(probe, now, probe->job, IL_WAIT_END, wait);
  probe->last = now;
  probe->next = probe->job == IL_NO_JOB ? UINT64_MAX : now + probe->heartbeat;
}

void il_woken(il_probe* probe, uint16_t wait, uint32_t from, uint64_t at) {
  push(probe, at, from, IL_WOKEN, wait);
}

void il_asked(il_probe* probe, uint32_t holder) {
  push(probe, il_now(probe->clock), holder, IL_ASKED, IL_WAIT_GIL);
}

void il_forced(il_probe* probe) {
  push(probe, il_now(probe->clock), probe->job, IL_FORCED, IL_WAIT_GIL);
}

void il_probe_close(il_probe* probe) {
  push(probe, il_now(probe->clock), IL_NO_JOB, IL_STOP, 0);
  __atomic_store_n(&probe->ring->state, IL_RING_CLOSED, __ATOMIC_RELEASE);
}
