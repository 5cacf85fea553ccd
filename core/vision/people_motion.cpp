#include "core/vision/people_motion.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace cartwright::vision {
namespace {

constexpr int smallWidth = 160;
constexpr double changedBy = 12; ///< gray levels, after averaging: above what coding and lamps do
constexpr std::size_t enoughLooks = 2; ///< of one place, before a movement at the edge is believed

// In shares of the picture's size.
constexpr double edgeDepth = 0.025;  ///< a movement this near to the edge touches it
constexpr double leastHeight = 0.05; ///< smaller things flicker
constexpr double personWidth = 0.1;  ///< what is cut off by the edge shows at least so much of somebody
constexpr double personHeight = 0.3;

} // namespace

void PeopleMotion::look(const cv::Mat& luma, Microseconds timestamp)
{
    m_scale = std::min(1.0, static_cast<double>(smallWidth) / luma.cols);
    cv::Mat small;
    cv::resize(luma, small, {}, m_scale, m_scale, cv::INTER_AREA);
    cv::GaussianBlur(small, small, {3, 3}, 0);
    if (m_before.size() == small.size()) {
        cv::absdiff(small, m_before, m_changed);
        cv::threshold(m_changed, m_changed, changedBy, 255, cv::THRESH_BINARY);
        noteEdges(timestamp);
    }
    m_before = small;
}

double PeopleMotion::shareIn(const cv::Rect2d& box) const
{
    if (m_changed.empty())
        return 0;
    const cv::Rect2d scaled(box.x * m_scale, box.y * m_scale, box.width * m_scale, box.height * m_scale);
    const cv::Rect inside = cv::Rect(scaled) & cv::Rect({0, 0}, m_changed.size());
    return inside.empty() ? 0 : cv::countNonZero(m_changed(inside)) / static_cast<double>(inside.area());
}

void PeopleMotion::noteEdges(Microseconds timestamp)
{
    cv::Mat joined;
    cv::dilate(m_changed, joined, cv::getStructuringElement(cv::MORPH_RECT, {5, 7}));
    cv::Mat labels, stats, middles;
    const int count = cv::connectedComponentsWithStats(joined, labels, stats, middles);
    const double width = joined.cols;
    const double height = joined.rows;
    for (int i = 1; i < count; ++i) {
        const cv::Rect2d found(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                               stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
        const bool atLeft = found.x <= edgeDepth * width;
        const bool atRight = found.x + found.width >= (1 - edgeDepth) * width;
        if (found.height < leastHeight * height || atLeft == atRight) // what reaches from edge to edge is the light
            continue;
        const double across = std::max(found.width * 1.2, personWidth * width);
        const double down = std::max(found.height * 1.4, personHeight * height);
        const double top = found.y - 0.15 * found.height; // the head is above what moves
        m_edges.push_back({timestamp, cv::Rect2d((atLeft ? 0 : width - across) / m_scale, top / m_scale, across / m_scale, down / m_scale)});
    }
}

std::vector<cv::Rect2d> PeopleMotion::edgesAt(Microseconds timestamp) const
{
    std::vector<cv::Rect2d> boxes;
    for (const Seen& seen : m_edges) {
        if (timestamp < seen.at - holdBefore || timestamp > seen.at + holdAfter)
            continue;
        const auto near = static_cast<std::size_t>(std::count_if(m_edges.begin(), m_edges.end(), [&](const Seen& other) {
            return std::abs(other.at - seen.at) <= holdBefore && (other.box & seen.box).area() > 0.3 * std::min(other.box.area(), seen.box.area());
        }));
        if (near >= enoughLooks)
            boxes.push_back(seen.box);
    }
    return boxes;
}

void PeopleMotion::forgetBefore(Microseconds timestamp)
{
    while (!m_edges.empty() && m_edges.front().at + holdAfter + holdBefore < timestamp)
        m_edges.pop_front();
}

} // namespace cartwright::vision
