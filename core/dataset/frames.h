#pragma once

#include "core/dataset/format.h"
#include "core/dataset/plan.h"

namespace cartwright::dataset {

struct PlacedLabel
{
    std::size_t place = 0; ///< in Plan::labels
    Box box;               ///< inside the picture
};

/// One frame that becomes an image, with the labels on it.
struct PlannedImage
{
    SaleKey key;
    QString cameraId;
    QString clipSha256;
    Microseconds timestamp = 0; ///< the frame's own
    std::size_t frame = 0;      ///< its place in the clip's index
    int width = 0;
    int height = 0;
    ClipLocation clip;
    std::size_t group = 0; ///< the first frame of its group of pictures
    UtcMicroseconds at = 0;
    QString name;     ///< unique, harmless as a file name
    QString sequence; ///< the same for the pictures of one clip and sale
    int number = 0;   ///< place in the sequence
    QString file;     ///< where the format wants it
    Split split = Split::Train;
    QString groupWord; ///< what stays together in one split
    std::vector<PlacedLabel> labels;
};

enum class WhyLeftOut : std::uint8_t {
    OutsidePicture,
    OutsideClip,
    DamagedFrame,
    ClipMissing, ///< not in the media folder, or its server does not give it
    ClipChanged, ///< not the file that was labelled
    NearDuplicate,
};
QString nameOf(WhyLeftOut why);

struct LeftOut
{
    std::size_t place = 0; ///< in Plan::labels
    WhyLeftOut why = WhyLeftOut::OutsidePicture;
};

struct FramePlan
{
    std::vector<PlannedImage> images; ///< by store, sale, camera, clip, timestamp
    std::vector<LeftOut> leftOut;
};

/// Checks each clip file against the hash its labels name (not those on a server), and finds for each label the latest frame
/// not after its timestamp. Labels on one frame share an image. Refused for a clip named outside the media folder; Cancelled.
Result<FramePlan> planFrames(const Plan& plan, const store::MediaPlaces& media, const Cancellation& cancel);

/// Numbers the pictures of each sequence anew and says where each lies in the format.
void placePictures(std::vector<PlannedImage>& images, const Format& format);
/// As it goes out, but for what is only known when the picture is made.
Sample sampleOf(const PlannedImage& image);

} // namespace cartwright::dataset
