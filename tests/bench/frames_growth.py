#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a frame grows from 10^4 to 10^8 slices, from what bench_frames wrote: a table on stdout and, where asked, a plot.
matplotlib draws the same counts of bars (broken_barh) where it is installed; the plot itself needs nothing.

  frames_growth.py FRAMES.json [--svg FILE]
"""
import argparse
import html
import json
import math
import pathlib
import random
import sys
import time

COLOURS = ["#0072b2", "#56b4e9", "#d55e00", "#e69f00", "#7a5195"]


def matplotlib_ms(slices, tracks):
    """Processor time of one drawing of as many bars; None where matplotlib is not installed."""
    try:
        import matplotlib
        matplotlib.use("Agg")
        from matplotlib import pyplot
    except ImportError:
        return None
    figure, axes = pyplot.subplots(figsize=(16, 9), dpi=100)
    chosen = random.Random(1)
    for track in range(tracks):
        bars, now = [], 0.0
        for _ in range(slices // tracks):
            length = chosen.expovariate(1.0)
            bars.append((now, length * 0.5))
            now += length
        axes.broken_barh(bars, (track - 0.4, 0.8), antialiased=False)
    began = time.process_time()
    figure.canvas.draw()
    spent = (time.process_time() - began) * 1e3
    pyplot.close(figure)
    return spent


def series_of(frames, with_matplotlib):
    """Name and points (slices, ms) of each line."""
    series = {"worst zoom, rows by worker": [], "median zoom, rows by worker": []}
    for size in frames["sizes"]:
        series["worst zoom, rows by worker"].append((size["slices"], size["by_worker"]["worst_ms"]))
        series["median zoom, rows by worker"].append((size["slices"], size["by_worker"]["median_ms"]))
        for key, name in (("item_rect", "QCPItemRect, worst zoom"), ("graph", "QCPGraph, worst zoom")):
            if key in size:
                series.setdefault(name, []).append((size["slices"], size[key]["worst_ms"]))
        if with_matplotlib and size["slices"] <= 100_000:
            ms = matplotlib_ms(size["slices"], frames["tracks"])
            if ms is not None:
                series.setdefault("matplotlib broken_barh", []).append((size["slices"], ms))
    return series


def svg_of(series):
    """Both axes logarithmic."""
    width, height, left, right, top, bottom = 900, 520, 70, 250, 30, 60
    points = [point for line in series.values() for point in line]
    x_low, x_high = (math.floor(math.log10(min(p[0] for p in points))), math.ceil(math.log10(max(p[0] for p in points))))
    y_low, y_high = (math.floor(math.log10(min(p[1] for p in points))), math.ceil(math.log10(max(p[1] for p in points))))

    def x(value):
        return left + (math.log10(value) - x_low) / max(1, x_high - x_low) * (width - left - right)

    def y(value):
        return height - bottom - (math.log10(value) - y_low) / max(1, y_high - y_low) * (height - top - bottom)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" '
             f'font-size="13"><rect width="{width}" height="{height}" fill="white"/>']
    for power in range(x_low, x_high + 1):
        at = x(10.0 ** power)
        parts.append(f'<line x1="{at:.1f}" y1="{top}" x2="{at:.1f}" y2="{height - bottom}" stroke="#e4e7ec"/>'
                     f'<text x="{at:.1f}" y="{height - bottom + 20}" text-anchor="middle">10<tspan dy="-5" '
                     f'font-size="10">{power}</tspan></text>')
    for power in range(y_low, y_high + 1):
        at = y(10.0 ** power)
        parts.append(f'<line x1="{left}" y1="{at:.1f}" x2="{width - right}" y2="{at:.1f}" stroke="#e4e7ec"/>'
                     f'<text x="{left - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0 ** power:g}</text>')
    parts.append(f'<text x="{(left + width - right) / 2}" y="{height - 15}" text-anchor="middle">slices</text>'
                 f'<text x="18" y="{(top + height - bottom) / 2}" text-anchor="middle" transform="rotate(-90 18 '
                 f'{(top + height - bottom) / 2})">processor time of a frame (ms)</text>')
    for colour, (name, line) in zip(COLOURS, series.items()):
        path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in line)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="3.5" fill="{colour}"/>' for a, b in line]
        row = top + 12 + 22 * list(series).index(name)
        parts.append(f'<rect x="{width - right + 14}" y="{row - 9}" width="10" height="10" fill="{colour}"/>'
                     f'<text x="{width - right + 30}" y="{row}">{html.escape(name)}</text>')
    return "".join(parts) + "</svg>\n"


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("frames", type=pathlib.Path)
    asked.add_argument("--svg", type=pathlib.Path)
    options = asked.parse_args()
    frames = json.loads(options.frames.read_text())
    series = series_of(frames, with_matplotlib=True)
    if "matplotlib broken_barh" not in series:
        print("matplotlib: not installed", file=sys.stderr)
    sizes = [size["slices"] for size in frames["sizes"]]
    print("| ms a frame | " + " | ".join(f"10^{round(math.log10(size))}" for size in sizes) + " |")
    print("|---|" + "---|" * len(sizes))
    for name, line in series.items():
        values = dict(line)
        print(f"| {name} | " + " | ".join(f"{values[size]:.1f}" if size in values else "" for size in sizes) + " |")
    if options.svg:
        options.svg.write_text(svg_of(series))


if __name__ == "__main__":
    main()
