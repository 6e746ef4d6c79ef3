#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, then builds and runs all the tests; no display is needed.
#   test.sh          release build with every test; all but the articles' experiments again under address and
#                    undefined-behaviour sanitizers, the concurrent core under the thread sanitizer
#   test.sh dev      one preset alone
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
# shellcheck source=packaging/setup.sh
source packaging/setup.sh
interleave_setup build test
export QT_QPA_PLATFORM=offscreen CTEST_OUTPUT_ON_FAILURE=1
export UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=detect_leaks=1

thread_targets=(test_unit_core test_unit_exec test_unit_host test_process interleave-runner interleave-probe)
run() {
  local preset=$1
  echo "== $preset: build"
  if [[ $preset == tsan ]]; then
    interleave_build tsan "${thread_targets[@]}"
  else
    interleave_build "$preset"
  fi
  echo "== $preset: tests"
  # Tests measure time shares and start many threads: one at a time, so that they do not measure each other.
  # Under a sanitizer the articles' experiments run nothing that the other tests don't, only longer and out of proportion.
  case $preset in
    tsan) ctest --test-dir build/tsan --no-tests=error -R '^(Core|Exec|Host|Process)\.' -E '^Process\.Every/ArticleTest' ;;
    asan) ctest --test-dir build/asan --no-tests=error -E '^Process\.Every/ArticleTest' ;;
    *) ctest --test-dir "build/$preset" --no-tests=error ;;
  esac
}
for preset in ${@:-release asan tsan}; do
  run "$preset"
done
