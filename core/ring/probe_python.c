/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "core/ring/probe_python.h"

#include <dlfcn.h>
#include <stddef.h>

#include "core/ring/probe_thread.h"

/* PyMethodDef, as every CPython since 2.x has it. */
typedef struct method_definition {
  const char* name;
  void* (*function)(void* self, void* unused);
  int flags;
  const char* doc;
} method_definition;

enum { NO_ARGUMENTS = 0x0004 }; /* METH_NOARGS */

static void* none = NULL;
static void* stopped_class = NULL;
static void (*increase_count)(void*) = NULL;
static void (*set_exception)(void*) = NULL;

static void (*decrease_count)(void*) = NULL;
static void* (*system_object)(const char*) = NULL;
static void* (*make_float)(double) = NULL;
static void* (*call)(void*, ...) = NULL;
static void (*clear_exception)(void) = NULL;
/* What the interpreter was told last; 0: nothing. Atomic, for builds without a GIL. */
static uint32_t told_us = 0;

static void tell_interval(uint32_t interval_us) {
  __atomic_store_n(&told_us, interval_us, __ATOMIC_RELAXED);
  void* const set = system_object("setswitchinterval"); /* borrowed */
  /* CPython cuts to whole microseconds: a little more than one, lest it becomes the one below. */
  void* const seconds = make_float(((double)interval_us + 0.25) / 1e6);
  void* const result = set != NULL && seconds != NULL ? call(set, seconds, NULL) : NULL;
  if (result == NULL) {
    clear_exception();
  } else {
    decrease_count(result);
  }
  if (seconds != NULL) {
    decrease_count(seconds);
  }
}

static void* tick(void* self, void* unused) {
  (void)self;
  (void)unused;
  il_probe* const probe = il_current_probe;
  if (__builtin_expect(probe != NULL, 1)) {
    il_tick(probe);
    if (__builtin_expect(il_stop_requested(probe) != 0, 0)) {
      set_exception(stopped_class);
      return NULL;
    }
    /* In the line of memory that was looked at just now. */
    const uint32_t wanted_us = __atomic_load_n(&probe->region->switch_interval_us, __ATOMIC_RELAXED);
    if (__builtin_expect(wanted_us != __atomic_load_n(&told_us, __ATOMIC_RELAXED), 0) && wanted_us != 0) {
      tell_interval(wanted_us);
    }
  }
  increase_count(none); /* nothing but a look where None is immortal, from 3.12 on */
  return none;
}

static method_definition tick_definition = {"tick", tick, NO_ARGUMENTS,
                                            "tick()\n--\n\nLeaves a mark: this job is running now."};

/* A function and an object have pointers of one size on every system with dlsym. */
static void find(void* into, const char* name) {
  *(void**)into = dlsym(RTLD_DEFAULT, name);
}

void* il_python_tick_function(void* stopped) {
  void* (*make_function)(method_definition*, void*, void*) = NULL;
  find(&make_function, "PyCFunction_NewEx");
  find(&increase_count, "Py_IncRef");
  find(&set_exception, "PyErr_SetNone");
  find(&none, "_Py_NoneStruct");
  find(&decrease_count, "Py_DecRef");
  find(&system_object, "PySys_GetObject");
  find(&make_float, "PyFloat_FromDouble");
  find(&call, "PyObject_CallFunctionObjArgs");
  find(&clear_exception, "PyErr_Clear");
  if (make_function == NULL || increase_count == NULL || set_exception == NULL || none == NULL ||
      decrease_count == NULL || system_object == NULL || make_float == NULL || call == NULL ||
      clear_exception == NULL) {
    return NULL;
  }
  increase_count(stopped);
  stopped_class = stopped;
  return make_function(&tick_definition, NULL, NULL);
}

void il_python_follow_switch_interval(void) {
  const uint32_t wanted_us = il_thread_switch_interval_us();
  if (wanted_us != 0 && wanted_us != __atomic_load_n(&told_us, __ATOMIC_RELAXED) && system_object != NULL) {
    tell_interval(wanted_us);
  }
}
