#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Are the verdicts right? Runs every experiment several times and prints, a line a run, which verdict it must get and
which it got, how often each.

  verdicts.py [--repeat N] [--full] [--runtime gil|python] [--bin FOLDER] [EXPERIMENT ...]

Ends with status 1 when one was not as expected, or an experiment's property did not hold.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("experiments", nargs="*", default=["all"])
    asked.add_argument("--repeat", type=int, default=5)
    asked.add_argument("--full", action="store_true", help="as large as in the articles")
    asked.add_argument("--runtime", default="", help="as reproduce has it")
    asked.add_argument("--bin", type=pathlib.Path, default=pathlib.Path("build/release/bin"))
    options = asked.parse_args()

    expected = {}
    got = collections.defaultdict(collections.Counter)
    right = collections.Counter()
    repeats = collections.Counter()
    held = collections.defaultdict(list)
    for repeat in range(options.repeat):
        with tempfile.TemporaryDirectory() as folder:
            command = [options.bin / "interleave", "reproduce", *options.experiments, "--out", folder, "--size", "640x360"]
            command += [] if options.full else ["--quick"]
            command += ["--runtime", options.runtime] if options.runtime else []
            ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            if ended.returncode != 0:
                print(f"repetition {repeat + 1} ended with status {ended.returncode}:\n{ended.stderr}", file=sys.stderr)
            lines = ended.stdout.splitlines()
            for line, measured in zip(lines, lines[1:]):
                if line.endswith(": as expected") or line.endswith(": NOT as expected"):
                    held[line.split(":")[0]].append("" if line.endswith(": as expected") else measured.strip())
            for file in sorted(pathlib.Path(folder).glob("*.json")):
                for summary in json.loads(file.read_text()):
                    article = summary["article"]
                    key = article["id"], article["run"], article["in"]
                    expected[key] = article["verdict_expected"]
                    got[key][article["verdict"]] += 1
                    right[key] += article["verdict_as_expected"]
                    repeats[key] += 1

    print(f"{'':3} {'experiment':19} {'run':32} {'in':26} {'expected':42} got")
    for key, wanted in expected.items():
        mark = "ok" if right[key] == repeats[key] else "NO"
        words = "; ".join(f"{verdict} ({count})" for verdict, count in got[key].most_common())
        print(f"{mark:3} {key[0]:19} {key[1]:32} {key[2]:26} {wanted:42} {words}")
    print(f"\nverdicts as expected: {sum(right.values())} of {sum(repeats.values())}")
    for name, all_held in held.items():
        missed = [measured for measured in all_held if measured]
        if missed:
            print(f"property of {name} missed in {len(missed)} of {len(all_held)}, as in: {missed[0]}")
    print(f"properties held: {sum(not m for h in held.values() for m in h)} of {sum(len(h) for h in held.values())}")
    return 0 if right == repeats and not any(m for h in held.values() for m in h) else 1


if __name__ == "__main__":
    sys.exit(main())
