#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds Interleave, starts its window; arguments are passed on. Without a display and without
# arguments it draws the articles' experiments into the folder figures instead.
set -euo pipefail
started_in=$PWD
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
# shellcheck source=packaging/setup.sh
source packaging/setup.sh
interleave_setup build
interleave_build app >&2
program=$PWD/build/app/bin/interleave
cd "$started_in"
if [[ $# -eq 0 && -z ${DISPLAY:-} && -z ${WAYLAND_DISPLAY:-} && -z ${QT_QPA_PLATFORM:-} ]]; then
  echo "There is no display: drawing the articles' experiments into $PWD/figures instead." >&2
  exec "$program" reproduce all --quick --out figures
fi
exec "$program" "$@"
