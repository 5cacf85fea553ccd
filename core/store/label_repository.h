#pragma once

#include "core/domain/actor.h"
#include "core/domain/decision.h"
#include "core/store/database.h"

namespace cartwright::store {

/// A dataset version that was exported from here.
struct DatasetRecord
{
    QString folder;
    QString format;
    QString contentHash; ///< SHA-256 of its SHA256SUMS
    int labels = 0;
    int frames = 0;
    UtcMicroseconds createdAt = 0;
};

/// Labels that fell out of verdicts. Same thread as the database.
class LabelRepository
{
public:
    /// `actor` is who records datasets.
    explicit LabelRepository(Database& database, Actor actor = pipelineActor())
        : m_database(database), m_actor(std::move(actor))
    {
    }

    /// Labels of each sale's last verdict, ordered by store, sale, clip, timestamp, label id.
    Result<std::vector<Label>> current();
    Result<std::vector<Label>> ofSale(const SaleKey& key);

    Result<void> recordDataset(const DatasetRecord& record);
    Result<std::vector<DatasetRecord>> datasets(); ///< newest first

private:
    Database& m_database;
    Actor m_actor;
};

} // namespace cartwright::store
