#include "core/pipeline/traces.h"

#include "core/base/safe_file.h"
#include "core/pipeline/plates.h"

#include <cmath>

namespace cartwright::pipeline {

void readTraces(Circumstances& known, const store::Workspace& workspace, const Sale& sale)
{
    int number = 0;
    for (const auto& series : sale.series) {
        const auto bytes = readFile(workspace.mediaFolder() + QLatin1Char('/') + series.file);
        const auto trace = bytes ? feed::readTrace(*bytes, series.file) : Result<feed::TraceSamples>(failure(bytes.error()));
        if (!trace) {
            // A trace that is gone is a silent plate, not a sale without prediction.
            known.silent[series.plateId].emplace_back(sale.enteredAt, sale.exitedAt);
            continue;
        }
        const auto moment = [&](std::size_t sample) {
            return series.startsAt + std::llround(static_cast<double>(sample) / series.rateHz * 1e6);
        };
        for (const PlateStep& step : findSteps(*trace, series.rateHz)) {
            Event event;
            event.eventId = freeEventId(QStringLiteral("w%1").arg(++number), sale);
            event.kind = EventKind::Weight;
            event.source = EventSource::Analysis;
            event.at = event.until = series.startsAt + step.at;
            event.plateId = series.plateId;
            event.deltaGrams = std::llround(step.delta);
            known.plateSteps.push_back(std::move(event));
        }
        for (std::size_t i = 0; i < trace->size(); ++i) {
            const std::size_t first = i;
            while (i < trace->size() && !(*trace)[i])
                ++i;
            if (static_cast<double>(i - first) > 0.25 * series.rateHz)
                known.silent[series.plateId].emplace_back(moment(first), moment(i));
        }
    }
}

} // namespace cartwright::pipeline
