#include "core/vision/fisher_encoder.h"

#include "core/vision/row_products.h"

#include <opencv2/ml.hpp>

#include <algorithm>
#include <cmath>

namespace cartwright::vision {
namespace {

constexpr int cellsAcross = 6; ///< regions are made of 6 x 6 cells, so that the centre is whole cells
constexpr float leastWeight = 1e-4F;
constexpr float leastVariance = 1e-5F;

bool holds(PictureRegion region, int column, int row)
{
    switch (region) {
    case PictureRegion::Whole: return true;
    case PictureRegion::Centre: return column >= 1 && column <= 4 && row >= 1 && row <= 4;
    }
    return false;
}

std::size_t cellOf(const cv::Point2f& place)
{
    const int column = std::clamp(static_cast<int>(place.x * cellsAcross), 0, cellsAcross - 1);
    const int row = std::clamp(static_cast<int>(place.y * cellsAcross), 0, cellsAcross - 1);
    return static_cast<std::size_t>(row * cellsAcross + column);
}

void addTo(float* first, float* second, const float* values, float share, int count)
{
    for (int x = 0; x < count; ++x) {
        const float part = share * values[x];
        first[x] += part;
        second[x] += part * values[x];
    }
}

/// The Gaussians that a descriptor is of, with shares that add up to one; the faint ones are left out.
struct Share
{
    int gaussian = 0;
    float share = 0;
};
void shareOut(const float* logs, int count, std::vector<Share>& shares)
{
    constexpr float faint = 6; // e^-6 of the strongest
    const float top = *std::max_element(logs, logs + count);
    shares.clear();
    float sum = 0;
    for (int k = 0; k < count; ++k)
        if (logs[k] > top - faint) {
            shares.push_back({k, std::exp(logs[k] - top)});
            sum += shares.back().share;
        }
    for (Share& share : shares)
        share.share /= sum;
}

} // namespace

/// How many descriptors, their sum and the sum of their squares, for each Gaussian.
struct FisherEncoder::Sums
{
    cv::Mat count, first, second; ///< K x 1, K x d, K x d
    int rows = 0;

    void prepare(cv::Size size)
    {
        if (rows > 0)
            return;
        count = cv::Mat::zeros(size.height, 1, CV_32F);
        first = cv::Mat::zeros(size, CV_32F);
        second = cv::Mat::zeros(size, CV_32F);
    }
    void add(const Sums& other)
    {
        if (rows == 0) {
            count = other.count.clone();
            first = other.first.clone();
            second = other.second.clone();
        } else {
            count += other.count;
            first += other.first;
            second += other.second;
        }
        rows += other.rows;
    }
};

FisherEncoder FisherEncoder::fit(const cv::Mat& sample, const FisherSettings& settings)
{
    FisherEncoder encoder;
    const cv::PCA pca(sample, cv::noArray(), cv::PCA::DATA_AS_ROW, std::min(settings.axes, sample.cols));
    pca.mean.convertTo(encoder.m_mean, CV_32F);
    pca.eigenvectors.convertTo(encoder.m_axes, CV_32F);
    const cv::Mat projected = pca.project(sample);
    cv::theRNG().state = 7; // kmeans draws from it; the same sample gives the same encoder
    const auto mixture = cv::ml::EM::create();
    mixture->setClustersNumber(settings.gaussians);
    mixture->setCovarianceMatrixType(cv::ml::EM::COV_MAT_DIAGONAL);
    mixture->setTermCriteria({cv::TermCriteria::COUNT | cv::TermCriteria::EPS, settings.rounds, 1e-3});
    mixture->trainEM(projected);
    mixture->getWeights().convertTo(encoder.m_weights, CV_32F);
    encoder.m_weights = cv::max(encoder.m_weights, leastWeight);
    mixture->getMeans().convertTo(encoder.m_means, CV_32F);
    std::vector<cv::Mat> covariances;
    mixture->getCovs(covariances);
    encoder.m_variances.create(encoder.m_means.size(), CV_32F);
    for (int k = 0; k < encoder.m_means.rows; ++k)
        cv::Mat(covariances[static_cast<std::size_t>(k)].diag().t()).convertTo(encoder.m_variances.row(k), CV_32F);
    encoder.m_variances = cv::max(encoder.m_variances, leastVariance);
    return encoder;
}

FisherEncoder FisherEncoder::from(const std::vector<cv::Mat>& parts)
{
    FisherEncoder encoder;
    if (parts.size() == 5) {
        encoder.m_mean = parts[0];
        encoder.m_axes = parts[1];
        encoder.m_weights = parts[2];
        encoder.m_means = parts[3];
        encoder.m_variances = parts[4];
    }
    return encoder;
}

/// The logarithm of each Gaussian's density, a row for each descriptor: of the descriptor and its squares at once.
cv::Mat FisherEncoder::densities(const cv::Mat& projected) const
{
    const int axes = projected.cols;
    cv::Mat both(projected.rows, 2 * axes, CV_32F);
    projected.copyTo(both.colRange(0, axes));
    cv::multiply(projected, projected, both.colRange(axes, 2 * axes));
    const cv::Mat precision = 1 / m_variances;
    const cv::Mat pulled = m_means.mul(precision);
    cv::Mat factors(2 * axes, m_means.rows, CV_32F);
    cv::transpose(pulled, factors.rowRange(0, axes));
    cv::Mat(-0.5 * precision.t()).copyTo(factors.rowRange(axes, 2 * axes));
    cv::Mat logs;
    cv::log(m_variances, logs);
    cv::Mat still(1, m_means.rows, CV_32F);
    for (int k = 0; k < m_means.rows; ++k)
        still.at<float>(0, k) = static_cast<float>(std::log(m_weights.at<float>(0, k)) - 0.5 * cv::sum(logs.row(k))[0]
                                                   - 0.5 * m_means.row(k).dot(pulled.row(k)));
    cv::Mat result = rowProducts(both, factors);
    for (int y = 0; y < result.rows; ++y)
        result.row(y) += still;
    return result;
}

cv::Mat FisherEncoder::vectorOf(const Sums& sums) const
{
    cv::Mat result = cv::Mat::zeros(1, dimensions(), CV_32F);
    if (sums.rows == 0)
        return result;
    float* out = result.ptr<float>();
    const int d = m_means.cols;
    for (int k = 0; k < m_means.rows; ++k) {
        const float scale = 1 / (static_cast<float>(sums.rows) * std::sqrt(m_weights.at<float>(0, k)));
        const float n = sums.count.at<float>(k, 0);
        for (int x = 0; x < d; ++x) {
            const float mean = m_means.at<float>(k, x);
            const float variance = m_variances.at<float>(k, x);
            const float first = sums.first.at<float>(k, x);
            const float second = sums.second.at<float>(k, x);
            *out++ = scale * (first - n * mean) / std::sqrt(variance);
            *out++ = scale * ((second - 2 * mean * first + n * mean * mean) / variance - n) / std::sqrt(2.0F);
        }
    }
    for (int x = 0; x < result.cols; ++x) {
        float& value = result.at<float>(0, x);
        value = std::copysign(std::sqrt(std::abs(value)), value);
    }
    const double length = cv::norm(result);
    if (length > 0)
        result /= length;
    return result;
}

std::vector<cv::Mat> FisherEncoder::encode(const LocalDescriptors& descriptors, const std::vector<PictureRegion>& regions) const
{
    const int axes = m_means.cols;
    std::vector<Sums> cells(cellsAcross * cellsAcross);
    if (!descriptors.values.empty()) {
        cv::Mat projected = rowProducts(descriptors.values, m_axes.t());
        const cv::Mat centre = m_mean * m_axes.t();
        for (int y = 0; y < projected.rows; ++y)
            projected.row(y) -= centre;
        const cv::Mat logs = densities(projected);
        std::vector<Share> shares;
        for (int y = 0; y < projected.rows; ++y) {
            Sums& cell = cells[cellOf(descriptors.places[static_cast<std::size_t>(y)])];
            cell.prepare(m_means.size());
            shareOut(logs.ptr<float>(y), logs.cols, shares);
            const float* values = projected.ptr<float>(y);
            for (const Share& share : shares)
                addTo(cell.first.ptr<float>(share.gaussian), cell.second.ptr<float>(share.gaussian), values, share.share, axes);
            for (const Share& share : shares)
                cell.count.at<float>(share.gaussian, 0) += share.share;
            ++cell.rows;
        }
    }
    std::vector<cv::Mat> vectors;
    for (const PictureRegion region : regions) {
        Sums sums;
        for (int i = 0; i < cellsAcross * cellsAcross; ++i)
            if (holds(region, i % cellsAcross, i / cellsAcross) && cells[static_cast<std::size_t>(i)].rows > 0)
                sums.add(cells[static_cast<std::size_t>(i)]);
        vectors.push_back(vectorOf(sums));
    }
    return vectors;
}

} // namespace cartwright::vision
