#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every CPython of this machine beside the emulated GIL, in one session: what a mark costs, how threads take turns, whether
processes overlap.

    bench_python.py BUILD_FOLDER [--rounds N] [--marks N] [--json FILE]

Prints a table. Each figure is the median over the rounds; in each round every interpreter and the emulation have their turn.
Wants two idle cores. What can't be used, and why, is said below the table.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def interleave(build, *arguments):
    done = subprocess.run([build + "/bin/interleave", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          universal_newlines=True)
    if done.returncode != 0:
        raise RuntimeError("%s: %s" % (" ".join(arguments), done.stderr.strip()))
    return json.loads(done.stdout)


def interpreters(build):
    """(usable, unusable): each (name, path or reason)."""
    usable, unusable = [], []
    for row in interleave(build, "list", "runtimes", "--json"):
        kind, _, path = row["name"].partition(":")
        if kind == "python":
            name, _, why = row["explanation"].partition(" can't be used: ")
            (unusable if why else usable).append((name.split(",")[0], why or path))
    return sorted(usable, key=lambda one: [int(part) for part in one[0].split()[1].split(".")]), unusable


def run(build, runtime, model, workers, marks):
    found = interleave(build, "run", "--runtime", runtime, "-m", model, "-w", "live-tracker", "-s", "n=%d" % marks,
                       "-n", str(workers), "-j", str(workers), "--summary", "-")
    return found["overlap"], found["median_slice_ms"]


def mark_cost(build, python):
    done = subprocess.run([python, HERE + "/bench_python_mark.py", build + "/bin/libinterleave-probe.so", "--json"],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
    if done.returncode != 0:
        raise RuntimeError("%s: %s" % (python, done.stderr.strip().splitlines()[-1]))
    return json.loads(done.stdout)["ns"]


def middle(values):
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def measure(build, pythons, rounds, marks):
    ways = {"threads_2": ("threads", 2), "threads_4": ("threads", 4), "processes_2": ("processes", 2)}
    runtimes = [("emulation", "gil")] + [(path, "python:" + path) for _, path in pythons]
    seen = {}
    for number in range(rounds):
        for key, runtime in runtimes:
            for way, (model, workers) in ways.items():
                sys.stderr.write("round %d of %d: %s, %s %d\n" % (number + 1, rounds, key, model, workers))
                seen.setdefault((key, way), []).append(run(build, runtime, model, workers, marks))

    def of(key):
        found = {}
        for way in ways:
            overlaps, slices = zip(*seen[key, way])
            found[way] = {"overlap": middle(overlaps), "median_slice_ms": middle(slices)}
        return found

    emulation = of("emulation")
    rows = []
    for name, path in pythons:
        row = {"python": name, "path": path, "mark_ns": mark_cost(build, path), **of(path)}
        for way in ("threads_2", "threads_4"):
            mine, model = row[way]["median_slice_ms"], emulation[way]["median_slice_ms"]
            row[way]["emulation_ratio"] = model / mine if mine and model else None
        rows.append(row)
    return {"cores": len(os.sched_getaffinity(0)), "rounds": rounds, "marks": marks, "emulation": emulation, "pythons": rows}


def text(value, form):
    return form % value if value is not None else "-"


def table(found):
    lines = ["| | a mark | `append(time.time())` | 2 threads: overlap | median slice | emulation's / real | 4 threads: overlap "
             "| median slice | emulation's / real | 2 processes: overlap |", "|---|" + "---|" * 9]
    for row in found["pythons"] + [dict(found["emulation"], python="emulated GIL", mark_ns={})]:
        cells = [row["python"]] + [text(row["mark_ns"].get(way), "%.1f ns") for way in ("builtin", "append_time")]
        for way in ("threads_2", "threads_4"):
            cells += [text(row[way]["overlap"], "%.3f"), text(row[way]["median_slice_ms"], "%.2f ms"),
                      text(row[way].get("emulation_ratio"), "%.3f")]
        lines.append("| " + " | ".join(cells + [text(row["processes_2"]["overlap"], "%.3f")]) + " |")
    return "\n".join(lines)


def main():
    wanted = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    wanted.add_argument("build")
    wanted.add_argument("--rounds", type=int, default=5)
    wanted.add_argument("--marks", type=int, default=20000000, help="a job's")
    wanted.add_argument("--json")
    given = wanted.parse_args()
    pythons, unusable = interpreters(given.build)
    if not pythons:
        sys.exit("no CPython of version 3.8 or newer was found")
    found = measure(given.build, pythons, given.rounds, given.marks)
    found["unusable"] = [{"python": name, "why": why} for name, why in unusable]
    print(table(found))
    for name, why in unusable:
        print("%s: %s" % (name, why))
    if given.json:
        with open(given.json, "w") as file:
            json.dump(found, file, indent=1)


main()
