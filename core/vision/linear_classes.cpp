#include "core/vision/linear_classes.h"

#include <algorithm>

namespace cartwright::vision {

DualClasses trainOneAgainstRest(const cv::Mat& products, const std::vector<int>& labels, int classes, double cost)
{
    DualClasses result{{}, std::vector<float>(static_cast<std::size_t>(classes), 0.0F)};
    cv::Mat targets(products.rows, classes, CV_32F, cv::Scalar(-1));
    for (int i = 0; i < products.rows; ++i)
        if (const int own = labels[static_cast<std::size_t>(i)]; own >= 0)
            targets.at<float>(i, own) = 1;
    const cv::Mat held = products + cv::Mat::eye(products.size(), CV_32F) * (1 / cost);
    if (!cv::solve(held, targets, result.shares, cv::DECOMP_CHOLESKY) && !cv::solve(held, targets, result.shares, cv::DECOMP_LU))
        CV_Error(cv::Error::StsNoConv, "the products of the samples are no matrix that can be solved");
    for (int c = 0; c < classes; ++c) {
        if (std::find(labels.begin(), labels.end(), c) != labels.end())
            continue;
        result.shares.col(c).setTo(0);
        result.biases[static_cast<std::size_t>(c)] = -1;
    }
    return result;
}

} // namespace cartwright::vision
