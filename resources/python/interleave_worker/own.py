# SPDX-License-Identifier: GPL-3.0-or-later
"""A function out of a person's own file, as it is: the file is executed under another name than __main__, as a worker process of
multiprocessing does, and left alone otherwise. It makes no marks; its inner timeline is the kernel's to tell.
"""
import json
import os
import pickle
import sys
import traceback
import types

MODULE = "my_python"

# Whether functions and results cross to another process: then they are pickled, as Python would have to.
crosses = False
_loaded = {}


class Refused(Exception):
    """The function can't be run at all; its text is for a person, with the traceback."""


def call(work, job):
    function = _loaded["function"]
    positional, named = arguments(work.parameters["args"], job)
    with one_process():
        value = function(*positional, **named)
    if hasattr(value, "__await__"):
        raise TypeError("%s is async: call asyncio.run() in a function of its own" % work.parameters["function"])
    if crosses:
        pickle.dumps(value)
    is_number = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**64
    return value if is_number else None


class one_process:
    """Who leaves this as another process than it entered, by os.fork(), ends there: it is nobody's worker."""

    def __enter__(self):
        self._process = os.getpid()

    def __exit__(self, *_):
        if os.getpid() != self._process:
            os._exit(0)


def arguments(text, job):
    """A list holds positional arguments, an object named ones, all else is one argument. "$job" is the job's number."""
    wanted = json.loads(text)
    if isinstance(wanted, dict):
        return [], {name: job if value == "$job" else value for name, value in wanted.items()}
    values = wanted if isinstance(wanted, list) else [wanted]
    return [job if value == "$job" else value for value in values], {}


def load(parameters):
    """Once a process, a second time does nothing. Raises Refused."""
    if _loaded.get("process") == os.getpid():
        return
    path, name = parameters["file"], parameters["function"]
    module = types.ModuleType(MODULE)
    module.__file__ = path
    sys.modules[MODULE] = module
    sys.path.insert(0, os.path.dirname(path))
    sys.argv = [path]
    try:
        with open(path, "rb") as file:
            source = file.read()
        with one_process():
            exec(compile(source, path, "exec"), module.__dict__)
    except BaseException as error:  # sys.exit too
        raise Refused(said("%s can't be loaded" % path, error, path))
    function = getattr(module, name, None)
    if not callable(function):
        raise Refused("%s has no function %s; %s" % (path, name, listed(module)))
    _loaded.update(function=function, process=os.getpid())


def check_pickling(parameters):
    """Whether the function can be sent to a process of a pool. Raises Refused."""
    try:
        pickle.dumps(_loaded["function"])
    except Exception as error:
        raise Refused(said("%s can't be sent to another process" % parameters["function"], error, parameters["file"]))


def listed(module):
    found = [name for name, value in vars(module).items()
             if isinstance(value, types.FunctionType) and value.__module__ == MODULE]
    return "it has " + ", ".join(found[:20]) if found else "it has none at all"


def said(what, error, path):
    """One line, then the traceback as Python prints it, from the person's own code on."""
    last = traceback.format_exception_only(type(error), error)[-1].strip()
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename != path:
        frames = frames.tb_next
    text = "".join(traceback.format_exception(type(error), error, frames)).strip()
    return "%s: %s\n%s" % (what, last, text)
