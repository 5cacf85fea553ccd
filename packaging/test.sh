#!/usr/bin/env bash
# Installs, builds with address and undefined-behaviour sanitizers, and runs all tests; then builds what must do without
# a screen. Arguments go to ctest, for example: bash packaging/test.sh -R store
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source packaging/dependencies.sh

install_dependencies core desktop tests
[ -f build/asan/build.ninja ] || cmake --preset asan >/dev/null
cmake --build --preset asan
[ -f build/headless/build.ninja ] || cmake --preset headless >/dev/null
cmake --build --preset headless
ctest --preset asan -j "$(nproc)" "$@"
