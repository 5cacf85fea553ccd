#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/base/cancellation.h"

#include <opencv2/core.hpp>

#include <functional>
#include <vector>

namespace cartwright::vision {

/// One support vector machine per class against all others, in dual form: the score of class c for a sample whose products with
/// the training samples are k is k * shares.col(c) + bias[c]. Above zero where the sample is rather of the class.
struct DualClasses
{
    cv::Mat shares;           ///< CV_32F, samples x classes
    std::vector<float> biases;
};

/// `products` holds the inner products of all pairs of samples (CV_32F, square); `labels` each sample's class, or -1 for samples
/// that are of none of the classes. A class without samples scores -1 everywhere. The same input gives the same machine.
/// Uses OpenCV's C-SVC; mistakes on the few samples of a class weigh as much as `balance` times those on the others.
DualClasses trainOneAgainstRest(const cv::Mat& products, const std::vector<int>& labels, int classes, double cost,
                                double balance, const Cancellation& cancel, const std::function<void(int)>& classDone = {});

} // namespace cartwright::vision
