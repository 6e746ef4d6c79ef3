/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mark as a CPython builtin, made without CPython's headers.
 *
 * A call through ctypes builds an argument tuple and a result each time; a builtin without arguments is called
 * directly, at a fraction of that. All that is needed to make one is in the stable ABI and unchanged from 3.8 on,
 * free-threaded builds included: PyCFunction_NewEx and the struct PyMethodDef. They are looked up in the running
 * interpreter.
 *
 * Threading: il_python_tick_function with the GIL held, or attached to the interpreter (ctypes.PyDLL does either); the
 * builtin from any thread. Ownership: returns a new reference, NULL without an exception when this process is no
 * CPython. Source: CPython's Doc/c-api/structures.rst, "PyMethodDef"; Doc/c-api/stable.rst.
 */
#ifndef INTERLEAVE_CORE_RING_PROBE_PYTHON_H
#define INTERLEAVE_CORE_RING_PROBE_PYTHON_H

#ifdef __cplusplus
extern "C" {
#endif

/* A builtin `tick()`: leaves a mark on the calling thread's probe (probe_thread.h) and returns None, or raises
 * `stopped`, an exception class, when the host has asked every worker to give up. `stopped` is kept for good. */
void* il_python_tick_function(void* stopped);

/* Tells this interpreter's sys.setswitchinterval() when the host has moved the interval since it was told last. Every
 * tick() does the same: one comparison, and no thread beside those that are measured. With the GIL held, after
 * il_python_tick_function. */
void il_python_follow_switch_interval(void);

#ifdef __cplusplus
}
#endif
#endif
