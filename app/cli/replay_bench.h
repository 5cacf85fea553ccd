#pragma once

#include "core/base/cancellation.h"
#include "core/media/clip_index.h"

#include <QString>

#include <optional>
#include <vector>

namespace cartwright::cli {

/// Times of one kind of call, in milliseconds.
struct Spread
{
    std::vector<double> times;
    void add(double milliseconds) { times.push_back(milliseconds); }
    double quantile(double share) const; ///< 0 to 1; NaN where nothing was measured
};

struct ReplayBenchOptions
{
    int seeks = 200;      ///< random exact seeks, decoded anew each
    int frames = 500;     ///< read in order, for each rate
    int places = 8;       ///< where 40 steps each way are made
    double seconds = 5;   ///< of each kind of playing
    int paneWidth = 960;  ///< pictures fit into this size
    int paneHeight = 540;
    double copySeconds = 60; ///< length of the review copy that is made to be measured; 0: none
    std::vector<Microseconds> targets; ///< timestamps of exact seeks; empty: random ones
    bool seeksOnly = false;  ///< nothing but exact seeks, to count wrong frames over many
};

/// Four panes on one clock at normal speed.
struct FourPanes
{
    double framesPerSecond = 0; ///< shown, over all panes
    int due = 0;                ///< frames whose time came
    int dropped = 0;            ///< of these, not shown
    double lagP95 = 0;          ///< ms from a frame's time to its picture
    double drift = 0;           ///< ms by which the lag grew from the first to the last fifth
};

/// What `bench replay` measures of one clip; each figure says what a reviewer waits for.
struct ReplayFigures
{
    QString clip;
    media::ClipInfo info;
    int frames = 0;
    int keyframes = 0;
    Spread coldSeek;    ///< random place, nothing kept from before
    Spread warmSeek;    ///< a frame that is decoded already
    Spread stepBack;    ///< key held, 30 a second, from random places and over borders of groups
    Spread stepForward; ///< the same forwards
    Spread firstFrame;  ///< file opened, index at hand, to the first picture
    Spread copySeek;       ///< the same four of the clip's review copy, empty where none was made
    Spread copyWarmSeek;
    Spread copyStepBack;
    Spread copyFirstFrame;
    double reverseRate = 0;   ///< different frames shown a second at speed -1
    double ownRate = 0;       ///< frames a second that the clip has
    double paneRate1 = 0;     ///< sequential, frames/s fitted into the pane, decoder with 1 thread
    double paneRate2 = 0;     ///< with 2 threads
    double fullRate1 = 0;     ///< sequential at the clip's own size as BGR
    double fullRate2 = 0;
    double fourReadersRate = 0; ///< four decoders with one thread each, side by side, frames/s over all
    FourPanes fourPanes;
    double memoryMegabytes = 0; ///< largest resident size seen while this clip was measured
    qint64 checked = 0;         ///< pictures compared with what stands at their place
    qint64 wrong = 0;           ///< of these, another picture
    bool numbered = false;      ///< made by `--make`: the frames carry their numbers
};

Result<ReplayFigures> measureReplay(const QString& path, const ReplayBenchOptions& options, const Cancellation& cancel);

} // namespace cartwright::cli
