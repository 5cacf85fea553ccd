#pragma once

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
    QString clipPath;
    QString file; ///< "images/<split>/<name>.jpg"
    Split split = Split::Train;
    std::vector<PlacedLabel> labels;

    QString fileName() const { return file.section(QLatin1Char('/'), -1); }
};

enum class WhyLeftOut : std::uint8_t { OutsidePicture, OutsideClip, DamagedFrame };
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

/// Checks each clip file against the hash its labels name, and finds for each label the latest frame not
/// after its timestamp. Labels on one frame share an image. NotFound and Integrity name the clip; Cancelled.
Result<FramePlan> planFrames(const Plan& plan, const QString& mediaFolder, const Cancellation& cancel);

} // namespace cartwright::dataset
