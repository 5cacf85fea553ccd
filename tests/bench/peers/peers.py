#!/usr/bin/env python3
"""Runs peers and cartwright-cli on the same clips, in turns, and prints medians and ratios.

  peers.py [--cli PATH] [--seeks N] [--rounds N] CLIP...

Every task is run by every peer in each round, so that a busy machine disturbs all alike; a figure is the median of its
rounds. A ratio says how many times as fast Cartwright is. Peers that are not installed are left out."""
import argparse
import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def frame_times(clip):
    """Microseconds of all frames, as ffprobe lists the packets."""
    out = subprocess.run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts_time", "-of", "csv=p=0", clip],
                         capture_output=True, text=True, check=True).stdout
    return sorted(int(round(float(line.split(",")[0]) * 1e6)) for line in out.split() if line.split(",")[0] != "N/A")


class Mpv:
    """mpv without a window, over its JSON socket."""

    def __init__(self, clip, folder):
        path = os.path.join(folder, "mpv.socket")
        if os.path.exists(path):
            os.remove(path)
        start = time.monotonic()
        self.process = subprocess.Popen(["mpv", "--no-config", "--vo=null", "--no-audio", "--pause", "--hwdec=no", "--keep-open=yes", "--hr-seek=yes",
                                         "--really-quiet", "--input-ipc-server=" + path, clip])
        self.socket = socket.socket(socket.AF_UNIX)
        while True:
            try:
                self.socket.connect(path)
                break
            except OSError:
                time.sleep(0.002)
        self.lines = self.socket.makefile("r")
        self.wait("playback-restart")
        self.first = 1000 * (time.monotonic() - start)

    def send(self, *command):
        self.socket.sendall((json.dumps({"command": list(command)}) + "\n").encode())

    def wait(self, event):
        for line in self.lines:
            if json.loads(line).get("event") == event:
                return

    def get(self, name):
        self.socket.sendall((json.dumps({"command": ["get_property", name], "request_id": 7}) + "\n").encode())
        for line in self.lines:
            answer = json.loads(line)
            if answer.get("request_id") == 7:
                return answer.get("data")

    def timed(self, *command):
        start = time.monotonic()
        self.send(*command)
        self.wait("playback-restart")
        return 1000 * (time.monotonic() - start)

    def close(self):
        self.process.terminate()
        self.process.wait()


def measure_mpv(clip, targets, steps, figures, folder):
    mpv = Mpv(clip, folder)
    figures["first frame"].append(mpv.first)
    origin = mpv.get("demuxer-start-time") or 0
    for target in targets:
        figures["exact seek"].append(mpv.timed("seek", target / 1e6 + (0 if origin == 0 else -origin), "absolute+exact"))
        shown = mpv.get("time-pos")
        figures["wrong"].append(0 if shown is not None and abs(shown + (0 if origin == 0 else origin) - target / 1e6) < 0.006 else 1)
    for _ in range(steps):
        figures["step back"].append(mpv.timed("frame-back-step"))
    mpv.close()


def measure_opencv(clip, targets, places, figures):
    import cv2
    start = time.monotonic()
    capture = cv2.VideoCapture(clip)
    capture.read()
    figures["first frame"].append(1000 * (time.monotonic() - start))
    for place in places:
        start = time.monotonic()
        capture.set(cv2.CAP_PROP_POS_FRAMES, place)
        capture.read()
        figures["exact seek"].append(1000 * (time.monotonic() - start))
    for back in range(1, 4):
        start = time.monotonic()
        capture.set(cv2.CAP_PROP_POS_FRAMES, max(0, places[-1] - back))
        capture.read()
        figures["step back"].append(1000 * (time.monotonic() - start))
    capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
    start = time.monotonic()
    count = 0
    while count < 150 and capture.read()[0]:
        count += 1
    figures["in order to BGR"].append(count / (time.monotonic() - start))


def measure_ffmpeg(clip, threads, name, figures, extra=()):
    start = time.monotonic()
    out = subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-benchmark", "-threads", str(threads), "-i", clip, "-map", "0:v:0", "-frames:v", "150",
                          *extra, "-fps_mode", "passthrough", "-f", "null", "-progress", "-", "-"], capture_output=True, text=True).stdout
    frames = int(re.findall(r"frame=\s*(\d+)", out)[-1])
    figures[name].append(frames / (time.monotonic() - start))


def measure_floor(program, clip, targets, figures, folder):
    listing = os.path.join(folder, "targets.txt")
    with open(listing, "w") as file:
        file.write("\n".join(str(t) for t in targets))
    out = subprocess.run([program, clip, "2", listing], capture_output=True, text=True).stdout
    for line in out.splitlines():
        word, value, *right = line.split()
        figures["first frame" if word == "first" else "exact seek"].append(float(value))
        if right:
            figures["wrong"].append(1 - int(right[0]))


def measure_qt(clip, targets, figures, folder):
    listing = os.path.join(folder, "qt-targets.txt")
    with open(listing, "w") as file:
        file.write("\n".join(str(t) for t in targets))
    out = subprocess.run([sys.executable, os.path.join(HERE, "qt_player.py"), clip, listing], capture_output=True, text=True).stdout
    for line in out.splitlines():
        word, value, *right = line.split()
        figures[{"first": "first frame", "seek": "exact seek", "back": "step back"}[word]].append(float(value))
        if right:
            figures["wrong"].append(1 - int(right[0]))


def measure_grid_mpv(clip, figures):
    """Four of the clip as one picture of 960x540, as fast as it goes; frames of the four together."""
    frames = 100
    cells = "".join(f"[vid{i + 1}]scale=480:270[v{i}];" for i in range(4))
    grid = cells + "[v0][v1][v2][v3]xstack=inputs=4:layout=0_0|w0_0|0_h0|w0_h0[vo]"
    start = time.monotonic()
    done = subprocess.run(["mpv", "--no-config", "--vo=null", "--no-audio", "--untimed", "--hwdec=no", "--really-quiet", f"--frames={frames}",
                           *[f"--external-file={clip}"] * 3, "--lavfi-complex=" + grid, clip], capture_output=True)
    if done.returncode == 0:
        figures["four at once"].append(4 * frames / (time.monotonic() - start))


def measure_grid_ffmpeg(clip, figures):
    frames = 100
    cells = "".join(f"[{i}:v]scale=480:270[v{i}];" for i in range(4))
    grid = cells + "[v0][v1][v2][v3]xstack=inputs=4:layout=0_0|w0_0|0_h0|w0_h0"
    start = time.monotonic()
    done = subprocess.run(["ffmpeg", "-nostdin", "-v", "error", *["-i", clip] * 4, "-filter_complex", grid, "-frames:v", str(frames), "-f", "null", "-"],
                          capture_output=True)
    if done.returncode == 0:
        figures["four at once"].append(4 * frames / (time.monotonic() - start))


def measure_ours(cli, clip, targets, figures, folder):
    # To the places that the others go to: what a seek costs depends on how far it is from its keyframe.
    listing = os.path.join(folder, "ours.txt")
    with open(listing, "w") as file:
        file.write("\n".join(str(t) for t in targets))
    out = json.loads(subprocess.run([cli, "bench", "replay", clip, "--json", "--targets", listing, "--seeks", str(len(targets)), "--frames", "150", "--places", "3", "--play", "2", "--copy", "20"],
                                    capture_output=True, text=True).stdout)
    one = out["clips"][0]
    figures["four at once"].append(one["four_decoders_fps"])
    figures["review copy"].append(one["copy"]["seek_cold"]["p50_ms"])
    figures["exact seek"].append(one["seek_cold"]["p50_ms"])
    figures["step back"].append(one["step_back"]["p50_ms"])
    figures["first frame"].append(one["first_frame"]["p50_ms"])
    figures["in order, 1 thread"].append(one["sequential_pane_fps"][0])
    figures["in order, 2 threads"].append(one["sequential_pane_fps"][1])
    figures["in order to BGR"].append(one["sequential_bgr_fps"][1])
    figures["wrong"].append(one["wrong"])


def build_floor(folder):
    program = os.path.join(folder, "floor")
    libraries = subprocess.run(["pkg-config", "--cflags", "--libs", "libavformat", "libavcodec", "libavutil"], capture_output=True, text=True).stdout.split()
    built = subprocess.run(["cc", "-O2", os.path.join(HERE, "floor.c"), "-o", program, *libraries])
    return program if built.returncode == 0 else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", default="cartwright-cli")
    parser.add_argument("--seeks", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("clips", nargs="+")
    options = parser.parse_args()
    tasks = ["exact seek", "review copy", "step back", "first frame", "in order, 1 thread", "in order, 2 threads", "in order to BGR", "four at once", "wrong"]
    with tempfile.TemporaryDirectory() as folder:
        floor = build_floor(folder)
        for clip in options.clips:
            times = frame_times(clip)
            random.seed(5)
            all_figures = {name: {task: [] for task in tasks} for name in ("Cartwright", "floor", "ffmpeg", "mpv", "Qt", "OpenCV")}
            for _ in range(options.rounds):
                places = [random.randrange(len(times)) for _ in range(options.seeks)]
                targets = [times[place] for place in places]
                if options.cli:
                    measure_ours(options.cli, clip, targets, all_figures["Cartwright"], folder)
                if floor:
                    measure_floor(floor, clip, targets, all_figures["floor"], folder)
                for threads in (1, 2):
                    plural = "s" if threads > 1 else ""
                    measure_ffmpeg(clip, threads, f"in order, {threads} thread{plural}", all_figures["ffmpeg"])
                measure_ffmpeg(clip, 2, "in order to BGR", all_figures["ffmpeg"], ["-pix_fmt", "bgr24"])
                if shutil.which("mpv"):
                    measure_mpv(clip, targets, 8, all_figures["mpv"], folder)
                    measure_grid_mpv(clip, all_figures["mpv"])
                measure_grid_ffmpeg(clip, all_figures["ffmpeg"])
                measure_qt(clip, targets, all_figures["Qt"], folder)
                try:
                    measure_opencv(clip, targets, places[:10], all_figures["OpenCV"])
                except ImportError:
                    pass
            print(f"\n{os.path.basename(clip)}, medians of {options.rounds} rounds (ms, frames/s); in brackets how many times as fast Cartwright is")
            for task in tasks[:-1]:
                cells = []
                ours = all_figures["Cartwright"][task]
                for name, figures in all_figures.items():
                    if task == "review copy" and name != "Cartwright":
                        figures = {task: figures["exact seek"]}  # ours on the copy against theirs on the original
                    if not figures[task]:
                        continue
                    value = statistics.median(figures[task])
                    text = f"{name} {value:.2f}"
                    if name != "Cartwright" and ours and value > 0:
                        own = statistics.median(ours)
                        text += f" ({own / value:.2f})" if task.startswith(("in order", "four")) else f" ({value / max(own, 1e-3):.2f})"
                    cells.append(text)
                print(f"  {task}: " + " · ".join(cells))
            print("  wrong frames: " + " · ".join(f"{name} {sum(f['wrong'])}" for name, f in all_figures.items() if f["wrong"]))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
