#include "core/learning/calibration.h"

#include <algorithm>
#include <cmath>

namespace cartwright::learning {
namespace {

constexpr double knownBelowNone = 0.02;

double logLoss(const ClassCalibration& calibration, const std::vector<HeldOut>& examples)
{
    double loss = 0;
    for (const HeldOut& example : examples) {
        const auto shares = calibration.probabilities(example.scores);
        const auto place = example.label < 0 ? shares.size() - 1 : static_cast<std::size_t>(example.label);
        loss -= std::log(std::max(1e-12, shares[place]));
    }
    return loss;
}

/// The least of a function with one valley, over the logarithm of a positive number.
template <class Loss> double leastOf(double low, double high, Loss loss)
{
    const double ratio = (std::sqrt(5.0) - 1) / 2;
    double from = std::log(low);
    double until = std::log(high);
    for (int step = 0; step < 40; ++step) {
        const double left = until - ratio * (until - from);
        const double right = from + ratio * (until - from);
        (loss(std::exp(left)) < loss(std::exp(right)) ? until : from) = loss(std::exp(left)) < loss(std::exp(right)) ? right : left;
    }
    return std::exp((from + until) / 2);
}

double quantile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

double bestTemperature(ClassCalibration calibration, const std::vector<HeldOut>& examples)
{
    return leastOf(0.01, 10, [&](double temperature) {
        calibration.temperature = temperature;
        return logLoss(calibration, examples);
    });
}

} // namespace

std::vector<double> ClassCalibration::probabilities(const std::vector<double>& scores) const
{
    std::vector<double> shares = scores;
    shares.push_back(none);
    const double top = *std::max_element(shares.begin(), shares.end());
    double sum = 0;
    for (double& share : shares)
        sum += share = std::exp((share - top) / temperature);
    for (double& share : shares)
        share /= sum;
    return shares;
}

ClassCalibration calibrateClasses(const std::vector<HeldOut>& examples)
{
    ClassCalibration calibration;
    std::vector<double> own;
    std::vector<double> best;
    for (const HeldOut& example : examples) {
        if (example.scores.empty())
            continue;
        if (example.label >= 0)
            own.push_back(example.scores[static_cast<std::size_t>(example.label)]);
        else
            best.push_back(*std::max_element(example.scores.begin(), example.scores.end()));
    }
    if (own.empty())
        return calibration;
    std::vector<HeldOut> usable;
    std::copy_if(examples.begin(), examples.end(), std::back_inserter(usable), [](const HeldOut& e) { return !e.scores.empty(); });
    calibration.none = quantile(own, knownBelowNone);
    calibration.temperature = bestTemperature(calibration, usable);
    if (best.empty())
        return calibration;
    double least = logLoss(calibration, usable);
    for (const double place : {0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95}) {
        ClassCalibration other;
        other.none = quantile(best, place);
        other.temperature = bestTemperature(other, usable);
        if (const double loss = logLoss(other, usable); loss < least) {
            least = loss;
            calibration = other;
        }
    }
    return calibration;
}

Isotonic::Isotonic(std::vector<Outcome> outcomes)
{
    std::sort(outcomes.begin(), outcomes.end(), [](const Outcome& a, const Outcome& b) { return a.probability < b.probability; });
    struct Pool
    {
        double from = 0;
        double right = 0;
        double count = 0;
    };
    std::vector<Pool> pools;
    for (const Outcome& outcome : outcomes) {
        // Equal scores are one pool from the start.
        if (!pools.empty() && pools.back().count > 0 && pools.back().from >= outcome.probability) {
            pools.back().right += outcome.right ? 1 : 0;
            ++pools.back().count;
        } else {
            pools.push_back({outcome.probability, outcome.right ? 1.0 : 0.0, 1});
        }
    }
    std::vector<Pool> rising;
    for (const Pool& pool : pools) {
        rising.push_back(pool);
        while (rising.size() > 1 && rising[rising.size() - 2].right * rising.back().count >= rising.back().right * rising[rising.size() - 2].count) {
            rising[rising.size() - 2].right += rising.back().right;
            rising[rising.size() - 2].count += rising.back().count;
            rising.pop_back();
        }
    }
    for (const Pool& pool : rising)
        m_steps.push_back({pool.from, (pool.right + 0.5) / (pool.count + 1)});
    // Smoothing must not let a step fall below the one before.
    for (std::size_t i = 1; i < m_steps.size(); ++i)
        m_steps[i].share = std::max(m_steps[i].share, m_steps[i - 1].share);
}

double Isotonic::share(double score) const
{
    if (m_steps.empty())
        return score;
    double share = m_steps.front().share;
    for (const Step& step : m_steps)
        if (score >= step.from)
            share = step.share;
    return share;
}

std::vector<ReliabilityBin> reliability(const std::vector<Outcome>& outcomes, int bins)
{
    std::vector<ReliabilityBin> all(static_cast<std::size_t>(bins));
    for (const Outcome& outcome : outcomes) {
        const int place = std::clamp(static_cast<int>(outcome.probability * bins), 0, bins - 1);
        ReliabilityBin& bin = all[static_cast<std::size_t>(place)];
        ++bin.count;
        bin.meanProbability += outcome.probability;
        bin.shareRight += outcome.right ? 1 : 0;
    }
    std::vector<ReliabilityBin> filled;
    for (int i = 0; i < bins; ++i) {
        ReliabilityBin bin = all[static_cast<std::size_t>(i)];
        if (bin.count == 0)
            continue;
        bin.from = static_cast<double>(i) / bins;
        bin.until = static_cast<double>(i + 1) / bins;
        bin.meanProbability /= bin.count;
        bin.shareRight /= bin.count;
        filled.push_back(bin);
    }
    return filled;
}

double calibrationError(const std::vector<ReliabilityBin>& bins)
{
    double sum = 0;
    int count = 0;
    for (const ReliabilityBin& bin : bins) {
        sum += bin.count * std::abs(bin.meanProbability - bin.shareRight);
        count += bin.count;
    }
    return count == 0 ? 0 : sum / count;
}

} // namespace cartwright::learning
