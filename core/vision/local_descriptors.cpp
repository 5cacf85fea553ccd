#include "core/vision/local_descriptors.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace cartwright::vision {
namespace {

constexpr int directions = 8;
constexpr int cellsAcross = 4;
constexpr int colourNumbers = 6;
/// Added to a patch's sum of edges, so that the noise of an even patch stays small.
constexpr float evenPatch = 12;

/// Strength of the edges in each of the 8 directions, linearly shared between the two nearest.
cv::Mat edgeMaps(const cv::Mat& bgr)
{
    cv::Mat gray;
    cv::cvtColor(bgr, gray, cv::COLOR_BGR2GRAY);
    cv::Mat across;
    cv::Mat down;
    cv::Sobel(gray, across, CV_32F, 1, 0, 1, 0.5);
    cv::Sobel(gray, down, CV_32F, 0, 1, 1, 0.5);
    cv::Mat strength;
    cv::Mat angle;
    cv::cartToPolar(across, down, strength, angle);
    cv::Mat maps = cv::Mat::zeros(gray.size(), CV_32FC(directions));
    constexpr float perRadian = directions / static_cast<float>(2 * CV_PI);
    for (int y = 0; y < gray.rows; ++y) {
        const float* strengths = strength.ptr<float>(y);
        const float* angles = angle.ptr<float>(y);
        float* out = maps.ptr<float>(y);
        for (int x = 0; x < gray.cols; ++x, out += directions) {
            const float place = angles[x] * perRadian;
            const int lower = static_cast<int>(place);
            const float share = place - static_cast<float>(lower);
            out[lower % directions] += (1 - share) * strengths[x];
            out[(lower + 1) % directions] += share * strengths[x];
        }
    }
    return maps;
}

/// Mean and standard deviation of L, a, b around each pixel, interleaved.
cv::Mat colourMaps(const cv::Mat& lab, int cell)
{
    cv::Mat mean;
    cv::Mat square;
    cv::blur(lab, mean, {cell, cell});
    cv::sqrBoxFilter(lab, square, CV_32F, {cell, cell});
    cv::Mat spread = square - mean.mul(mean);
    spread = cv::max(spread, 0);
    cv::sqrt(spread, spread);
    cv::Mat maps(lab.size(), CV_32FC(colourNumbers));
    cv::mixChannels(std::vector<cv::Mat>{mean, spread}, std::vector<cv::Mat>{maps}, {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5});
    return maps;
}

/// Reads `numbers` channels of `maps` at the centres of the 4 x 4 cells of each patch.
void readPatches(const cv::Mat& maps, int numbers, int cell, int step, LocalDescriptors& into)
{
    const int half = cell * cellsAcross / 2;
    if (maps.cols < 2 * half || maps.rows < 2 * half)
        return;
    const int columns = (maps.cols - 2 * half) / step + 1;
    const int rows = (maps.rows - 2 * half) / step + 1;
    cv::Mat values(columns * rows, numbers * cellsAcross * cellsAcross, CV_32F);
    int row = 0;
    for (int top = 0; top + 2 * half <= maps.rows; top += step) {
        for (int left = 0; left + 2 * half <= maps.cols; left += step, ++row) {
            float* out = values.ptr<float>(row);
            for (int j = 0; j < cellsAcross; ++j) {
                const float* line = maps.ptr<float>(top + j * cell + cell / 2);
                for (int i = 0; i < cellsAcross; ++i, out += numbers)
                    std::copy_n(line + (left + i * cell + cell / 2) * numbers, numbers, out);
            }
            into.places.emplace_back(static_cast<float>(left + half) / static_cast<float>(maps.cols),
                                     static_cast<float>(top + half) / static_cast<float>(maps.rows));
        }
    }
    into.values.push_back(values);
}

void takeRoots(cv::Mat& values)
{
    for (int y = 0; y < values.rows; ++y) {
        float* row = values.ptr<float>(y);
        float sum = evenPatch;
        for (int x = 0; x < values.cols; ++x)
            sum += row[x];
        for (int x = 0; x < values.cols; ++x)
            row[x] = std::sqrt(row[x] / sum);
    }
}

LocalDescriptors mirrored(const LocalDescriptors& descriptors, int numbers, const std::vector<int>& order)
{
    LocalDescriptors result;
    result.values.create(descriptors.values.size(), CV_32F);
    for (int y = 0; y < descriptors.values.rows; ++y) {
        const float* from = descriptors.values.ptr<float>(y);
        float* to = result.values.ptr<float>(y);
        for (int cell = 0; cell < cellsAcross * cellsAcross; ++cell) {
            const int other = cell / cellsAcross * cellsAcross + cellsAcross - 1 - cell % cellsAcross;
            for (int n = 0; n < numbers; ++n)
                to[cell * numbers + n] = from[other * numbers + order[static_cast<std::size_t>(n)]];
        }
    }
    for (const auto& place : descriptors.places)
        result.places.emplace_back(1 - place.x, place.y);
    return result;
}

} // namespace

cv::Mat fitted(const cv::Mat& picture, int side)
{
    cv::Mat bgr = picture;
    if (picture.channels() == 1)
        cv::cvtColor(picture, bgr, cv::COLOR_GRAY2BGR);
    else if (picture.channels() == 4)
        cv::cvtColor(picture, bgr, cv::COLOR_BGRA2BGR);
    const double scale = static_cast<double>(side) / std::max({1, bgr.cols, bgr.rows});
    const cv::Size size(std::max(1, cvRound(bgr.cols * scale)), std::max(1, cvRound(bgr.rows * scale)));
    cv::Mat result;
    cv::resize(bgr, result, size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    return result;
}

LocalDescriptors edgeDescriptors(const cv::Mat& bgr, const PatchGrid& grid)
{
    LocalDescriptors result;
    const cv::Mat maps = edgeMaps(bgr);
    for (const int cell : grid.cells) {
        // Twice a box is the triangle by which a pixel is shared between neighbouring cells.
        cv::Mat pooled;
        cv::boxFilter(maps, pooled, CV_32F, {cell, cell}, {-1, -1}, false);
        cv::blur(pooled, pooled, {cell, cell});
        readPatches(pooled, directions, cell, grid.step, result);
    }
    takeRoots(result.values);
    return result;
}

LocalDescriptors colourDescriptors(const cv::Mat& bgr, const PatchGrid& grid)
{
    cv::Mat scaled;
    bgr.convertTo(scaled, CV_32F, 1.0 / 255);
    cv::Mat lab;
    cv::cvtColor(scaled, lab, cv::COLOR_BGR2Lab);
    LocalDescriptors result;
    for (const int cell : grid.cells)
        readPatches(colourMaps(lab, cell), colourNumbers, cell, grid.step, result);
    return result;
}

LocalDescriptors mirroredEdges(const LocalDescriptors& descriptors)
{
    // Direction 0 is to the right, 2 down, 4 to the left; mirrored, k becomes 4 - k.
    std::vector<int> order;
    for (int n = 0; n < directions; ++n)
        order.push_back((directions / 2 - n + directions) % directions);
    return mirrored(descriptors, directions, order);
}

LocalDescriptors mirroredColours(const LocalDescriptors& descriptors)
{
    return mirrored(descriptors, colourNumbers, {0, 1, 2, 3, 4, 5});
}

} // namespace cartwright::vision
