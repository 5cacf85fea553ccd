#!/usr/bin/env bash
# What the store costs over its engine: the calls of a day's work by cartwright-cli, and the same statements bare, in one run.
#   bash tests/bench/store.sh sqlite [--sales N] [--waiting N] [--calls N] [--catalogue FILE] DIR
#   bash tests/bench/store.sh postgresql://USER@/DATABASE?host=SOCKETS [the same] DIR
# DIR is made, or used again as it was filled. The server's database is filled by the first run and copied with createdb -T.
# Needs a built cartwright-cli (CARTWRIGHT_CLI, or the release preset's). Installs libsqlite3-dev and postgresql-15 where missing.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$here/../.."
source "$root/packaging/dependencies.sh"
bench_packages=(libsqlite3-dev postgresql-15)
install_dependencies core bench
cli="${CARTWRIGHT_CLI:-$root/build/release/bin/cartwright-cli}"

engine="$1"; shift
sales=1000000 waiting=20000 calls=500 catalogue=() folder=""
while [ $# -gt 0 ]; do
  case "$1" in
    --sales) sales="$2"; shift ;;
    --waiting) waiting="$2"; shift ;;
    --calls) calls="$2"; shift ;;
    --catalogue) catalogue=(--catalogue "$2"); shift ;;
    *) folder="$1" ;;
  esac
  shift
done
[ -n "$folder" ] || { echo "store.sh needs a folder to work in." >&2; exit 2; }
mkdir -p "$folder"
g++ -std=c++20 -O2 -fPIC "$here/store/bare_store.cpp" -o "$folder/bare_store" $(pkg-config --cflags --libs Qt6Core sqlite3)

workspace="$folder/workspace"
if [ ! -e "$workspace/settings.json" ]; then
  if [ "$engine" = sqlite ]; then "$cli" init "$workspace"; else "$cli" init "$workspace" --database "$engine"; fi
  "$cli" bench fill --sales "$sales" --waiting "$waiting" --workspace "$workspace"
fi
# The catalogue first, so that the copy has it too.
if [ ${#catalogue[@]} -gt 0 ]; then
  "$cli" bench store --calls 1 --names 1 "${catalogue[@]}" --workspace "$workspace" >/dev/null
fi
if [ "$engine" = sqlite ]; then
  cp "$workspace/cartwright.sqlite" "$folder/bare.sqlite"
  kind=sqlite peer="$folder/bare.sqlite"
else
  sockets="${engine##*host=}"; sockets="${sockets%%&*}"
  user="${engine#*//}"; user="${user%%@*}"
  database="${engine##*/}"; database="${engine#*@*/}"; database="${database%%\?*}"
  dropdb --if-exists -h "$sockets" -U "$user" "${database}_bare"
  createdb -h "$sockets" -U "$user" -T "$database" "${database}_bare"
  kind=pgbench peer="host=$sockets user=$user dbname=${database}_bare"
fi
"$cli" bench store --calls "$calls" --statements "$folder/statements" --json --workspace "$workspace" > "$folder/ours.json"
grep -o '"machine":{[^}]*}' "$folder/ours.json" || true
"$folder/bare_store" "$kind" "$peer" "$folder/statements" "$folder/ours.json"
if [ "$kind" = pgbench ]; then
  # 64 clients, all at once: our connections, then the same bare statement.
  "$cli" bench claims --clients 64 --seconds 10 --workspace "$workspace"
  python3 - "$folder/statements" > "$folder/claim.sql" <<'PICK'
import json, sys
texts = {}
for line in open(sys.argv[1]):
    item = json.loads(line)
    if "sql" in item:
        texts[item["text"]] = item["sql"]
    elif "run" in item and "granted AS" in texts.get(item["run"], ""):
        values = [str(v) if isinstance(v, int) else "'" + v.replace("'", "''") + "'" for v in item["values"]]
        parts = texts[item["run"]].split("?")
        print("".join(part + value for part, value in zip(parts, values + [""])) + ";")
        break
PICK
  for mode in simple prepared; do
    echo "pgbench -M $mode:"
    pgbench -n -M "$mode" -c 64 -j 2 -T 10 -f "$folder/claim.sql" "$peer" | grep -E "tps|latency average"
  done
fi
