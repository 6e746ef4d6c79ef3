# SPDX-License-Identifier: GPL-3.0-or-later
"""The probe: marks in the memory that the host shares with us. See core/ring/probe_thread.h for each call.

Loaded with PyDLL, never CDLL: a CDLL call releases the GIL, and every mark would be an invitation to switch. `tick` is no
call through ctypes at all but a builtin that the library makes: about 15 ns where ctypes takes 45.
"""
import ctypes
import os

THREAD, PROCESS = 1, 2
LOCK, IO, COPY = 2, 3, 4


class Stopped(BaseException):
    """Raised by tick() when the run is to end. No Exception, so that a job doesn't catch it by accident."""


tick = None  # set by attach()
_library = None
_outside = None  # the same library, called without the GIL


def attach(library, region):
    """Once a process. `region`: a descriptor, or the path of one of another process's. Raises OSError."""
    global tick, _library, _outside
    if _library is not None:
        return
    loaded = ctypes.PyDLL(library)
    loaded.il_thread_claim.argtypes = [ctypes.c_uint32, ctypes.c_uint32, ctypes.c_uint64]
    loaded.il_thread_use.restype = None
    loaded.il_thread_close.restype = None
    loaded.il_thread_job_begin.argtypes = [ctypes.c_uint32]
    for name in ("il_thread_now", "il_thread_job_begin", "il_thread_job_end", "il_thread_last"):
        getattr(loaded, name).restype = ctypes.c_uint64
    for name in ("il_thread_wait_begin", "il_thread_wait_end"):
        getattr(loaded, name).argtypes = [ctypes.c_uint16]
        getattr(loaded, name).restype = None
    loaded.il_python_follow_switch_interval.restype = None
    loaded.il_thread_switch_interval_us.restype = ctypes.c_uint32
    loaded.il_thread_owner.argtypes = [ctypes.c_uint32]
    loaded.il_thread_owner.restype = ctypes.c_int32
    loaded.il_thread_computed.restype = None
    loaded.il_thread_stop_run.restype = None
    loaded.il_thread_board.restype = ctypes.c_void_p
    loaded.il_thread_board_add.argtypes = [ctypes.c_uint32, ctypes.c_uint64]
    loaded.il_thread_board_add.restype = ctypes.c_uint64
    loaded.il_thread_board_replace.argtypes = [ctypes.c_uint32, ctypes.c_uint32, ctypes.c_uint32]
    loaded.il_python_tick_function.argtypes = [ctypes.py_object]
    loaded.il_python_tick_function.restype = ctypes.py_object
    descriptor = os.open(region, os.O_RDWR | os.O_CLOEXEC) if isinstance(region, str) else region
    try:
        error = loaded.il_thread_map(descriptor)
    finally:
        if descriptor is not region:
            os.close(descriptor)
    if error != 0:
        raise OSError(error, "can't map the memory for the marks: " + os.strerror(error))
    tick = loaded.il_python_tick_function(Stopped)
    _library = loaded
    _outside = ctypes.CDLL(library)
    _outside.il_thread_await_input.argtypes = [ctypes.c_int, ctypes.c_int]


def claim(wanted, kind, start):
    """A track of its own for this thread: its number, or -1 when there is none left."""
    return _library.il_thread_claim(wanted, kind, start)


def use(track):
    _library.il_thread_use(track)


def close():
    _library.il_thread_close()


def now():
    return _library.il_thread_now()


def begin_job(job):
    follow_interval()
    return _library.il_thread_job_begin(job)


def end_job():
    """How many marks the job made, and when it ended."""
    return _library.il_thread_job_end(), _library.il_thread_last()


def follow_interval():
    """Sets this interpreter's switch interval to what it has been moved to while the run is live. So does each tick()."""
    _library.il_python_follow_switch_interval()


def follow_interval_for_good(library):
    """The same for jobs that leave no marks: never returns. It blocks without the GIL, and wakes when the interval is moved."""
    outside = ctypes.CDLL(library)  # unlike all else here: nothing is marked, and nobody must wait for this
    outside.il_thread_await_switch_interval.argtypes = [ctypes.c_uint32]
    outside.il_thread_await_switch_interval.restype = ctypes.c_uint32
    seen = _library.il_thread_switch_interval_us()
    while True:
        seen = outside.il_thread_await_switch_interval(seen)
        follow_interval()


def is_stopped():
    return _library.il_thread_stop_requested() != 0


def computed():
    """A mark after a long call that released the GIL: the time since the last mark was the job's own work, and no gap."""
    _library.il_thread_computed()
    if is_stopped():
        raise Stopped


def await_input(descriptor, most_s):
    """Waits for something to read, marked as IO. Unlike in `waiting`, the wait for the GIL afterwards is a gap of its own: the
    mark ends before the GIL is taken again, which only C can do. False: nothing came within `most_s` seconds."""
    is_there = _outside.il_thread_await_input(descriptor, min(int(most_s * 1000), 2**31 - 1)) != 0
    tick()  # finds the gap
    return is_there


def stop_run():
    _library.il_thread_stop_run()


def board():
    """Where the memory lies that all jobs share; see board.py."""
    return _library.il_thread_board()


def add_to_board(offset, amount):
    return _library.il_thread_board_add(offset, amount)


def replace_on_board(offset, expected, wanted):
    return _library.il_thread_board_replace(offset, expected, wanted) != 0


def owner(track):
    """The process that has this track now; 0: none."""
    return _library.il_thread_owner(track)


def end_with_parent():
    _library.il_thread_end_with_parent()


class waiting:
    """`with waiting(IO): ...` marks that the job waits, and for what. The wait for the GIL afterwards is in it."""

    def __init__(self, what):
        self._what = what

    def __enter__(self):
        _library.il_thread_wait_begin(self._what)

    def __exit__(self, *_):
        _library.il_thread_wait_end(self._what)
