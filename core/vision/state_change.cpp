#include "core/vision/state_change.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace cartwright::vision {
namespace {

constexpr double leastShare = 0.025;      ///< of the bin's area
constexpr double leastOutlineShare = 0.1; ///< of a blob's pixels whose gradient changed

cv::Mat channel(const cv::Mat& picture, int number)
{
    cv::Mat plane;
    cv::extractChannel(picture, plane, number);
    return plane;
}

cv::Mat contrastOf(const cv::Mat& plane)
{
    cv::Mat low;
    cv::Mat high;
    cv::erode(plane, low, cv::Mat());
    cv::dilate(plane, high, cv::Mat());
    return high - low;
}

/// The plane a + b x + c y through the differences where `where` is set, fitted twice, outliers left out.
cv::Mat slowShade(const cv::Mat& difference, const cv::Mat& where)
{
    cv::Vec3d plane(0, 0, 0);
    for (int round = 0; round < 4; ++round) {
        const double limit = round == 0 ? 1e9 : 24.0 / round;
        cv::Matx33d normal = cv::Matx33d::eye();
        cv::Vec3d right(0, 0, 0);
        for (int y = 0; y < difference.rows; ++y) {
            for (int x = 0; x < difference.cols; ++x) {
                if (where.at<uchar>(y, x) == 0)
                    continue;
                const cv::Vec3d at(1, (x - 0.5 * difference.cols) / 32.0, (y - 0.5 * difference.rows) / 32.0);
                const double value = static_cast<double>(difference.at<float>(y, x));
                if (std::abs(value - plane.dot(at)) > limit)
                    continue;
                normal += cv::Matx33d(at * at.t());
                right += at * value;
            }
        }
        plane = normal.solve(right, cv::DECOMP_CHOLESKY);
    }
    cv::Mat shade(difference.size(), CV_32F);
    for (int y = 0; y < shade.rows; ++y)
        for (int x = 0; x < shade.cols; ++x)
            shade.at<float>(y, x) = static_cast<float>(
                plane.dot({1, (x - 0.5 * shade.cols) / 32.0, (y - 0.5 * shade.rows) / 32.0}));
    return shade;
}

struct Gradient
{
    cv::Mat x;
    cv::Mat y;
    cv::Mat size;
};

Gradient gradientOf(const cv::Mat& plane)
{
    Gradient gradient;
    cv::Scharr(plane, gradient.x, CV_32F, 1, 0, 1.0 / 32);
    cv::Scharr(plane, gradient.y, CV_32F, 0, 1, 1.0 / 32);
    cv::magnitude(gradient.x, gradient.y, gradient.size);
    return gradient;
}

/// By how much `a` exceeds `b`, summed; differences below the floor are noise.
double excess(const cv::Mat& a, const cv::Mat& b, double floor, const cv::Mat& where)
{
    cv::Mat above = a - b - floor;
    cv::max(above, 0, above);
    return cv::mean(above, where)[0] * cv::countNonZero(where);
}

/// -1 to 1: whether more gradient went than came. Edges that stayed count for neither.
double gradientBalance(const cv::Mat& before, const cv::Mat& after, double floor, const cv::Mat& where)
{
    const double went = excess(before, after, floor, where);
    const double came = excess(after, before, floor, where);
    return (went - came) / (went + came + 0.3 * cv::countNonZero(where));
}

/// Cosine between two gradient fields: 1 where the outlines are the same up to contrast.
double likenessOf(const Gradient& a, const Gradient& b, const cv::Mat& where)
{
    const double both = cv::mean(a.x.mul(b.x) + a.y.mul(b.y), where)[0];
    const double sizeA = cv::mean(a.size.mul(a.size), where)[0];
    const double sizeB = cv::mean(b.size.mul(b.size), where)[0];
    return both / std::sqrt((sizeA + 1) * (sizeB + 1));
}

/// The best likeness over small displacements: goods that were nudged, or a camera that was, are the same goods.
double movedLikeness(const cv::Mat& before, const Gradient& a, const cv::Mat& after, const cv::Mat& where, int reach)
{
    cv::Mat padded;
    cv::copyMakeBorder(after, padded, reach, reach, reach, reach, cv::BORDER_REPLICATE);
    double best = -1;
    for (int dy = -reach; dy <= reach; ++dy) {
        for (int dx = -reach; dx <= reach; ++dx) {
            const cv::Mat moved = padded(cv::Rect(reach + dx, reach + dy, before.cols, before.rows)).clone();
            best = std::max(best, likenessOf(a, gradientOf(moved), where));
        }
    }
    return best;
}

/// Keeps the blobs that are large enough and have an outline of their own.
cv::Mat keptBlobs(const cv::Mat& differing, const cv::Mat& outline, int leastArea)
{
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(differing, labels, stats, centres, 8);
    for (int label = 1; label < count; ++label) // Slivers beside a change are goods seen a little shifted.
        leastArea = std::max(leastArea, stats.at<int>(label, cv::CC_STAT_AREA) / 4);
    cv::Mat kept = cv::Mat::zeros(differing.size(), CV_8U);
    for (int label = 1; label < count; ++label) {
        const int area = stats.at<int>(label, cv::CC_STAT_AREA);
        if (area < leastArea)
            continue;
        const cv::Mat blob = labels == label;
        if (cv::countNonZero(blob & outline) >= leastOutlineShare * area)
            kept |= blob;
    }
    return kept;
}

} // namespace

StateChange compareStates(const cv::Mat& before, const cv::Mat& after, const BinArea& bin, double noise)
{
    StateChange change;
    const cv::Mat lumaBefore = channel(before, 0);
    cv::Mat lumaAfter = channel(after, 0);
    const cv::Mat around = bin.ringCount >= 40 ? bin.ring : cv::Mat(bin.window.size(), CV_8U, cv::Scalar(255));
    lumaAfter -= slowShade(lumaAfter - lumaBefore, around);

    const double limit = std::max(7.0, 2.5 * noise);
    const Gradient gradientBefore = gradientOf(lumaBefore);
    const Gradient gradientAfter = gradientOf(lumaAfter);
    cv::Mat turned;
    cv::magnitude(gradientBefore.x - gradientAfter.x, gradientBefore.y - gradientAfter.y, turned);
    const cv::Mat sameEdge = cv::min(contrastOf(lumaBefore), contrastOf(lumaAfter));
    const cv::Mat lumaOff = cv::abs(lumaBefore - lumaAfter) > 0.4 * sameEdge + limit;
    const cv::Mat chromaOff = (cv::abs(channel(before, 1) - channel(after, 1)) > limit)
                              | (cv::abs(channel(before, 2) - channel(after, 2)) > limit);
    const cv::Mat outline = (turned > 0.35 * cv::min(gradientBefore.size, gradientAfter.size) + 0.7 * limit);

    cv::Mat differing = (lumaOff | chromaOff | outline) & bin.inside;
    const int reach = std::max(1, static_cast<int>(std::lround(0.06 * bin.span)));
    const cv::Mat disc = cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(2 * reach + 1, 2 * reach + 1));
    cv::morphologyEx(differing, differing, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {2, 2}));
    cv::morphologyEx(differing, differing, cv::MORPH_CLOSE, disc);
    differing &= bin.inside;
    change.mask = keptBlobs(differing, outline | chromaOff, std::max(6, bin.insideCount / 150));
    const double share = static_cast<double>(cv::countNonZero(change.mask)) / std::max(1, bin.insideCount);
    if (share < leastShare)
        return change;
    change.share = share;
    change.box = cv::boundingRect(change.mask) + bin.window.tl();

    cv::Mat wide;
    cv::dilate(change.mask, wide, cv::Mat());
    cv::Mat narrow;
    cv::erode(change.mask, narrow, cv::Mat());
    const cv::Mat band = wide & ~narrow;
    change.likeness = likenessOf(gradientBefore, gradientAfter, change.mask);
    if (change.likeness < 0.8)
        change.likeness = std::max(change.likeness, movedLikeness(lumaBefore, gradientBefore, lumaAfter, change.mask,
                                                                  std::clamp(static_cast<int>(0.06 * bin.span), 1, 3)));
    const double floor = std::max(2.0, 1.0 * noise);
    change.edges = gradientBalance(gradientBefore.size, gradientAfter.size, floor, wide);
    change.outline = gradientBalance(gradientBefore.size, gradientAfter.size, floor, band);
    change.cleared = 0.65 * change.edges + 0.35 * change.outline;
    return change;
}

} // namespace cartwright::vision
