#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the program costs where nobody measures: its start, its idle window, and its collector while a run is live.

    bench_start.py BUILD_FOLDER [ROUNDS [IDLE_SECONDS]]      prints JSON

start_ms: from the start of the process until its first window is painted, beside a window with a bare QCustomPlot, in turn;
the medians, and the ratio of those; start_cpu_ms: processor time
of the main thread until then, which a busy machine disturbs less. idle: processor time of an untouched window (gauges on) over elapsed time. collector:
processor time of the host process over elapsed time while 4 processes compute at full heartbeat. Needs a display, or
xvfb-run, or draws offscreen and says so."""
import json, os, shutil, statistics, subprocess, sys, tempfile, threading, time

TICK = os.sysconf("SC_CLK_TCK")


def cpu_s(pid):
    """Of the process's own threads, without its children."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def main_thread_cpu_s(pid):
    with open(f"/proc/{pid}/schedstat") as file:
        return int(file.read().split()[0]) / 1e9


def environment(folder):
    made = dict(os.environ, XDG_CONFIG_HOME=folder, INTERLEAVE_LOG="debug")
    if not made.get("DISPLAY") and not made.get("WAYLAND_DISPLAY"):
        made["QT_QPA_PLATFORM"] = "offscreen"
    return made


def started(command, env):
    """The process once its first window is painted, and how long that took (s)."""
    began = time.monotonic()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    watchdog = threading.Timer(30, process.kill)
    watchdog.start()
    for line in process.stderr:
        if "first window painted" in line:
            watchdog.cancel()
            return process, time.monotonic() - began
    raise SystemExit(f"bench_start.py: {command[0]} ended, or was ended after 30 s, without a window")


def end(process):
    process.terminate()
    process.wait()
    process.stderr.close()


def start_ms(ways, rounds, env):
    took_ms = {name: [] for name in ways}
    cpu_ms = {name: [] for name in ways}
    for _ in range(rounds):
        for name, command in ways.items():
            process, took = started(command, env)
            cpu_ms[name].append(main_thread_cpu_s(process.pid) * 1e3)
            end(process)
            took_ms[name].append(took * 1e3)
    return [{name: statistics.median(values) for name, values in one.items()} for one in (took_ms, cpu_ms)]


def idle_share(program, seconds, env):
    process, _ = started([program], env)
    time.sleep(2)  # what a start still does behind its first picture: asking each interpreter what it is
    began, used = time.monotonic(), cpu_s(process.pid)
    time.sleep(seconds)
    share = (cpu_s(process.pid) - used) / (time.monotonic() - began)
    end(process)
    return share


def collector_share(program, env):
    command = [program, "run", "--workload", "live-tracker", "--model", "processes", "--workers", "4", "--jobs", "4", "--set", "n=40000000"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    began, last = time.monotonic(), (0.0, 0.0)
    while process.poll() is None:
        try:
            last = (time.monotonic() - began, cpu_s(process.pid))
        except (FileNotFoundError, IndexError):
            break
        time.sleep(0.02)
    return {"elapsed_s": last[0], "cpu_s": last[1], "share": last[1] / last[0]}


def main():
    build = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    idle = float(sys.argv[3]) if len(sys.argv) > 3 else 20.0
    program = f"{build}/bin/interleave"
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY") and shutil.which("xvfb-run") and not os.environ.get("INTERLEAVE_BENCH_INNER"):
        os.environ["INTERLEAVE_BENCH_INNER"] = "1"
        os.environ.pop("QT_QPA_PLATFORM", None)
        os.execvp("xvfb-run", ["xvfb-run", "-a", "-s", "-screen 0 1600x900x24", sys.executable, *sys.argv])
    with tempfile.TemporaryDirectory() as folder:
        env = environment(folder)
        starts, cpu = start_ms({"interleave": [program], "bare_qcustomplot": [f"{build}/bin/bare_window"]}, rounds, env)
        result = {
            "platform": env.get("QT_QPA_PLATFORM", "xcb"),
            "rounds": rounds,
            "start_ms": starts,
            "start_ratio": starts["interleave"] / starts["bare_qcustomplot"],
            "start_cpu_ms": cpu,
            "start_cpu_ratio": cpu["interleave"] / cpu["bare_qcustomplot"],
            "idle_share_of_a_core": idle_share(program, idle, env),
            "collector": collector_share(program, env),
        }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
