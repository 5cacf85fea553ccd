#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include <opencv2/core.hpp>

#include <vector>

namespace cartwright::vision {

/// How a picture differs from the reference as a whole: moved by `shift` pixels, each channel c of it
/// gain[c] * reference + offset[c].
struct Alignment
{
    cv::Point2d shift;
    cv::Vec3d gain{1, 1, 1};
    cv::Vec3d offset{0, 0, 0};
    double detail = 0;   ///< mean size of what is finer than slow shades
    double agreeing = 1; ///< share of the compared points that agree with the reference afterwards
};

/// Brings pictures of a shaking camera in changing light onto one reference picture. The shift is found by
/// Gauss-Newton steps (Lucas and Kanade 1981) on points with detail, slow shades taken out; then gain and offset by
/// a line through all points. Both use Tukey's weights, so that hands and moved goods do not count. One thread.
class Aligner
{
public:
    /// CV_8UC3, Y Cr Cb.
    explicit Aligner(const cv::Mat& reference);
    /// Starts from the previous answer; searches around where that does not fit.
    Alignment align(const cv::Mat& picture);
    /// Undoes an alignment: moved back and normalised.
    static cv::Mat normalise(const cv::Mat& picture, const Alignment& alignment);

private:
    struct ReferencePoint
    {
        int x = 0;
        int y = 0;
        float luma = 0;
        float detail = 0;
    };
    struct Shift
    {
        double x = 0;
        double y = 0;
        double agreeing = 0; ///< share of the detail that lies where the shift says
    };
    struct Light
    {
        double gain = 1;
        double offset = 0;
        double agreeing = 0;
    };
    Shift findShift(const cv::Mat& detail);
    double doubtOf(const Shift& shift) const;
    Shift searchShift(const cv::Mat& smallDetail) const;
    static std::vector<ReferencePoint> detailedPoints(const cv::Mat& detail, double leastStrength);
    static Shift refineShift(const cv::Mat& detail, const std::vector<ReferencePoint>& points, Shift start,
                             double usualGain);
    Light fitLight(const cv::Mat& luma, const Shift& shift) const;
    void fitColours(const cv::Mat& picture, Alignment& alignment) const;

    cv::Mat m_reference;
    cv::Mat m_smallDetail;
    std::vector<ReferencePoint> m_detailed;      ///< the points with most contrast of each cell
    std::vector<ReferencePoint> m_smallDetailed; ///< the same of the halved picture
    std::vector<ReferencePoint> m_even;     ///< a grid over the whole picture
    Shift m_lastShift;
    Light m_lastLight;
    double m_usualAgreement = 0.8; ///< of late; falls with goods that have gone for good
};

} // namespace cartwright::vision
