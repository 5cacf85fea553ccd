#include "core/pipeline/plates.h"

#include <algorithm>
#include <cmath>

namespace cartwright::pipeline {
namespace {

constexpr double windowSeconds = 0.25;
constexpr double settleSeconds = 0.2;
constexpr double togetherSeconds = 0.5;
constexpr double leastStep = 12;
constexpr double noiseTimes = 6;

double medianOf(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

class Trace
{
public:
    Trace(const feed::TraceSamples& samples, double rateHz) : m_rate(rateHz)
    {
        for (std::size_t i = 0; i < samples.size(); ++i)
            if (samples[i]) {
                m_values.push_back(*samples[i]);
                m_places.push_back(i);
            }
        std::vector<double> differences;
        for (std::size_t i = 1; i < m_values.size(); ++i)
            differences.push_back(std::abs(m_values[i] - m_values[i - 1]));
        m_noise = differences.empty() ? 0 : medianOf(std::move(differences)) / 0.954;
    }

    std::vector<PlateStep> steps() const
    {
        const std::size_t width = samplesIn(windowSeconds), away = samplesIn(settleSeconds);
        const std::size_t apart = samplesIn(togetherSeconds);
        std::vector<PlateStep> found;
        if (m_values.size() < 2 * (width + away) + 1)
            return found;
        std::size_t begun = 0, last = 0;
        bool open = false;
        for (std::size_t i = width + away; i + width + away < m_values.size(); ++i) {
            if (std::abs(levelAfter(i, width, away) - levelBefore(i, width, away)) > limit()) {
                if (!open)
                    begun = i;
                open = true;
                last = i;
            } else if (open && i > last + apart) {
                add(found, begun, last, width, away);
                open = false;
            }
        }
        if (open)
            add(found, begun, last, width, away);
        return found;
    }

private:
    std::size_t samplesIn(double seconds) const
    {
        return static_cast<std::size_t>(std::max(1.0, std::round(seconds * m_rate)));
    }
    double limit() const { return std::max(leastStep, noiseTimes * m_noise); }
    double median(std::size_t first, std::size_t count) const
    {
        return medianOf({m_values.begin() + static_cast<std::ptrdiff_t>(first),
                         m_values.begin() + static_cast<std::ptrdiff_t>(std::min(first + count, m_values.size()))});
    }
    double levelBefore(std::size_t i, std::size_t width, std::size_t away) const { return median(i - away - width, width); }
    double levelAfter(std::size_t i, std::size_t width, std::size_t away) const { return median(i + away, width); }

    void add(std::vector<PlateStep>& found, std::size_t begun, std::size_t last, std::size_t width, std::size_t away) const
    {
        const double before = levelBefore(begun, width, away), after = levelAfter(last, width, away);
        if (std::abs(after - before) <= limit())
            return; // something was put down for a moment
        std::size_t half = begun;
        while (half < last + away && std::abs(m_values[half] - before) < std::abs(after - before) / 2)
            ++half;
        std::size_t hole = 0;
        for (std::size_t i = begun - away; i < std::min(last + away, m_places.size() - 1); ++i)
            hole = std::max(hole, m_places[i + 1] - m_places[i]);
        PlateStep step;
        step.at = std::llround(static_cast<double>(m_places[half]) / m_rate * 1e6);
        step.delta = after - before;
        // A median of n samples is 1.25 times as unsteady as their mean.
        step.noise = 1.25 * m_noise * std::sqrt(2.0 / static_cast<double>(width));
        step.acrossHole = hole > samplesIn(windowSeconds);
        found.push_back(step);
    }

    double m_rate;
    std::vector<double> m_values;
    std::vector<std::size_t> m_places; ///< of the values among the samples
    double m_noise = 0;
};

} // namespace

std::vector<PlateStep> findSteps(const feed::TraceSamples& samples, double rateHz)
{
    return rateHz > 0 ? Trace(samples, rateHz).steps() : std::vector<PlateStep>();
}

} // namespace cartwright::pipeline
