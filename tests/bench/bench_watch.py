#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What it costs to be watched, and whether all is seen: loads that switch, fork and make threads, alone, under `interleave
watch` with both views, and under linux-perf where it is installed and permitted. One after the other in turn, several times,
so that each is compared with its neighbours.

    bench_watch.py BUILD_FOLDER [REPETITIONS [LOAD...]]      prints JSON

Per load and way: medians of the load's own length (s), of its operation (us), of the time from its end until the watcher's
(lag, s), of the watcher's largest resident memory (MB) and of the processor time of both together (s); records, records
lost, threads seen. "ratio" and "cpu_ratio": length and processor time over those beside them without a watcher; what else
the machine does moves the first much more. A way that can't be gone says why in "refused"."""
import json, os, resource, shutil, statistics, subprocess, sys, tempfile, time

PIPE_ROUNDS = 100_000
SOURCES = 90


def project(folder):
    """A C project of 90 files that include what such files do."""
    for i in range(SOURCES):
        body = "".join(f"int f{i}_{j}(int x) {{ char t[64]; return snprintf(t, sizeof t, \"%d\", x * {j + 1}) + {i}; }}\n" for j in range(60))
        with open(f"{folder}/f{i}.c", "w") as file:
            file.write("#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <unistd.h>\n" + body)
    with open(f"{folder}/main.c", "w") as file:
        file.write("int main(void) { return 0; }\n")
    names = " ".join(f"f{i}.o" for i in range(SOURCES)) + " main.o"
    with open(f"{folder}/Makefile", "w") as file:
        file.write(f"all: {names}\n\t$(CC) -o all {names}\n%.o: %.c\n\t$(CC) -O1 -c -o $@ $<\n")


def loads(load, folder):
    made = {
        "pipe": [load, "pipe", str(PIPE_ROUNDS)],
        "pipe_pinned": [load, "pipe-pinned", str(PIPE_ROUNDS)],
        "threads": [load, "threads", "10000"],
        "alive": [load, "alive", "2000"],
    }
    if shutil.which("make") and shutil.which("cc"):
        project(folder)
        script = f"rm -f '{folder}'/*.o '{folder}/all'; make -s -j8 -C '{folder}' && '{load}' nothing 1"
        made["build"] = ["/bin/sh", "-c", script]
    return made


def ways(program, folder):
    """Name: (what stands before the command, more environment)."""
    watch = [program, "watch", "--summary", f"{folder}/summary", "--"]
    found = {
        "bare": ([], {}),
        "watch": (watch, {"INTERLEAVE_KERNEL_VIEW": "perf"}),
        "watch_proc": (watch, {"INTERLEAVE_KERNEL_VIEW": "proc"}),
    }
    if shutil.which("perf"):
        found["perf_switch_records"] = (["perf", "record", "-q", "-e", "dummy:u", "--switch-events", "-o", f"{folder}/perf", "--"], {})
        found["perf_sched_record"] = (["perf", "sched", "record", "-q", "-o", f"{folder}/perf", "--"], {})
    return found


def peak_mb(pid):
    try:
        with open(f"/proc/{pid}/status") as file:
            return next((int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM")), 0.0)
    except OSError:
        return 0.0


def measure(command, prefix, environment, folder):
    for name in ("summary", "perf"):
        if os.path.exists(f"{folder}/{name}"):
            os.remove(f"{folder}/{name}")
    with open(f"{folder}/out", "w+") as out, open(f"{folder}/err", "w+") as err:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begin = time.monotonic()
        process = subprocess.Popen(prefix + command, stdout=out, stderr=err, stdin=subprocess.DEVNULL,
                                   env={**os.environ, **environment})
        mb = 0.0
        while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            mb = max(mb, peak_mb(process.pid))
            time.sleep(0.01)
        process.wait()
        end = time.clock_gettime(time.CLOCK_MONOTONIC)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        out.seek(0)
        err.seek(0)
        said = out.read().split()
        complaint = err.read().strip().splitlines()
    if process.returncode != 0 or len(said) < 2:
        return {"refused": complaint[0].strip() if complaint else f"ended with status {process.returncode}"}
    us, end_ns = float(said[-2]), int(said[-1])
    figures = {"us": us, "length_s": end_ns / 1e9 - begin, "lag_s": end - end_ns / 1e9, "mb": mb,
               "all_cpu_s": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime}
    if os.path.exists(f"{folder}/summary"):
        with open(f"{folder}/summary") as file:
            summary = json.load(file)
        figures.update(records=summary["records"], lost=summary["lost_records"], threads=summary["threads_seen"],
                       running_s=summary["running_s"], cpu_s=summary["cpu_s"])
    if os.path.exists(f"{folder}/perf"):
        figures["file_mb"] = os.path.getsize(f"{folder}/perf") / 1e6
    return figures


def main():
    build = os.path.abspath(sys.argv[1])
    repetitions = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f"{folder}/project")
        result = {"user": "root" if os.geteuid() == 0 else "ordinary", "pipe_rounds": PIPE_ROUNDS}
        for load, command in loads(f"{build}/bin/watch_load", f"{folder}/project").items():
            if len(sys.argv) > 3 and load not in sys.argv[3:]:
                continue
            open_ways = ways(f"{build}/bin/interleave", folder)
            runs = {way: [] for way in open_ways}
            refused = {}
            for _ in range(repetitions):
                for way, (prefix, environment) in list(open_ways.items()):
                    figures = measure(command, prefix, environment, folder)
                    if "refused" in figures:
                        refused[way] = figures["refused"]
                        del open_ways[way]
                    else:
                        runs[way].append(figures)
            result[load] = {way: {"refused": why} for way, why in refused.items()}
            for way in open_ways:
                pairs = list(zip(runs[way], runs["bare"]))
                ratio = statistics.median(run["length_s"] / bare["length_s"] for run, bare in pairs)
                cpu_ratio = statistics.median(run["all_cpu_s"] / bare["all_cpu_s"] for run, bare in pairs)
                medians = {key: statistics.median(run[key] for run in runs[way]) for key in runs[way][0]}
                if "lost" in medians:
                    medians["lost"] = max(run["lost"] for run in runs[way])
                lag_max_s = max(run["lag_s"] for run in runs[way])
                result[load][way] = {**medians, "ratio": ratio, "cpu_ratio": cpu_ratio, "lag_max_s": lag_max_s}
        print(json.dumps(result, indent=1))


main()
