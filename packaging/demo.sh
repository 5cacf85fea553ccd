#!/usr/bin/env bash
# Installs, builds, makes a demo workspace and opens the window on it.
#   bash packaging/demo.sh [--headless] [--sales N] [DIR]
# --headless does everything but the window and prints what was made and measured.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source packaging/dependencies.sh

headless=no sales=24 folder=build/demo
while [ $# -gt 0 ]; do
  case "$1" in
    --headless) headless=yes ;;
    --sales) sales="$2"; shift ;;
    -*) echo "demo.sh takes --headless, --sales N and a folder, not $1." >&2; exit 2 ;;
    *) folder="$1" ;;
  esac
  shift
done

if [ "$headless" = yes ]; then
  install_dependencies core
  preset=headless targets=(cartwright-cli)
else
  install_dependencies core desktop
  preset=release targets=(cartwright-cli cartwright)
fi
[ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >/dev/null
cmake --build --preset "$preset" --target "${targets[@]}"
bin="build/$preset/bin"

if [ -e "$folder/cartwright.sqlite" ]; then
  echo "The demo workspace $folder is there already; remove it to have a new one." >&2
else
  # The last sales have just ended, so that their receipts are still due.
  opens_at=$(date -u -d "-$((sales * 3)) minutes" +%Y-%m-%dT%H:%M:00Z)
  "$bin/cartwright-cli" demo "$folder" --sales "$sales" --cameras 2 --seed 1 --opens-at "$opens_at"
fi
"$bin/cartwright-cli" queue --workspace "$folder" --limit 10
"$bin/cartwright-cli" measures --workspace "$folder"
if [ "$headless" = yes ]; then
  exit 0
elif [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]; then
  echo "There is no screen here. On a machine with one: $bin/cartwright --workspace $folder"
else
  exec "$bin/cartwright" --workspace "$folder"
fi
