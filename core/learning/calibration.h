#pragma once

#include <vector>

namespace cartwright::learning {

/// Scores of classes to probabilities: softmax(scores / temperature), the temperature chosen for the greatest likelihood of
/// what was held back (Guo and others 2017). "None of these" takes part with the score `none`.
struct ClassCalibration
{
    double temperature = 1;
    double none = 0;
    bool operator==(const ClassCalibration&) const = default;

    /// One probability per class and, last, that of "none of these"; the sum is 1.
    std::vector<double> probabilities(const std::vector<double>& scores) const;
};

/// One held-back example: its scores by a machine that has not seen it, and its class, or -1 for none of them.
struct HeldOut
{
    std::vector<double> scores;
    int label = -1;
};

/// Where there are examples of no class, temperature and `none` are fitted together; else `none` is the score that 2 % of
/// the known ones' own scores stay below, so an unknown thing has a place to go.
ClassCalibration calibrateClasses(const std::vector<HeldOut>& examples);

/// A prediction with a probability, and whether it came true.
struct Outcome
{
    double probability = 0;
    bool right = false;
};

/// A step function from scores to shares that came true, never falling (pool adjacent violators, Ayer and others 1955).
/// Steps are smoothed by half an example of each kind, so that no share is exactly 0 or 1.
class Isotonic
{
public:
    Isotonic() = default;
    explicit Isotonic(std::vector<Outcome> outcomes);
    struct Step
    {
        double from = 0; ///< scores from here on
        double share = 0;
        bool operator==(const Step&) const = default;
    };
    explicit Isotonic(std::vector<Step> steps) : m_steps(std::move(steps)) {}
    const std::vector<Step>& steps() const { return m_steps; }
    /// The score itself where nothing was fitted.
    double share(double score) const;

private:
    std::vector<Step> m_steps;
};

/// Predictions of similar probability together.
struct ReliabilityBin
{
    double from = 0;
    double until = 1;
    int count = 0;
    double meanProbability = 0;
    double shareRight = 0;
    bool operator==(const ReliabilityBin&) const = default;
};

/// Bins of equal width over 0 to 1; empty bins are left out.
std::vector<ReliabilityBin> reliability(const std::vector<Outcome>& outcomes, int bins = 10);
/// Expected calibration error: the bins' distances between probability and share, weighted by their counts. 0 where nothing is.
double calibrationError(const std::vector<ReliabilityBin>& bins);

} // namespace cartwright::learning
