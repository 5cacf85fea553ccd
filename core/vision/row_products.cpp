#include "core/vision/row_products.h"

#include <algorithm>
#include <array>

// The loader chooses the variant before sanitizers are ready, so they get the plain one.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CARTWRIGHT_FASTEST __attribute__((target_clones("arch=haswell", "default"), optimize("O3", "fast-math")))
#else
#define CARTWRIGHT_FASTEST
#endif

namespace cartwright::vision {
namespace {

constexpr int lanes = 32;

/// 32 columns of the results of one row.
CARTWRIGHT_FASTEST void productOfRow(const float* row, int length, const float* matrix, std::ptrdiff_t stride, float* out)
{
    std::array<float, lanes> sums{};
    for (int i = 0; i < length; ++i) {
        const float value = row[i];
        const float* line = matrix + i * stride;
        for (std::size_t k = 0; k < lanes; ++k)
            sums[k] += value * line[k];
    }
    std::copy(sums.begin(), sums.end(), out);
}

CARTWRIGHT_FASTEST float innerProduct(const float* a, const float* b, int length)
{
    float sum = 0;
    for (int i = 0; i < length; ++i)
        sum += a[i] * b[i];
    return sum;
}

} // namespace

cv::Mat rowProducts(const cv::Mat& rows, const cv::Mat& matrix)
{
    // Padded to whole lanes, so that the inner loop has a fixed length.
    const int columns = (matrix.cols + lanes - 1) / lanes * lanes;
    cv::Mat padded = cv::Mat::zeros(matrix.rows, columns, CV_32F);
    matrix.copyTo(padded.colRange(0, matrix.cols));
    cv::Mat result(rows.rows, columns, CV_32F);
    for (int y = 0; y < rows.rows; ++y)
        for (int x = 0; x < columns; x += lanes)
            productOfRow(rows.ptr<float>(y), rows.cols, padded.ptr<float>() + x, columns, result.ptr<float>(y) + x);
    return columns == matrix.cols ? result : result.colRange(0, matrix.cols).clone();
}

cv::Mat pairProducts(const cv::Mat& rows)
{
    constexpr int block = 16;
    constexpr int part = 4096;
    cv::Mat result = cv::Mat::zeros(rows.rows, rows.rows, CV_32F);
    for (int from = 0; from < rows.cols; from += part) {
        const int length = std::min(part, rows.cols - from);
        for (int top = 0; top < rows.rows; top += block)
            for (int other = 0; other < rows.rows && other < top + block; ++other)
                for (int y = std::max(top, other); y < std::min(rows.rows, top + block); ++y)
                    result.at<float>(y, other) += innerProduct(rows.ptr<float>(y) + from, rows.ptr<float>(other) + from, length);
    }
    cv::completeSymm(result, true);
    return result;
}

} // namespace cartwright::vision
