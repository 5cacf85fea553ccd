#include "core/vision/arm_tip.h"

#include "core/vision/arm_tracks.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace cartwright::vision {
namespace {

constexpr int tipsLookedAt = 7;
constexpr int tipReach = 4; ///< work pixels beyond the polygon that still count as in the bin

Microseconds overlap(const Interaction& a, const Interaction& b)
{
    return std::min(a.until, b.until) - std::max(a.from, b.from);
}

bool crossedOnTheWay(const Interaction& passed, const std::vector<Interaction>& all)
{
    return std::any_of(all.begin(), all.end(), [&](const Interaction& other) {
        return other.outcome != EventKind::None && other.binId != passed.binId
               && 2 * overlap(passed, other) >= std::min(passed.until - passed.from, other.until - other.from);
    });
}

} // namespace

std::optional<cv::Point> armTip(const cv::Mat& picture, const Backdrop& backdrop, const cv::Rect& window)
{
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(foreignRegion(picture, backdrop), labels, stats, centres, 8);
    int arm = 0;
    int most = 0;
    for (int label = 1; label < count; ++label) {
        const int over = cv::countNonZero(labels(window) == label);
        if (over > most) {
            most = over;
            arm = label;
        }
    }
    if (arm == 0)
        return std::nullopt;
    std::vector<cv::Point> points;
    cv::findNonZero(labels == arm, points);
    cv::Point2d entry(0, 0);
    int atBorder = 0;
    for (const cv::Point& point : points) {
        if (point.x > 1 && point.y > 1 && point.x < picture.cols - 2 && point.y < picture.rows - 2)
            continue;
        entry += cv::Point2d(point);
        ++atBorder;
    }
    if (atBorder == 0)
        return std::nullopt;
    entry /= atBorder;
    return *std::max_element(points.begin(), points.end(), [&](const cv::Point& a, const cv::Point& b) {
        return cv::norm(cv::Point2d(a) - entry) < cv::norm(cv::Point2d(b) - entry);
    });
}

void dropPassingArms(std::vector<Interaction>& interactions, const std::vector<Sample>& samples,
                     const std::vector<BinArea>& bins, const Backdrop& backdrop)
{
    const auto tipElsewhere = [&](const Interaction& interaction) {
        const auto bin = std::find_if(bins.begin(), bins.end(),
                                      [&](const BinArea& area) { return area.binId == interaction.binId; });
        std::vector<const Sample*> during;
        for (const Sample& sample : samples)
            if (!sample.blind && sample.timestamp >= interaction.from && sample.timestamp <= interaction.until)
                during.push_back(&sample);
        if (bin == bins.end() || during.empty())
            return false;
        cv::Mat inside = cv::Mat::zeros(backdrop.picture.size(), CV_8U);
        bin->inside.copyTo(inside(bin->window));
        cv::dilate(inside, inside, cv::Mat::ones(2 * tipReach + 1, 2 * tipReach + 1, CV_8U));
        int here = 0;
        int elsewhere = 0;
        for (std::size_t n = 0; n < tipsLookedAt; ++n) {
            // The middle of the span: on the way in and out every bin has the tip for a moment.
            const std::size_t at = during.size() * (n + 2) / (tipsLookedAt + 3);
            if (const auto tip = armTip(during[at]->picture, backdrop, bin->window & cv::Rect({}, inside.size())))
                (inside.at<uchar>(*tip) != 0 ? here : elsewhere) += 1;
        }
        return elsewhere > here;
    };
    const std::vector<Interaction> all = interactions;
    std::erase_if(interactions, [&](const Interaction& interaction) {
        return interaction.outcome == EventKind::None && (crossedOnTheWay(interaction, all) || tipElsewhere(interaction));
    });
}

} // namespace cartwright::vision
