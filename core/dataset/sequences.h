#pragma once

#include "core/dataset/collection.h"

namespace cartwright::dataset {

struct TrackBox
{
    int number = 0; ///< of the picture in its sequence
    Mark mark;
};

/// One object through a sequence; a mark without a track is one of its own.
struct Track
{
    std::size_t category = 0;
    std::vector<TrackBox> boxes; ///< by number
};

struct Sequence
{
    QString subset;
    QString name;
    int frames = 0; ///< pictures, numbered from 0
    int width = 0;
    int height = 0;
    std::vector<Track> tracks; ///< in order of their first boxes
};

/// Goes through the sequences of a collection, one in memory at a time. One track has one category: where its marks are of
/// several, each category is a track.
Result<void> eachSequence(const Samples& samples, const std::function<Result<void>(const Sequence&)>& use);

/// The box at `share` of the straight way from one to the other.
Box mixed(const Box& from, const Box& to, double share);

} // namespace cartwright::dataset
