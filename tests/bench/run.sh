#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the benchmarks of a release build and prints the README's table: medians, and ratios within this one run.
#   run.sh BUILD_FOLDER [JSON_FOLDER]
set -euo pipefail
build=${1:?the build folder}
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
out=${2:-$(mktemp -d)}
mkdir -p "$out"
export QT_QPA_PLATFORM=offscreen
for name in probe ring cpu_heavy trace chart; do
  "$build/bin/bench_$name" --benchmark_repetitions=5 --benchmark_report_aggregates_only=true \
    --benchmark_out="$out/$name.json" --benchmark_out_format=json >/dev/null 2>&1
done
# Where simdjson is installed; its files take 3 GB of the folder for temporary ones.
if [[ -x $build/bin/bench_trace_file ]]; then
  "$build/bin/bench_trace_file" --benchmark_repetitions=3 --benchmark_report_aggregates_only=true \
    --benchmark_out="$out/trace_file.json" --benchmark_out_format=json >/dev/null 2>&1
fi
"$build/bin/bench_window" 20 >"$out/window.json"
# 10^8 slices take 2 GB.
most=$(awk '/MemAvailable/ { print ($2 > 4000000) ? "1e8" : "1e7" }' /proc/meminfo)
"$build/bin/bench_frames" "$most" >"$out/frames.json" 2>/dev/null
python3 "$here/frames_growth.py" "$out/frames.json" --svg "$out/frames.svg" >"$out/frames.md" 2>/dev/null
python3 "$here/bench_start.py" "$build" 15 20 >"$out/start.json"
# matplotlib is the system interpreter's, where it is installed.
"$(command -v /usr/bin/python3 || command -v python3)" "$here/bench_picture.py" "$build" >"$out/picture.json"
"$here/count_instructions.sh" "$build" >"$out/instructions.txt"
python3 "$here/bench_watch.py" "$build" 5 >"$out/watch.json"
: >"$out/python_mark.jsonl"
"$build/bin/interleave" list runtimes --json | python3 -c '
import json, sys
for row in json.load(sys.stdin):
    if row["name"].startswith("python:") and "can\x27t be used" not in row["explanation"]:
        print(row["name"][len("python:"):])' | while read -r python; do
  "$python" "$here/bench_python_mark.py" "$build/bin/libinterleave-probe.so" --json >>"$out/python_mark.jsonl"
done
python3 - "$out" <<'PYTHON'
import json, os, re, sys

folder = sys.argv[1]

def medians(name):
    found = {}
    for row in json.load(open(f"{folder}/{name}.json"))["benchmarks"]:
        if row.get("aggregate_name") == "median":
            found[row["run_name"].split("/iterations")[0]] = row
    return found

def ns(row):
    return row["real_time"] * {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}[row["time_unit"]]

probe, ring, heavy, trace, chart = (medians(n) for n in ("probe", "ring", "cpu_heavy", "trace", "chart"))
window = json.load(open(f"{folder}/window.json"))
instructions = re.search(r"\+?(-?[\d.]+) %", open(f"{folder}/instructions.txt").read()).group(1)

rows = [
    ("one tick", f"{ns(probe['tick']):.2f} ns", f"{ns(probe['tick']) / ns(probe['bareClockRead']):.2f} × the bare clock read it contains ({ns(probe['bareClockRead']):.2f} ns); `CLOCK_MONOTONIC` {ns(probe['clockMonotonic']):.1f} ns"),
    ("one sample pushed, clock read included", f"{ns(ring['interleaveRing']):.2f} ns", f"Boost.Lockfree spsc_queue {ns(ring['boostSpscQueue']):.2f} ns, moodycamel ConcurrentQueue {ns(ring['moodycamelQueue']):.2f} ns, clock alone {ns(ring['bareClockRead']):.2f} ns"),
    ("cpu-heavy with the probe", f"+{instructions} % instructions", f"time {ns(heavy['sumWithProbe']) / ns(heavy['sumBare']):.3f} × without (callgrind counts; time is noisier)"),
    ("from Run to the first mark on screen", f"{window['run_to_first_mark_ms']['median']:.0f} ms", f"worst of {window['runs']}: {window['run_to_first_mark_ms']['max']:.0f} ms"),
    ("a frame while a run is live, 1600x900", f"{window['frame_ms']['median']:.2f} ms", f"99 % below {window['frame_ms']['p99']:.1f} ms; {window['events_over_16_ms']} of {window['events']} events took over 16 ms"),
]
pythons = [json.loads(line) for line in open(f"{folder}/python_mark.jsonl")]
if pythons:
    def span(way):
        costs = sorted(one["ns"][way] for one in pythons)
        return f"{costs[0]:.0f} to {costs[-1]:.0f} ns"
    rows.append((f"one mark in CPython ({', '.join(one['python'] for one in pythons)})", span("builtin"), f"`list.append(time.time())` {span('append_time')}; a function called through ctypes {span('ctypes_typed_call')}"))
if os.path.exists(f"{folder}/trace_file.json"):
    files = medians("trace_file")
    ours, peer = files["readChromeJson/5000000"], files["simdjsonOnDemand/5000000"]
    rows.append(("reading 1 GB of Chrome JSON, 5,000,000 events", f"{ours['bytes_per_second'] / 1e6:.0f} MB/s", f"{ours['bytes_per_second'] / peer['bytes_per_second']:.2f} × simdjson's on-demand parse of the same fields ({peer['bytes_per_second'] / 1e6:.0f} MB/s); memory at most {ours['peak_over_slices']:.1f} × what the slices need"))
    opened, warm = files["openBinary/100000000"], files["openToFirstFrame/100000000/cold:0/real_time"]
    cold = files["openToFirstFrame/100000000/cold:1/real_time"]
    rows.append(("opening an `.iltrace` of 100,000,000 slices in place", f"{ns(opened) / 1e6:.0f} ms", f"until the first frame's data is there {ns(warm) / 1e6:.0f} ms, {ns(cold) / 1e6:.0f} ms where the file was not in the kernel's memory; {warm['peak_MB']:.0f} MB"))
all_frames = json.load(open(f"{folder}/frames.json"))
sizes = all_frames["sizes"]
small, large = sizes[0], sizes[-1]
peers = []
for key, name in (("item_rect", "QCPItemRect"), ("graph", "QCPGraph")):
    drawn = [size for size in sizes if key in size]
    if drawn:
        peers.append(f"{name} at {drawn[-1]['slices']:,}: {drawn[-1][key]['worst_ms']:.0f} ms")
rows.append((f"a whole frame at {large['slices']:,} slices, the worst zoom, 16 tracks, 1600x900",
             f"{large['by_worker']['worst_ms']:.1f} ms of processor time",
             f"at {small['slices']:,}: {small['by_worker']['worst_ms']:.1f} ms; {', '.join(peers)}"))
rows.append(("slices appended, levels included, one core", f"{all_frames['append_warm_per_s'] / 1e6:.0f} million/s",
             f"{large['append_per_s'] / 1e6:.0f} million/s into fresh memory; {large['bytes_a_slice']:.1f} bytes a slice; a snapshot of {large['slices']:,} published in {large['publish_us']:.1f} µs"))
picture = json.load(open(f"{folder}/picture.json"))
ours_ms, peer = picture["interleave"]["png_ms"]["median"], picture["matplotlib"]
beside_it = peer["refused"] if "refused" in peer else (
    f"matplotlib {peer['version']} scatter of the same marks: {peer['png_ms']['lists_s1'] / ours_ms:.0f} × from lists, "
    f"{peer['png_ms']['arrays'] / ours_ms:.0f} × from arrays, {peer['png_ms']['arrays_s1'] / ours_ms:.0f} × with points of one pixel")
rows.append(("4,000,000 marks to a PNG of 1920x1080", f"{ours_ms:.0f} ms", beside_it))
start = json.load(open(f"{folder}/start.json"))
rows.append(("from the start of the process to the first window", f"{start['start_ms']['interleave']:.0f} ms", f"{start['start_ratio']:.1f} × a window with a bare QCustomPlot ({start['start_ms']['bare_qcustomplot']:.0f} ms)"))
rows.append(("an idle window, gauges on", f"{start['idle_share_of_a_core']:.1%} of a core", ""))
rows.append(("the collector while 4 processes mark at every heartbeat", f"{start['collector']['share']:.1%} of a core", "the whole of the command line's process, start and summary included"))
watch = json.load(open(f"{folder}/watch.json"))

def beside(load):
    """The other ways to watch it, or why they can't be gone."""
    names = {"watch_proc": "the /proc view", "perf_switch_records": "`perf record --switch-events`", "perf_sched_record": "`perf sched record`"}
    said = []
    for way, name in names.items():
        found = watch[load].get(way)
        if found is None:
            said.append(f"{name}: not installed")
        elif "refused" in found:
            said.append(f"{name}: refused")
        else:
            said.append(f"{name} {found['ratio']:.2f} × ({found['cpu_ratio']:.2f} ×)")
    return ", ".join(said)

def seen(load):
    found = watch[load]["watch"]
    return f"{found['lost']:.0f} of {found['records']:,.0f} records lost, done {found['lag_s'] * 1e3:.0f} ms after its end, {found['mb']:.0f} MB"

labels = {
    "pipe_pinned": "a byte through pipes and back, one core, watched",
    "pipe": "the same on any core, watched",
    "threads": "10,000 threads made and joined, watched",
    "alive": "2,000 threads at once, watched",
    "build": "`make -j8` of 90 C files, watched",
}
for load, label in labels.items():
    if load in watch and "ratio" in watch[load].get("watch", {}):
        found, bare = watch[load]["watch"], watch[load]["bare"]
        each = f"{found['us']:.2f} µs, alone {bare['us']:.2f} µs; " if load.startswith("pipe") else ""
        rows.append((label, f"{found['ratio']:.2f} × the time alone, {found['cpu_ratio']:.2f} × the processor time", f"{each}{seen(load)}; {beside(load)}"))
print("| | here | beside |\n|---|---|---|")
for row in rows:
    print("| " + " | ".join(row) + " |")
PYTHON
