#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# How many more instructions cpu-heavy takes with the probe than without, in percent; counted by callgrind.
#   count_instructions.sh BUILD_FOLDER
set -euo pipefail
program=${1:?the build folder}/bin/count_instructions
n=100000000
count() { valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$@" 2>&1; }
field() { sed -n "s/.*$1 \([0-9.]*\).*/\1/p"; }
collected() { sed -n 's/.*Collected : \([0-9]*\).*/\1/p'; }

native=$("$program" probe $n 1)
bare=$(count bare $n 1)
slowness=$(awk -v a="$(field ms <<<"$bare")" -v b="$(field ms <<<"$native")" 'BEGIN { print a / b }')
probe=$(count probe $n "$slowness")
echo "samples in life $(field samples <<<"$native"), under callgrind $(field samples <<<"$probe")"
awk -v probe="$(collected <<<"$probe")" -v bare="$(collected <<<"$bare")" \
  'BEGIN { printf "instructions without %d, with %d: +%.3f %%\n", bare, probe, 100 * (probe - bare) / bare }'
