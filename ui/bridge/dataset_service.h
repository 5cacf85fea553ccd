#pragma once

#include "core/base/cancellation.h"
#include "core/pipeline/datasets.h"
#include "ui/bridge/store_thread.h"

#include <QImage>

#include <memory>

namespace cartwright::ui {

/// All that the Datasets place shows before a version is chosen.
struct DatasetsReport
{
    std::vector<store::DatasetVersion> versions; ///< newest first
    store::LabelCounts all;
    store::LabelCounts fresh; ///< of sales decided since the newest version was made; all where there is none
    QStringList stores;
};

struct SampleFilter
{
    QString category; ///< empty: all
    QString origin;   ///< "corrected", ...; empty: all
    bool doubtfulOnly = false; ///< that no person confirmed, or that were carried between keyframes
};

/// A picture of a version, small, with its boxes drawn.
struct SampleTile
{
    QImage picture;
    QString title;
    QString details;
    SaleKey sale;
};

struct SamplesReport
{
    std::vector<SampleTile> tiles; ///< the first ones that the filter lets through
    int matching = 0;
    QJsonObject counts;
    QStringList categories;
    QString card;
};

/// Lists versions and counts choices on the store thread; reads samples and makes versions on threads of their own, a version with
/// a database connection of its own, so that nothing waits for it.
class DatasetService : public QObject
{
    Q_OBJECT

public:
    explicit DatasetService(StoreThread& store, QObject* parent = nullptr);
    ~DatasetService() override; ///< stops what is under way and waits for it

    void load();
    void count(const store::LabelChoice& choice);
    void showSamples(const QString& folder, const SampleFilter& filter);
    /// Does nothing while a version is being made.
    void create(const pipeline::DatasetRequest& request);
    void cancel() { m_cancel.cancel(); }
    bool isMaking() const { return m_making != nullptr; }

Q_SIGNALS:
    void loaded(const cartwright::ui::DatasetsReport& report);
    void counted(const cartwright::store::LabelCounts& counts);
    void samplesRead(const cartwright::ui::SamplesReport& report);
    void progressed(int done, int total);
    void created(const cartwright::dataset::Created& created);
    void failed(const cartwright::Error& error);

private:
    void endMaking(const Result<dataset::Created>& result);

    StoreThread& m_store;
    Cancellation m_cancel;
    Cancellation m_reading;
    QThread* m_making = nullptr;
    QList<QThread*> m_readers;
    quint64 m_lastCount = 0;
    quint64 m_lastSamples = 0;
};

} // namespace cartwright::ui
