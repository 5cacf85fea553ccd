#include "core/feed/series.h"

#include <cmath>

namespace cartwright::feed {
namespace {

constexpr double heaviest = 10'000'000;
constexpr std::size_t mostSamples = 50'000'000;

} // namespace

Result<TraceSamples> readTrace(const QByteArray& bytes, const QString& name)
{
    TraceSamples samples;
    bool any = false;
    int number = 0;
    const auto refused = [&](const QString& why) {
        return failure(ErrorKind::Refused, QStringLiteral("%1 line %2: %3").arg(name).arg(number).arg(why));
    };
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype end = bytes.indexOf('\n', at);
        const QByteArray line = bytes.mid(at, (end < 0 ? bytes.size() : end) - at).trimmed();
        at = end < 0 ? bytes.size() : end + 1;
        ++number;
        if (number == 1 && line == "weight_g")
            continue;
        if (samples.size() >= mostSamples)
            return refused(QStringLiteral("a trace has at most %1 samples.").arg(mostSamples));
        if (line.isEmpty()) {
            samples.emplace_back();
            continue;
        }
        bool isNumber = false;
        const double grams = line.toDouble(&isNumber);
        if (!isNumber || !std::isfinite(grams))
            return refused(QStringLiteral("\"%1\" is no weight in grams.").arg(QString::fromUtf8(line.left(40))));
        if (std::abs(grams) > heaviest)
            return refused(QStringLiteral("%1 g is more than a shelf plate can carry.").arg(grams));
        samples.emplace_back(grams);
        any = true;
    }
    if (!any)
        return failure(ErrorKind::Refused, QStringLiteral("%1 holds no weight.").arg(name));
    return samples;
}

} // namespace cartwright::feed
