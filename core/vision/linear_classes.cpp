#include "core/vision/linear_classes.h"

#include <opencv2/ml.hpp>

#include <algorithm>
#include <numeric>

namespace cartwright::vision {
namespace {

/// Looks products up instead of computing them: a sample is given to the machine as its number.
class LookUp final : public cv::ml::SVM::Kernel
{
public:
    explicit LookUp(cv::Mat products) : m_products(std::move(products)) {}

    int getType() const override { return cv::ml::SVM::CUSTOM; }
    void calc(int count, int numbersEach, const float* samples, const float* other, float* results) override
    {
        const float* row = m_products.ptr<float>(static_cast<int>(other[0]));
        for (int i = 0; i < count; ++i)
            results[i] = row[static_cast<int>(samples[i * numbersEach])];
    }

private:
    cv::Mat m_products;
};

void takeOver(const cv::ml::SVM& machine, int column, DualClasses& into)
{
    cv::Mat alphas;
    cv::Mat places;
    const double rho = machine.getDecisionFunction(0, alphas, places);
    const cv::Mat support = machine.getSupportVectors();
    for (int k = 0; k < static_cast<int>(alphas.total()); ++k) {
        const int sample = static_cast<int>(support.at<float>(places.at<int>(k), 0));
        // OpenCV decides for its first label, which is the smaller one (-1), where the sum is positive.
        into.shares.at<float>(sample, column) = -static_cast<float>(alphas.at<double>(k));
    }
    into.biases[static_cast<std::size_t>(column)] = static_cast<float>(rho);
}

} // namespace

DualClasses trainOneAgainstRest(const cv::Mat& products, const std::vector<int>& labels, int classes, double cost,
                                double balance, const Cancellation& cancel, const std::function<void(int)>& classDone)
{
    DualClasses result{cv::Mat::zeros(products.rows, classes, CV_32F),
                       std::vector<float>(static_cast<std::size_t>(classes), -1.0F)};
    cv::Mat samples(products.rows, 1, CV_32F);
    std::iota(samples.begin<float>(), samples.end<float>(), 0.0F);
    const cv::Ptr<cv::ml::SVM::Kernel> kernel = cv::makePtr<LookUp>(products);
    for (int c = 0; c < classes && !cancel.isCancelled(); ++c) {
        const auto own = std::count(labels.begin(), labels.end(), c);
        if (own == 0)
            continue;
        if (own == static_cast<std::ptrdiff_t>(labels.size())) {
            result.biases[static_cast<std::size_t>(c)] = 1;
            continue;
        }
        cv::Mat sides(products.rows, 1, CV_32S);
        for (int i = 0; i < products.rows; ++i)
            sides.at<int>(i, 0) = labels[static_cast<std::size_t>(i)] == c ? 1 : -1;
        const auto machine = cv::ml::SVM::create();
        machine->setType(cv::ml::SVM::C_SVC);
        machine->setCustomKernel(kernel);
        machine->setC(cost);
        machine->setClassWeights(cv::Mat((cv::Mat_<double>(1, 2) << 1, balance)));
        machine->setTermCriteria({cv::TermCriteria::COUNT | cv::TermCriteria::EPS, 2000, 1e-2});
        machine->train(samples, cv::ml::ROW_SAMPLE, sides);
        takeOver(*machine, c, result);
        if (classDone)
            classDone(c);
    }
    return result;
}

} // namespace cartwright::vision
