#!/usr/bin/env bash
# Installs, builds with address and undefined-behaviour sanitizers, and runs all tests; then builds what must do without
# a screen. Arguments go to ctest, for example: bash packaging/test.sh -R store
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source packaging/dependencies.sh

install_dependencies core desktop tests
[ -f build/asan/build.ninja ] || cmake --preset asan >/dev/null
cmake --build --preset asan
# Whether it builds without a screen is asked of the compiler, so nothing is made quick.
without_screen=build/without-screen
[ -f "$without_screen/build.ninja" ] ||
  cmake --preset headless -B "$without_screen" -DCMAKE_CXX_FLAGS_RELEASE=-O0 -DCARTWRIGHT_PRECOMPILE=ON >/dev/null
cmake --build "$without_screen"
# A test of processes and windows may fail once on a machine that is busy with something else; twice is a fault.
ctest --preset asan -j "$(nproc)" --repeat until-pass:2 "$@"
