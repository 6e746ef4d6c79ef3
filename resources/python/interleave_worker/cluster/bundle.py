# SPDX-License-Identifier: GPL-3.0-or-later
"""Our code for workers that don't have it: the sources as text, under a name of the run's own, so that two runs at once,
or two versions of this, don't meet.
"""
import os
import types
import uuid

PACKAGE = "interleave_worker"
# What stays here: it speaks with the runner, or writes its memory.
OURS = ("main", "channel", "probe", "models", "cluster")
# What goes under another name.
THERE = {"probe": "cluster/worker_probe.py", "on_worker": "cluster/on_worker.py"}


def sources():
    """(alias, {module: (is_package, source)})."""
    alias = "interleave_" + uuid.uuid4().hex[:12]
    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    found = {}
    for place, folders, files in os.walk(folder):
        parts = [] if place == folder else os.path.relpath(place, folder).split(os.sep)
        folders[:] = [one for one in folders if one != "__pycache__" and (parts or one not in OURS)]
        for file in files:
            name, kind = os.path.splitext(file)
            if kind == ".py" and (parts or name not in OURS):
                is_package = name == "__init__"
                module = ".".join([alias] + parts + ([] if is_package else [name]))
                found[module] = (is_package, read(os.path.join(place, file), alias))
    for name, file in THERE.items():
        found[alias + "." + name] = (False, read(os.path.join(folder, file), alias))
    return alias, found


def read(path, alias):
    with open(path, encoding="utf-8") as file:
        return file.read().replace(PACKAGE, alias)


# Executed under a name that no module has: so it crosses as code, not as the name of something that is not there.
_CARRIER = '''
def call(alias, sources, function, *arguments):
    import importlib, importlib.abc, importlib.util, sys, threading

    class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
        def find_spec(self, name, path=None, target=None):
            if name in sources:
                return importlib.util.spec_from_loader(name, self, is_package=sources[name][0])

        def create_module(self, spec):
            return None

        def exec_module(self, module):
            exec(compile(sources[module.__name__][1], "<%s>" % module.__name__.replace(alias, "interleave_worker", 1), "exec"), module.__dict__)

    if alias not in sys.modules and not any(getattr(one, "alias", None) == alias for one in sys.meta_path):
        finder = Finder()
        finder.alias = alias
        sys.meta_path.append(finder)
    module = importlib.import_module(alias + ".on_worker")
    return getattr(module, function)(*arguments)
'''


def carrier():
    """call(alias, sources, function, *arguments): a function of on_worker, called on a worker, whoever that is."""
    module = types.ModuleType("interleave_carrier")  # not in sys.modules
    exec(_CARRIER, module.__dict__)
    return module.call
