#pragma once

#include "core/measures/measures.h"
#include "ui/bridge/store_thread.h"

namespace cartwright::ui {

/// Figures of the whole workspace, overall and by day.
struct MeasuresReport
{
    measures::Figures overall;
    std::vector<measures::Day> days;
};

class MeasuresService : public QObject
{
    Q_OBJECT

public:
    explicit MeasuresService(StoreThread& store, QObject* parent = nullptr);

    quint64 compute();

Q_SIGNALS:
    void computed(quint64 request, const cartwright::ui::MeasuresReport& report);
    void failed(quint64 request, const cartwright::Error& error);

private:
    StoreThread& m_store;
    quint64 m_lastRequest = 0;
};

} // namespace cartwright::ui
