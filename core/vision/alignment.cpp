#include "core/vision/alignment.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace cartwright::vision {
namespace {

constexpr int cellSize = 8;
constexpr int detailWindow = 15;   ///< shades slower than this are no detail
constexpr double leastDetail = 7;
constexpr int searchRadius = 8;    ///< in pixels of the halved picture
constexpr double leastAgreement = 0.25;
constexpr double leastStep = 0.12; ///< shifts below this are not worth the blur of moving the picture

cv::Mat lumaOf(const cv::Mat& picture)
{
    cv::Mat luma;
    cv::extractChannel(picture, luma, 0);
    cv::blur(luma, luma, cv::Size(3, 3)); // Noise in the reference would make every gain look too small.
    return luma;
}

/// Luma without its slow shades, CV_32F.
cv::Mat detailOf(const cv::Mat& luma)
{
    cv::Mat fine;
    cv::Mat coarse;
    luma.convertTo(fine, CV_32F);
    cv::boxFilter(luma, coarse, CV_32F, cv::Size(detailWindow, detailWindow));
    return fine - coarse;
}

cv::Mat halved(const cv::Mat& picture)
{
    cv::Mat small;
    cv::resize(picture, small, cv::Size(picture.cols / 2, picture.rows / 2), 0, 0, cv::INTER_AREA);
    return small;
}

struct Value
{
    float value = 0;
    float dx = 0;
    float dy = 0;
};

/// Bilinear value and slope; the caller keeps x and y inside.
Value valueAt(const cv::Mat& detail, double x, double y)
{
    const int left = static_cast<int>(x);
    const int top = static_cast<int>(y);
    const float a = static_cast<float>(x - left);
    const float b = static_cast<float>(y - top);
    const float* row = detail.ptr<float>(top) + left;
    const float* below = detail.ptr<float>(top + 1) + left;
    const float upper = row[0] + a * (row[1] - row[0]);
    const float lower = below[0] + a * (below[1] - below[0]);
    return {upper + b * (lower - upper), (1 - b) * (row[1] - row[0]) + b * (below[1] - below[0]), lower - upper};
}

double tukeyWeight(double residual, double scale)
{
    const double u = residual / (4.7 * scale);
    return std::abs(u) >= 1 ? 0 : (1 - u * u) * (1 - u * u);
}

/// Median of absolute values as a standard deviation.
double spreadOf(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    for (double& value : values)
        value = std::abs(value);
    std::nth_element(values.begin(), middle, values.end());
    return 1.4826 * *middle;
}

} // namespace

std::vector<Aligner::ReferencePoint> Aligner::detailedPoints(const cv::Mat& detail, double leastStrength)
{
    cv::Mat dx;
    cv::Mat dy;
    cv::Sobel(detail, dx, CV_32F, 1, 0);
    cv::Sobel(detail, dy, CV_32F, 0, 1);
    const cv::Mat strength = cv::abs(dx) + cv::abs(dy);
    std::vector<ReferencePoint> points;
    for (int y = 2; y + cellSize <= detail.rows - 2; y += cellSize) {
        for (int x = 2; x + cellSize <= detail.cols - 2; x += cellSize) {
            cv::Mat cell = strength(cv::Rect(x, y, cellSize, cellSize)).clone();
            for (int n = 0; n < 3; ++n) {
                cv::Point best;
                double most = 0;
                cv::minMaxLoc(cell, nullptr, &most, nullptr, &best);
                if (most > leastStrength)
                    points.push_back({x + best.x, y + best.y, 0, detail.at<float>(y + best.y, x + best.x)});
                cv::circle(cell, best, 2, cv::Scalar(-1), cv::FILLED);
            }
        }
    }
    return points;
}

Aligner::Aligner(const cv::Mat& reference) : m_reference(reference.clone())
{
    const cv::Mat luma = lumaOf(reference);
    const cv::Mat detail = detailOf(luma);
    m_smallDetail = halved(detail);
    m_detailed = detailedPoints(detail, 24);
    m_smallDetailed = detailedPoints(m_smallDetail, 24);
    for (int y = 3; y < luma.rows - 3; y += 6)
        for (int x = 3 + y % 4; x < luma.cols - 3; x += 6)
            m_even.push_back({x, y, static_cast<float>(luma.at<uchar>(y, x)), 0});
}

Aligner::Shift Aligner::refineShift(const cv::Mat& detail, const std::vector<ReferencePoint>& points, Shift shift,
                                     double usualGain)
{
    struct Row
    {
        double residual;
        Value now;
        double then;
    };
    std::vector<Row> rows;
    std::vector<double> residuals;
    double gain = usualGain; // Held near it: a gain near zero would agree with goods that have gone.
    for (int round = 0; round < 6; ++round) {
        rows.clear();
        residuals.clear();
        for (const ReferencePoint& point : points) {
            const double x = point.x + shift.x;
            const double y = point.y + shift.y;
            if (x < 0 || y < 0 || x >= detail.cols - 1 || y >= detail.rows - 1)
                continue;
            const Value now = valueAt(detail, x, y);
            const double then = static_cast<double>(point.detail);
            rows.push_back({static_cast<double>(now.value) - gain * then, now, then});
            residuals.push_back(rows.back().residual);
        }
        if (rows.size() < 30)
            return shift;
        const double scale = std::clamp(spreadOf(residuals), 1.5, 6.0);
        cv::Matx33d normal(300, 0, 0, 0, 300, 0, 0, 0, 100); // A flat picture keeps its place.
        cv::Vec3d right(0, 0, 0);
        double agreeing = 0;
        double all = 0;
        for (const Row& row : rows) {
            const double weight = tukeyWeight(row.residual, scale);
            const cv::Vec3d slope(-static_cast<double>(row.now.dx), -static_cast<double>(row.now.dy), row.then);
            normal += weight * cv::Matx33d(slope * slope.t());
            right += weight * row.residual * slope;
            if (std::abs(row.then) < leastDetail)
                continue; // Where there was next to nothing, everything agrees.
            all += std::abs(row.then);
            agreeing += std::abs(row.then) * tukeyWeight(row.residual, 1.0 + 0.12 * std::abs(row.then));
        }
        shift.agreeing = agreeing / std::max(1.0, all);
        const cv::Vec3d step = normal.solve(right, cv::DECOMP_CHOLESKY);
        shift.x += std::clamp(step[0], -1.5, 1.5);
        shift.y += std::clamp(step[1], -1.5, 1.5);
        gain = std::clamp(gain + step[2], 0.7 * usualGain, 1.4 * usualGain);
        if (std::abs(step[0]) + std::abs(step[1]) < 0.01)
            break;
    }
    return shift;
}

Aligner::Shift Aligner::searchShift(const cv::Mat& small) const
{
    const int r = searchRadius;
    if (small.cols <= 4 * r || small.rows <= 4 * r)
        return {};
    const cv::Mat core = m_smallDetail(cv::Rect(r, r, small.cols - 2 * r, small.rows - 2 * r));
    cv::Mat scores;
    cv::matchTemplate(small, core, scores, cv::TM_CCORR_NORMED);
    cv::Point place;
    cv::minMaxLoc(scores, nullptr, nullptr, nullptr, &place);
    return {static_cast<double>(place.x - r), static_cast<double>(place.y - r), 0};
}

/// By how much more a shift from a fresh start must agree: cameras tremble, they seldom travel.
double Aligner::doubtOf(const Shift& shift) const
{
    return 0.02 + 0.01 * std::hypot(shift.x - m_lastShift.x, shift.y - m_lastShift.y);
}

/// From coarse to fine; where that agrees less than it used to, also from a search and from no shift at all.
Aligner::Shift Aligner::findShift(const cv::Mat& detail)
{
    const cv::Mat small = halved(detail);
    const auto from = [&](const Shift& start) {
        const Shift coarse = refineShift(small, m_smallDetailed, start, m_lastLight.gain);
        return refineShift(detail, m_detailed, {2 * coarse.x, 2 * coarse.y, 0}, m_lastLight.gain);
    };
    const Shift halfLast{m_lastShift.x / 2, m_lastShift.y / 2, 0};
    Shift shift = from(halfLast);
    if (shift.agreeing < m_usualAgreement - 0.06)
        for (const Shift& start : {searchShift(small), Shift{}})
            if (const Shift other = from(start); other.agreeing > shift.agreeing + doubtOf(other))
                shift = other;
    const double rate = shift.agreeing > m_usualAgreement ? 0.3 : 0.02;
    m_usualAgreement += rate * (shift.agreeing - m_usualAgreement);
    return shift;
}

Aligner::Light Aligner::fitLight(const cv::Mat& luma, const Shift& shift) const
{
    std::vector<std::pair<double, double>> pairs; // then, now
    const int dx = static_cast<int>(std::lround(shift.x));
    const int dy = static_cast<int>(std::lround(shift.y));
    const cv::Rect whole({}, luma.size());
    for (const ReferencePoint& point : m_even)
        if (whole.contains({point.x + dx, point.y + dy}))
            pairs.emplace_back(static_cast<double>(point.luma), luma.at<uchar>(point.y + dy, point.x + dx));
    if (pairs.size() < 20)
        return m_lastLight;
    Light light = m_lastLight;
    std::vector<double> residuals(pairs.size());
    for (int round = 0; round < 8; ++round) {
        for (std::size_t i = 0; i < pairs.size(); ++i)
            residuals[i] = pairs[i].second - light.gain * pairs[i].first - light.offset;
        const double scale = std::max(2.0, spreadOf(residuals));
        cv::Matx22d normal(1, 0, 0, 1e-3);
        cv::Vec2d right(0, 0);
        double agreeing = 0;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            const double weight = tukeyWeight(residuals[i], scale);
            const cv::Vec2d slope((pairs[i].first - 128) / 64, 1);
            normal += weight * cv::Matx22d(slope * slope.t());
            right += weight * residuals[i] * slope;
            agreeing += std::abs(residuals[i]) < 8 ? 1 : 0;
        }
        light.agreeing = agreeing / static_cast<double>(pairs.size());
        const cv::Vec2d step = normal.solve(right, cv::DECOMP_CHOLESKY);
        light.gain = std::clamp(light.gain + step[0] / 64, 0.15, 6.0);
        light.offset += step[1] - 2 * step[0];
        if (std::abs(step[0]) + std::abs(step[1]) < 0.05)
            break;
    }
    return light;
}

Alignment Aligner::align(const cv::Mat& picture)
{
    const cv::Mat luma = lumaOf(picture);
    const cv::Mat detail = detailOf(luma);
    const Shift shift = findShift(detail);
    if (shift.agreeing > leastAgreement)
        m_lastShift = shift; // Otherwise the picture is full of hands and tells nothing of the camera.
    m_lastLight = fitLight(luma, m_lastShift);
    Alignment alignment;
    alignment.shift = {m_lastShift.x, m_lastShift.y};
    alignment.agreeing = shift.agreeing;
    alignment.detail = cv::norm(detail, cv::NORM_L1) / std::max<double>(1, static_cast<double>(detail.total()));
    alignment.gain[0] = m_lastLight.gain;
    alignment.offset[0] = m_lastLight.offset;
    fitColours(picture, alignment);
    return alignment;
}

void Aligner::fitColours(const cv::Mat& picture, Alignment& alignment) const
{
    // Chroma shifts with the colour of the light; its gain follows luma's, its offset is a median.
    const cv::Rect whole({}, picture.size());
    const cv::Point moved(static_cast<int>(std::lround(alignment.shift.x)),
                          static_cast<int>(std::lround(alignment.shift.y)));
    for (int channel = 1; channel < 3; ++channel) {
        const double gain = alignment.gain[0];
        std::vector<double> offsets;
        for (const ReferencePoint& point : m_even) {
            const cv::Point there = cv::Point(point.x, point.y) + moved;
            if (!whole.contains(there))
                continue;
            const double then = m_reference.at<cv::Vec3b>(point.y, point.x)[channel] - 128.0;
            offsets.push_back(picture.at<cv::Vec3b>(there)[channel] - 128.0 - gain * then);
        }
        if (offsets.empty())
            continue;
        const auto middle = offsets.begin() + static_cast<std::ptrdiff_t>(offsets.size() / 2);
        std::nth_element(offsets.begin(), middle, offsets.end());
        alignment.gain[channel] = gain;
        alignment.offset[channel] = *middle + 128.0 - 128.0 * gain;
    }
}

cv::Mat Aligner::normalise(const cv::Mat& picture, const Alignment& alignment)
{
    cv::Mat moved = picture;
    if (std::abs(alignment.shift.x) > leastStep || std::abs(alignment.shift.y) > leastStep) {
        const cv::Matx23d map(1, 0, alignment.shift.x, 0, 1, alignment.shift.y);
        cv::warpAffine(picture, moved, map, picture.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                       cv::BORDER_REPLICATE);
    }
    cv::Mat table(1, 256, CV_8UC3);
    for (int value = 0; value < 256; ++value)
        for (int channel = 0; channel < 3; ++channel)
            table.at<cv::Vec3b>(0, value)[channel] =
                cv::saturate_cast<uchar>((value - alignment.offset[channel]) / alignment.gain[channel]);
    cv::Mat result;
    cv::LUT(moved, table, result);
    return result;
}

} // namespace cartwright::vision
