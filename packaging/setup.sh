#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what building, running and testing need, on Debian 12 or Ubuntu; sourced by run.sh and test.sh.
#   interleave_setup build          what a build and the window need
#   interleave_setup build test     and what the tests need besides
#   interleave_setup build bench    and what the benchmarks need: valgrind counts instructions; perf, simdjson and matplotlib are peers
# As root it installs; else through sudo, after naming the packages; else it prints the one line to run and returns 1.

interleave_build_packages=(
  build-essential cmake ninja-build ccache
  qt6-base-dev qt6-svg-dev libqcustomplot-dev libgl1-mesa-dev libxkbcommon-dev qt6-qpa-plugins libqt6svg6
  libspdlog-dev libfmt-dev libcli11-dev nlohmann-json3-dev libexpected-dev
  libre2-dev zlib1g-dev libsqlite3-dev pkg-config
)
interleave_test_packages=(
  libgtest-dev libgmock-dev libbenchmark-dev libconcurrentqueue-dev
  python3 python3-joblib python3-distributed python3-numpy
)

# Debian's perf fits any kernel; Ubuntu's belongs to one.
interleave_perf_package() {
  if grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; then
    echo linux-tools-generic
  else
    echo linux-perf
  fi
}

interleave_setup() {
  local wanted=() missing=() package kind
  for kind in "$@"; do
    case $kind in
      build) wanted+=("${interleave_build_packages[@]}") ;;
      test) wanted+=("${interleave_test_packages[@]}") ;;
      bench) wanted+=("${interleave_test_packages[@]}" valgrind python3 python3-matplotlib xvfb libsimdjson-dev "$(interleave_perf_package)") ;;
    esac
  done
  # Boost 1.81 where the distribution has it, else its default.
  if dpkg-query -W libboost1.81-dev >/dev/null 2>&1 || apt-cache show libboost1.81-dev >/dev/null 2>&1; then
    wanted+=(libboost1.81-dev)
  else
    wanted+=(libboost-dev)
  fi
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    echo "This machine has no apt-get. Install the likes of these yourself: ${wanted[*]}" >&2
    return 0 # they may be there under other names; the build will tell
  fi
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' "${wanted[@]}" 2>/dev/null | sed -n 's/^ii *//p' || true)
  for package in "${wanted[@]}"; do
    grep -qx -- "$package" <<<"$installed" || missing+=("$package")
  done
  [[ ${#missing[@]} -eq 0 ]] && return 0

  local as_root=()
  if [[ $(id -u) -ne 0 ]]; then
    if ! command -v sudo >/dev/null || { ! sudo -n true 2>/dev/null && [[ ! -t 0 ]]; }; then
      echo "Some packages are missing. Run this once, then try again:" >&2
      echo "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  echo "Installing: ${missing[*]}" >&2
  "${as_root[@]}" apt-get update -qq >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# interleave_build PRESET [TARGET...]: configures once, builds what changed.
interleave_build() {
  local preset=$1
  shift
  if [[ ! -f build/$preset/build.ninja ]]; then
    cmake --preset "$preset" >"$(mkdir -p build && echo "build/$preset.log")" 2>&1 || {
      cat "build/$preset.log" >&2
      return 1
    }
  fi
  cmake --build "build/$preset" ${1:+--target "$@"}
}
