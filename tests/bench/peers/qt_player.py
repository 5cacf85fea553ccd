#!/usr/bin/python3
"""Seeks with Qt Multimedia's QMediaPlayer, without a window.

  qt_player.py CLIP FILE     FILE: one frame time in microseconds a line

Prints "first MS", then for each time "seek MS" with 1 where the frame that came has this time (to the millisecond, which is
what setPosition takes) and 0 where not, then "back MS" for steps to the frame before, which Qt has only as seeks."""
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PyQt6.QtCore import QEventLoop, QTimer, QUrl  # noqa: E402
from PyQt6.QtGui import QGuiApplication  # noqa: E402
from PyQt6.QtMultimedia import QMediaPlayer, QVideoSink  # noqa: E402

LONGEST = 5000


class Player:
    def __init__(self, clip):
        self.came = None
        self.loop = QEventLoop()
        self.player = QMediaPlayer()
        self.sink = QVideoSink()
        self.sink.videoFrameChanged.connect(self.on_frame)
        self.player.setVideoSink(self.sink)
        start = time.monotonic()
        self.player.setSource(QUrl.fromLocalFile(os.path.abspath(clip)))
        self.player.pause()
        self.wait()
        self.first = 1000 * (time.monotonic() - start)

    def on_frame(self, frame):
        if frame.isValid():
            self.came = frame.startTime()
            self.loop.quit()

    def wait(self):
        self.came = None
        QTimer.singleShot(LONGEST, self.loop.quit)
        self.loop.exec()

    def seek(self, microseconds):
        start = time.monotonic()
        self.player.setPosition((microseconds + 999) // 1000)
        self.wait()
        return 1000 * (time.monotonic() - start), self.came is not None and abs(self.came - microseconds) < 1500


def main():
    application = QGuiApplication(sys.argv[:1])
    with open(sys.argv[2]) as file:
        times = [int(line) for line in file if line.strip()]
    player = Player(sys.argv[1])
    print("first", player.first)
    for moment in times:
        spent, right = player.seek(moment)
        print("seek", spent, int(right))
    moment = max(times)
    for _ in range(6):
        moment = max(0, moment - 40_000)
        print("back", player.seek(moment)[0])
    sys.stdout.flush()
    os._exit(0)  # the backend's threads may wait for ever


if __name__ == "__main__":
    main()
