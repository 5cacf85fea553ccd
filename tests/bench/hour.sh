#!/usr/bin/env bash
# Plays a sale round and round in the real window on Xvfb and samples processor and memory of the window's process.
#   tests/bench/hour.sh BIN-FOLDER WORKSPACE MINUTES [REVIEWER]
# WORKSPACE has a sale that waits, with review copies: `cartwright-cli demo DIR && cartwright-cli prepare --workspace DIR`.
# Prints one line a minute: minutes, share of one core in percent since the line before, resident megabytes, threads; then the
# summary. The window must really play: two pictures of the screen, a second apart, at the beginning and at the end must differ.
set -euo pipefail
bin="$1"; workspace="$2"; minutes="$3"; reviewer="${4:-ada}"
for tool in Xvfb xdotool ffmpeg; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install xvfb xdotool ffmpeg" >&2; exit 1; }
done
scratch="$(mktemp -d)"
display=":$((200 + $$ % 500))"
Xvfb "$display" -screen 0 1600x1000x24 >/dev/null 2>&1 & server=$!
window=""
trap 'kill $window $server 2>/dev/null || true; rm -rf "$scratch"' EXIT
export DISPLAY="$display" QT_QPA_PLATFORM=xcb
sleep 2
"$bin/cartwright" --workspace "$workspace" --reviewer "$reviewer" --size 1600x1000 >"$scratch/out" 2>&1 & window=$!
sleep 20
id="$(xdotool search --onlyvisible --pid "$window" | tail -1)"
press() { xdotool key --window "$id" "$1"; sleep 0.7; }
xdotool mousemove 400 300
xdotool windowfocus "$id" 2>/dev/null || true
press Home; press i; press End; press o; press Home; press space

picture() { ffmpeg -nostdin -v error -y -f x11grab -video_size 1600x1000 -i "$display" -frames:v 1 "$scratch/$1.png"; }
plays() {
  picture a; sleep 1; picture b
  if cmp -s "$scratch/a.png" "$scratch/b.png"; then echo "the window does not play" >&2; cp "$scratch/b.png" ./hour-standstill.png; exit 1; fi
}
ticks() { awk '{print $14 + $15}' "/proc/$window/stat"; }
resident() { awk '/^VmRSS/ {printf "%.0f", $2 / 1024}' "/proc/$window/status"; }
hertz="$(getconf CLK_TCK)"
plays
begin="$(ticks)"; started="$(date +%s.%N)"
before="$begin"; then="$started"; most=0; first="$(resident)"
for ((minute = 1; minute <= minutes; ++minute)); do
  sleep 60
  now="$(date +%s.%N)"; at="$(ticks)"; memory="$(resident)"
  [ "$memory" -gt "$most" ] && most="$memory"
  awk -v m="$minute" -v t="$((at - before))" -v h="$hertz" -v s="$then" -v n="$now" -v r="$memory" -v th="$(ls "/proc/$window/task" | wc -l)" \
    'BEGIN {printf "%d min: %.1f %% of a core, %d MB, %d threads\n", m, 100 * t / h / (n - s), r, th}'
  before="$at"; then="$now"
done
awk -v t="$(($(ticks) - begin))" -v h="$hertz" -v s="$started" -v n="$(date +%s.%N)" -v f="$first" -v l="$(resident)" -v m="$most" \
  'BEGIN {printf "in all: %.1f %% of a core over %.1f min; memory %d MB at the start, %d MB at the end, %d MB at most\n", 100 * t / h / (n - s), (n - s) / 60, f, l, m}'
plays
