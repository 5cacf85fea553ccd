#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/base/time.h"

#include <opencv2/core.hpp>

#include <deque>
#include <vector>

namespace cartwright::vision {

/// What has changed in the picture from one look to the next, and whom that gives away: the detectors know whole people,
/// so somebody who is cut off by the picture's edge is often known by nothing but moving there. One thread.
class PeopleMotion
{
public:
    /// 8-bit gray; times rise. Throws what OpenCV throws.
    void look(const cv::Mat& luma, Microseconds timestamp);
    /// How much of this part of the picture, in its pixels, changed since the look before; 0 to 1.
    double shareIn(const cv::Rect2d& box) const;
    /// Where somebody may be at the left or right edge at this time: around what moved there, as large as a person.
    /// It holds for long in both directions, because who sits at the edge moves seldom.
    std::vector<cv::Rect2d> edgesAt(Microseconds timestamp) const;
    void forgetBefore(Microseconds timestamp);

    static constexpr Microseconds holdBefore = 3 * microsecondsPerSecond;
    static constexpr Microseconds holdAfter = 8 * microsecondsPerSecond;

private:
    void noteEdges(Microseconds timestamp);

    struct Seen
    {
        Microseconds at = 0;
        cv::Rect2d box;
    };
    cv::Mat m_before;
    cv::Mat m_changed; ///< 255 where it moved, small
    double m_scale = 1; ///< from the picture to the small one
    std::deque<Seen> m_edges;
};

} // namespace cartwright::vision
