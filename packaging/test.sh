#!/usr/bin/env bash
# Installs, builds with address and undefined-behaviour sanitizers, and runs all tests. Arguments go to ctest, for example: bash packaging/test.sh -R store
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source packaging/dependencies.sh

install_dependencies core desktop tests
# First what must do without a screen, then in the same tree all the rest.
configure() { cmake --preset asan -DCARTWRIGHT_DESKTOP="$1" -DCARTWRIGHT_TESTS="$1" >/dev/null; }
if [ ! -f build/asan/bin/cartwright-cli ]; then
  configure OFF
  cmake --build --preset asan
  if ldd build/asan/bin/cartwright-cli | grep -E 'Qt6(Gui|Widgets)'; then
    echo 'The command line is linked with the libraries of a screen; take them out of core.' >&2
    exit 1
  fi
fi
configure ON
cmake --build --preset asan
# A test of processes and windows may fail once on a machine that is busy with something else; twice is a fault.
ctest --preset asan -j "$(nproc)" --repeat until-pass:2 "$@"
