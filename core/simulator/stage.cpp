#include "core/simulator/stage.h"

#include "core/simulator/backdrop.h"
#include "core/simulator/canvas.h"
#include "core/simulator/pack.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace cartwright::simulator {
namespace {

/// A soft dark patch under a pack, CV_8UC4.
const cv::Mat& contactShade()
{
    static const cv::Mat patch = [] {
        cv::Mat alpha(64, 64, CV_8UC1, cv::Scalar::all(0));
        cv::ellipse(alpha, {32, 32}, {22, 20}, 0, 0, 360, cv::Scalar::all(170), cv::FILLED);
        cv::GaussianBlur(alpha, alpha, {21, 21}, 0);
        return withAlpha(cv::Mat(alpha.size(), CV_8UC3, cv::Scalar::all(0)), alpha, alpha.size());
    }();
    return patch;
}

/// Gain of each pixel in 1/256: darker corners, a tint, the camera's brightness.
cv::Mat lensOf(const RigCamera& camera, cv::Size size)
{
    cv::Mat lens(size, CV_16UC3);
    const double tint[3] = {1 - camera.warmth, 1.0, 1 + camera.warmth};
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const double dx = (x - size.width / 2.0) / size.width, dy = (y - size.height / 2.0) / size.width;
            const double fall = 1.05 - 0.42 * (dx * dx + dy * dy);
            for (int channel = 0; channel < 3; ++channel)
                lens.at<cv::Vec3w>(y, x)[channel] =
                    cv::saturate_cast<std::uint16_t>(256 * camera.gain * fall * tint[channel]);
        }
    return lens;
}

} // namespace

Stage::Stage(const RigCamera& camera, int width, int height, const Assortment& assortment,
             const std::vector<cv::Mat>& packs)
    : m_camera(camera), m_assortment(assortment),
      m_backdrop(drawBackdrop(camera.view, width, height, assortment)),
      m_lens(lensOf(camera, m_backdrop.size()))
{
    const double wanted = camera.view.scaleAt({unit::width / 2, unit::bottom / 2, 20}) * 1.4;
    for (cv::Mat pack : packs) {
        const double shrink = std::min(1.0, wanted / packScale);
        cv::resize(pack, pack, {}, shrink, shrink, cv::INTER_AREA);
        m_packs.push_back(pack);
    }
}

void Stage::drawContact(cv::Mat& onto, int article, Vec3 foot) const
{
    const double half = m_assortment.article(article).width * 0.78;
    const double y = foot.y, near = foot.z + 4, far = foot.z - 12;
    overlayInto(
        onto, contactShade(),
        {m_camera.view.project({foot.x - half, y, far}), m_camera.view.project({foot.x + half, y, far}),
         m_camera.view.project({foot.x + half, y, near}), m_camera.view.project({foot.x - half, y, near})});
}

void Stage::drawCopy(cv::Mat& onto, int article, Vec3 foot, double gain) const
{
    const Article& a = m_assortment.article(article);
    const double left = foot.x - a.width / 2, right = foot.x + a.width / 2, top = foot.y - a.height;
    overlayInto(onto, m_packs[static_cast<std::size_t>(article)],
                {m_camera.view.project({left, top, foot.z}), m_camera.view.project({right, top, foot.z}),
                 m_camera.view.project({right, foot.y, foot.z}),
                 m_camera.view.project({left, foot.y, foot.z})},
                gain);
}

cv::Mat Stage::shelf(const Stock& stock) const
{
    cv::Mat picture = m_backdrop.clone();
    for (std::size_t place = 0; place < stock.size(); ++place)
        for (std::size_t spot = 0; spot < stock[place].size(); ++spot) {
            const int article = stock[place][spot];
            const Spot& at = m_assortment.places[place].spots[spot];
            if (article < 0)
                continue;
            if (at.level == 0)
                drawContact(picture, article, at.foot);
            // Copies differ a little in how they catch the light, always the same at the same spot.
            const double gain =
                0.94 + 0.04 * std::sin(static_cast<double>(place) * 2.1 + at.column * 1.7 + at.level);
            drawCopy(picture, article, at.foot, gain);
        }
    throughLens(picture);
    return picture;
}

void Stage::throughLens(cv::Mat& picture) const
{
    for (int y = 0; y < picture.rows; ++y) {
        auto* row = picture.ptr<std::uint8_t>(y);
        const auto* gain = m_lens.ptr<std::uint16_t>(y);
        for (int i = 0; i < picture.cols * 3; ++i)
            row[i] = static_cast<std::uint8_t>(
                std::min(255u, (static_cast<unsigned>(row[i]) * gain[i] + 128u) >> 8));
    }
    if (m_camera.blur > 0)
        cv::GaussianBlur(picture, picture, {3, 3}, m_camera.blur);
}

} // namespace cartwright::simulator
