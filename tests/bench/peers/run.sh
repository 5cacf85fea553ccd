#!/usr/bin/env bash
# Installs the peers from Debian's packages and compares Cartwright with them on the same clips, in one run.
#   tests/bench/peers/run.sh build/release/bin/cartwright-cli CLIP...     (or --make: the clips of `bench replay --make`)
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
cli="$1"; shift
peers=(ffmpeg mpv python3 python3-opencv python3-pyqt6.qtmultimedia gcc pkg-config libavformat-dev libavcodec-dev libavutil-dev)
missing=()
for package in "${peers[@]}"; do
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  as_root=(); [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
if [ "${1:-}" = --make ]; then
  folder="${2:-./bench-clips}"
  "$cli" bench replay --make "$folder"
  set -- "$folder"/*.mp4 "$folder"/*.ts
fi
# The interpreter that Debian's cv2 and PyQt6 belong to, whatever else is first in PATH.
exec /usr/bin/python3 "$here/peers.py" --cli "$cli" "$@"
