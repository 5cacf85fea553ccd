#include "ui/bridge/measures_service.h"

#include "core/pipeline/measuring.h"

namespace cartwright::ui {

MeasuresService::MeasuresService(StoreThread& store, QObject* parent) : QObject(parent), m_store(store) {}

quint64 MeasuresService::compute()
{
    const quint64 request = ++m_lastRequest;
    m_store.run<MeasuresReport>(
        this,
        [](StoreRoom& room) -> Result<MeasuresReport> {
            const Result<pipeline::Measured> measured = pipeline::measure(*room.database);
            if (!measured)
                return failure(measured.error());
            return MeasuresReport{measures::figuresOfTallies(measured->days, measured->from, measured->until),
                                  measures::dayFiguresOf(measured->days)};
        },
        [this, request](const Result<MeasuresReport>& result) {
            if (request != m_lastRequest)
                return;
            if (result)
                Q_EMIT computed(request, *result);
            else
                Q_EMIT failed(request, result.error());
        });
    return request;
}

} // namespace cartwright::ui
