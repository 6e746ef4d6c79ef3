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
  if (make_function == NULL || increase_count == NULL || set_exception == NULL || none == NULL) {
    return NULL;
  }
  increase_count(stopped);
  stopped_class = stopped;
  return make_function(&tick_definition, NULL, NULL);
}
