#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The articles' second picture, 4 x 10^6 marks to PNG: ours beside matplotlib's scatter of the same marks, in one run.

    bench_picture.py BUILD_FOLDER [PICTURES_FOLDER]      prints JSON

png_ms: from the marks in memory to the written file, 1920x1080; ours the median of seven, matplotlib's of three each, of
red, slightly transparent points: lists_s1, tiny ones from the lists that a program of the articles collects; arrays, from
NumPy's arrays in the usual size; arrays_s1, tiny ones from arrays. "refused" where it is not installed."""
import json, os, statistics, subprocess, sys, tempfile, time
from array import array


def marks_of(path):
    jobs = []
    with open(path, "rb") as file:
        while header := file.read(8):
            times = array("d")
            times.fromfile(file, int.from_bytes(header, "little"))
            jobs.append(times)
    return jobs


def beside(path, picture):
    try:
        import matplotlib
        import numpy
    except ImportError as error:
        return {"refused": str(error)}
    matplotlib.use("Agg")
    from matplotlib import pyplot

    def draw(jobs, **how):
        began = time.perf_counter()
        figure, axes = pyplot.subplots(figsize=(19.2, 10.8), dpi=100)
        for job, times in enumerate(jobs):
            axes.scatter(times, [job] * len(times) if isinstance(times, list) else numpy.full(len(times), job), c="red", alpha=0.6, **how)
        axes.set_xlabel("Seconds")
        axes.set_ylabel("Tasks")
        figure.savefig(picture)
        pyplot.close(figure)
        return (time.perf_counter() - began) * 1e3

    lists = [times.tolist() for times in marks_of(path)]
    arrays = [numpy.array(times) for times in lists]
    ways = {"lists_s1": (lists, {"s": 1}), "arrays": (arrays, {}), "arrays_s1": (arrays, {"s": 1})}
    found = {name: statistics.median(draw(jobs, **how) for _ in range(3)) for name, (jobs, how) in ways.items()}
    return {"version": matplotlib.__version__, "png_ms": found}


def main():
    build = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        pictures = sys.argv[2] if len(sys.argv) > 2 else folder
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        marks = f"{folder}/marks"
        ours = json.loads(subprocess.run([f"{build}/bin/bench_picture", f"{pictures}/interleave.png", marks], check=True, capture_output=True, text=True).stdout)
        result = {"interleave": ours, "matplotlib": beside(marks, f"{pictures}/matplotlib.png")}
        if "png_ms" in result["matplotlib"]:
            result["ratio"] = {name: ms / ours["png_ms"]["median"] for name, ms in result["matplotlib"]["png_ms"].items()}
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
