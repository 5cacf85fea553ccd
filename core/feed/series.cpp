#include "core/feed/series.h"

#include <cmath>

namespace cartwright::feed {

Result<std::vector<float>> readSeries(const QByteArray& text, const QString& where, std::size_t mostSamples)
{
    std::vector<float> samples;
    int number = 0;
    for (qsizetype from = 0; from < text.size();) {
        const qsizetype end = text.indexOf('\n', from);
        const QByteArray line = text.mid(from, (end < 0 ? text.size() : end) - from).trimmed();
        from = end < 0 ? text.size() : end + 1;
        ++number;
        if (line.isEmpty())
            continue;
        bool isNumber = false;
        const float value = line.mid(line.lastIndexOf(',') + 1).trimmed().toFloat(&isNumber);
        if (!isNumber && samples.empty() && number == 1)
            continue;
        if (!isNumber || !std::isfinite(value))
            return failure(ErrorKind::Refused, QStringLiteral("Line %1 of %2 has no number; a series has one sample on each line.").arg(number).arg(where));
        if (samples.size() >= mostSamples)
            return failure(ErrorKind::Refused, QStringLiteral("%1 has more than %2 samples.").arg(where).arg(mostSamples));
        samples.push_back(value);
    }
    return samples;
}

} // namespace cartwright::feed
