#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds the release preset, runs the benchmarks beside their peers and prints the README's table.
#   bench.sh [JSON_FOLDER]
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
# shellcheck source=packaging/setup.sh
source packaging/setup.sh
interleave_setup build bench
interleave_build release >&2
exec tests/bench/run.sh build/release "$@"
