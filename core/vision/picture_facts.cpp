#include "core/vision/picture_facts.h"

#include "core/vision/picture_view.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>

namespace cartwright::vision {

PictureFacts factsOf(const media::Picture& gray)
{
    if (gray.isEmpty() || gray.layout != media::PixelLayout::Gray8)
        return {};
    const cv::Mat luma = viewOf(gray);
    constexpr int side = 32, kept = 8;
    cv::Mat small, frequencies;
    cv::resize(luma, small, {side, side}, 0, 0, cv::INTER_AREA);
    small.convertTo(small, CV_32F);
    cv::dct(small, frequencies);
    std::array<float, kept * kept> low{};
    for (int y = 0; y < kept; ++y)
        for (int x = 0; x < kept; ++x)
            low[static_cast<std::size_t>(y * kept + x)] = frequencies.at<float>(y + 1, x + 1);
    std::array<float, kept * kept> sorted = low;
    std::nth_element(sorted.begin(), sorted.begin() + kept * kept / 2, sorted.end());
    const float median = sorted[kept * kept / 2];
    PictureFacts facts;
    for (std::size_t i = 0; i < low.size(); ++i)
        if (low[i] > median)
            facts.hash |= std::uint64_t{1} << i;
    cv::Mat edges;
    cv::Laplacian(luma, edges, CV_16S);
    cv::Scalar mean, deviation;
    cv::meanStdDev(edges, mean, deviation);
    facts.sharpness = deviation[0] * deviation[0];
    return facts;
}

} // namespace cartwright::vision
