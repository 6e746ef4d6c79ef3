/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The probe for workers in languages that can't hold an il_probe: each thread has a current one, and calls take only
 * numbers. CPython loads this from libinterleave-probe.so through ctypes.PyDLL, never CDLL, which would release the GIL
 * around every call and so change what is being shown.
 *
 * A process maps the region once and may claim as many rings as are free. A claimed probe belongs to the claiming
 * thread, is closed when that thread ends, and is gone in a forked child, which claims anew. A thread that runs several
 * workers in turns (an event loop) chooses among its probes with il_thread_use.
 * Without a current probe all calls but il_thread_claim do nothing and return 0.
 *
 * Threading: any thread, each for its own probes. il_thread_map once before all else.
 */
#ifndef INTERLEAVE_CORE_RING_PROBE_THREAD_H
#define INTERLEAVE_CORE_RING_PROBE_THREAD_H

#include "core/ring/probe.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Maps the region behind `fd`, which may be closed afterwards. Returns 0, or an errno value; EINVAL when it is not one
 * of ours. A second call changes nothing. */
int il_thread_map(int fd);
/* Claims a ring as il_probe_claim does, and makes its probe the calling thread's current one. Returns the ring's
 * number, or -1 when none is free. */
int il_thread_claim(uint32_t wanted, uint32_t kind, uint64_t start);
/* Makes the probe of that ring, which this thread claimed, the current one; any other number leaves it without. */
void il_thread_use(int ring);
/* Closes the current probe; the thread then has none. */
void il_thread_close(void);

/* Now, in the region's raw clock. */
uint64_t il_thread_now(void);
/* Begins a job and returns when, in raw time. */
uint64_t il_thread_job_begin(uint32_t job);
/* Ends the job and returns the number of ticks it made; when it ended is il_thread_last(). */
uint64_t il_thread_job_end(void);
uint64_t il_thread_last(void);
void il_thread_wait_begin(uint16_t wait);
void il_thread_wait_end(uint16_t wait);
void il_thread_tick(void);
/* A tick after a call into a library that computed without marks, and released its language's lock meanwhile: the time
 * since the last mark was the job's own work, and no gap. Whether it had a core then is the kernel's to tell. */
void il_thread_computed(void);
/* Waits until `fd` has input or is closed, at most `timeout_ms` (negative: for ever), and marks that as waiting for I/O.
 * Returns 1, or 0 when the time is over. It blocks: call it without the GIL, through ctypes.CDLL. Then the mark ends at
 * the instant the input is there, and what the thread waits for afterwards, the GIL, is no part of it. */
int il_thread_await_input(int fd, int timeout_ms);
/* Not 0 when the host asked every worker to give up. */
uint32_t il_thread_stop_requested(void);
/* The GIL's switch interval as it is now, in microseconds; 0: not known. */
uint32_t il_thread_switch_interval_us(void);
/* Waits until it is another one than `seen`, and returns it. It blocks: call it without the GIL, through ctypes.CDLL.
 */
uint32_t il_thread_await_switch_interval(uint32_t seen);
/* The process that claimed ring number `ring` and has not closed it; 0: nobody, or out of range. */
int32_t il_thread_owner(uint32_t ring);
/* Has the kernel kill this process when the thread that made it ends. Returns 0, or an errno value. */
int il_thread_end_with_parent(void);

/* The board: IL_BOARD_BYTES that all workers share, whose layout is core/workload/board.h; NULL when not mapped. */
void* il_thread_board(void);
/* Adds to the 64-bit word at that byte of the board and returns what it was before; 0 when it lies outside. */
uint64_t il_thread_board_add(uint32_t offset, uint64_t amount);
/* Replaces the 32-bit word there if it is `expected`; returns 1 if it did. */
int il_thread_board_replace(uint32_t offset, uint32_t expected, uint32_t wanted);
/* Tells every worker to give up. */
void il_thread_stop_run(void);

#ifndef __cplusplus
/* The calling thread's probe, or NULL; here so that a mark costs no call for it. A library loaded late has a small part
 * of every thread's static block left to it: one pointer, reached by one instruction where the general model calls. */
extern _Thread_local il_probe* il_current_probe __attribute__((tls_model("initial-exec")));
#endif

#ifdef __cplusplus
}
#endif
#endif
