#!/usr/bin/env python3
"""How long writers wait while a workspace is backed up: by `cartwright-cli backup`, and by SQLite's VACUUM INTO beside it.

    python3 tests/bench/backup_wait.py build/release/bin/cartwright-cli WORKSPACE FOLDER [PAUSE]

WORKSPACE holds its tables in a file, filled by `bench fill`; FOLDER is on a disk with room for two copies. The writer commits one
row every PAUSE seconds (0.2 where not given) and asks again while the file is busy, as Cartwright does.
"""
import os
import random
import sqlite3
import subprocess
import sys
import time


def write_while(process, database, pause):
    """The waits of one commit after the other until the process has ended, in seconds."""
    connection = sqlite3.connect(database, timeout=0, isolation_level=None)
    connection.execute("PRAGMA synchronous = EXTRA")
    waits = []
    while process.poll() is None:
        begun = time.monotonic()
        while True:
            try:
                if not connection.in_transaction:
                    connection.execute("BEGIN IMMEDIATE")
                    connection.execute("UPDATE queue SET note = note WHERE sale_row = (SELECT max(sale_row) FROM queue)")
                connection.execute("COMMIT")
                break
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    raise
                time.sleep(random.uniform(0.001, 0.012))
        waits.append(time.monotonic() - begun)
        time.sleep(pause)
    return waits


def main():
    cli, workspace, folder = sys.argv[1:4]
    pause = float(sys.argv[4]) if len(sys.argv) > 4 else 0.2
    database = os.path.join(workspace, "cartwright.sqlite")
    os.makedirs(folder, exist_ok=True)
    vacuumed = os.path.join(folder, "vacuumed.sqlite")
    backup = os.path.join(folder, "backup.sqlite")
    for path in (vacuumed, backup, backup + ".manifest.json"):
        if os.path.exists(path):
            os.remove(path)
    vacuum = f"import sqlite3; sqlite3.connect({database!r}).execute('VACUUM INTO ?', ({vacuumed!r},))"
    print(f"{os.path.getsize(database) / 1e6:.0f} MB, one commit every {pause} s beside each")
    print(f"{'copied by':28} {'seconds':>8} {'commits':>8} {'median ms':>10} {'longest ms':>11}")
    for name, command in (
        ("VACUUM INTO", [sys.executable, "-c", vacuum]),
        ("backup, with its checks", [cli, "backup", backup, "--workspace", workspace]),
    ):
        begun = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        waits = sorted(write_while(process, database, pause))
        taken = time.monotonic() - begun
        if process.returncode:
            sys.exit(f"{name} failed with {process.returncode}")
        print(f"{name:28} {taken:8.1f} {len(waits):8} {1000 * waits[len(waits) // 2]:10.1f} {1000 * waits[-1]:11.1f}")


main()
