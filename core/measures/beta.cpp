#include "core/measures/beta.h"

#include <array>
#include <cmath>

namespace cartwright::measures {
namespace {

double awayFromZero(double value)
{
    constexpr double tiny = 1e-300;
    return std::abs(value) < tiny ? tiny : value;
}

/// The continued fraction of DLMF 8.17.22 without the factor before it. Needs about sqrt(max(a, b)) steps.
double fraction(double a, double b, double x)
{
    constexpr int maxSteps = 1'000'000;
    constexpr double enough = 1e-15;
    double upper = 1;
    double lower = 1 / awayFromZero(1 - (a + b) * x / (a + 1));
    double value = lower;
    for (int m = 1; m <= maxSteps; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        double change = 1;
        for (const double term : std::array{even, odd}) {
            lower = 1 / awayFromZero(1 + term * lower);
            upper = awayFromZero(1 + term / upper);
            change = lower * upper;
            value *= change;
        }
        if (std::abs(change - 1) < enough)
            break;
    }
    return value;
}

} // namespace

double incompleteBeta(double a, double b, double x)
{
    if (x <= 0)
        return 0;
    if (x >= 1)
        return 1;
    const double factor =
        std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
    if (x < (a + 1) / (a + b + 2))
        return factor * fraction(a, b, x) / a;
    return 1 - factor * fraction(b, a, 1 - x) / b;
}

double inverseIncompleteBeta(double a, double b, double share)
{
    double low = 0;
    double high = 1;
    // The function rises in x; a double between 0 and 1 is halved out well before 200 steps.
    for (int step = 0; step < 200; ++step) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            break;
        (incompleteBeta(a, b, middle) < share ? low : high) = middle;
    }
    return low + (high - low) / 2;
}

} // namespace cartwright::measures
