#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/vision/calm_spans.h"

namespace cartwright::vision {

/// What is not backdrop in a sample: CV_8U, hands, arms and goods in them, and goods that came or went.
cv::Mat foreignRegion(const cv::Mat& picture, const Backdrop& backdrop);

/// Where one arm came in over the picture's border at one moment.
struct ArmGlimpse
{
    std::size_t sample = 0;
    std::size_t track = 0;
    std::size_t together = 1; ///< arms that hang together with it in the picture
    cv::Mat region;           ///< CV_8U of the work picture: what hangs together with it; shared, not to be written
};

/// One arm from coming into the picture to leaving it, followed by the place where it crosses the border and by the
/// sleeve's colour there.
struct ArmTrack
{
    Microseconds from = 0;
    Microseconds until = 0;
    cv::Vec3d colour;   ///< mean Y, Cr, Cb of the sleeve at the border
    double seen = 0;    ///< moments that `colour` is the mean of
    cv::Point2d entry;  ///< where it crosses the border, last
};

struct Arms
{
    std::vector<ArmTrack> tracks;
    std::vector<ArmGlimpse> glimpses; ///< in order of the samples
};

/// Follows all arms through a stretch of samples. Things that stay for good (goods put down at the border) are none.
Arms followArms(const std::vector<Sample>& samples, const Backdrop& backdrop);

/// Tells each interaction whose arms reached into its bin.
void nameArms(std::vector<Interaction>& interactions, const std::vector<Sample>& samples, const Arms& arms,
              const std::vector<BinArea>& bins);
/// The arms in the picture at the moments asked about, whose boxes are in pixels of the work picture.
std::vector<Seen> armsAt(const std::vector<AskedMoment>& asked, const std::vector<Sample>& samples, const Arms& arms);
/// Moments at which two arms met before no bin.
std::vector<Meeting> findMeetings(const Arms& arms, const std::vector<Sample>& samples, const std::vector<BinArea>& bins);

} // namespace cartwright::vision
