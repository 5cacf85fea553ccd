#pragma once

// Internal to core/simulator: OpenCV types appear here, so only this room and its tests include it.

#include "core/simulator/rig.h"

#include <opencv2/core.hpp>

#include <vector>

namespace cartwright::simulator {

/// What one camera can be shown: the backdrop and the packs, made once per store and then only read. Any
/// thread.
class Stage
{
public:
    /// `assortment` must outlive the stage; `packs` are its articles' fronts, see packsOf.
    Stage(const RigCamera& camera, int width, int height, const Assortment& assortment,
          const std::vector<cv::Mat>& packs);

    const View& view() const { return m_camera.view; }
    const RigCamera& camera() const { return m_camera; }
    cv::Size size() const { return m_backdrop.size(); }

    /// The shelf with this stock and nobody before it: CV_8UC3 with the lens's shading and tint.
    cv::Mat shelf(const Stock& stock) const;
    /// Draws a copy of an article that stands (or is held) with its foot's middle here, upright.
    void drawCopy(cv::Mat& onto, int article, Vec3 foot, double gain) const;
    /// Shading and tint of the lens, on a whole picture.
    void throughLens(cv::Mat& picture) const;
    /// Shading and tint at one pixel, for what is drawn over a finished shelf.
    double lensGain() const { return m_camera.gain; }

private:
    void drawContact(cv::Mat& onto, int article, Vec3 foot) const;

    RigCamera m_camera;
    const Assortment& m_assortment;
    cv::Mat m_backdrop;
    std::vector<cv::Mat> m_packs;
    cv::Mat m_lens; ///< CV_16UC3 gain in 1/256
};

} // namespace cartwright::simulator
