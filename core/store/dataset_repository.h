#pragma once

#include "core/domain/actor.h"
#include "core/domain/decision.h"
#include "core/store/database.h"
#include "core/store/label_repository.h"

#include <QJsonObject>

#include <functional>
#include <map>
#include <optional>

namespace cartwright::store {

/// Which labels are wanted. An empty list means all. Labels of erased shoppers are never among them.
struct LabelChoice
{
    std::optional<UtcMicroseconds> from;  ///< sales that ended at this time or later
    std::optional<UtcMicroseconds> until; ///< sales that ended before it
    std::optional<UtcMicroseconds> decidedAfter; ///< verdicts later than this
    QStringList stores;
    std::vector<FlagRule> reasons;        ///< sales flagged for one of them
    std::vector<Gtin> products;
    std::vector<LabelSource> sources;
    bool agreedOnly = false;    ///< of sales that two people decided, and the label is the same in both
    std::int64_t rarest = 0;    ///< products with at most so many labels in all; 0: any
    bool hardNegatives = false; ///< only labels of hands that took and returned nothing
    bool operator==(const LabelChoice&) const = default;
};

/// A chosen label and what its sale adds.
struct ChosenLabel
{
    Label label;
    UtcMicroseconds clipStartsAt = 0; ///< with the clock's offset; 0: unknown
    QString shopperRef;
};

/// How many labels a choice has, and of what.
struct LabelCounts
{
    std::int64_t labels = 0;
    std::int64_t sales = 0;
    std::map<QString, std::int64_t> products; ///< by GTIN
    std::map<QString, std::int64_t> actions;
    std::map<QString, std::int64_t> sources;
    std::map<QString, std::int64_t> stores;
};

/// Labels of sales that two people decided, and how many are not the same.
struct NoiseCounts
{
    std::int64_t checked = 0;
    std::int64_t changed = 0;
};

struct DatasetVersion
{
    DatasetRecord record;
    QString name;
    QString since;
    QString masking; ///< "people", "whole", "none"; empty for versions older than this knowledge
    QString reason;  ///< why unmasked
    QString madeBy;
    int notExported = 0;
    int withdrawn = 0;
    QJsonObject choice;
};

struct Erasure
{
    QString storeId;
    QString shopperRef;
    QString reason;
    QString askedBy;
    UtcMicroseconds askedAt = 0;
    std::vector<SaleKey> sales;
};

/// Choosing labels for dataset versions, the versions that were made, and whose labels must not be in any. Same thread as the
/// database.
class DatasetRepository
{
public:
    explicit DatasetRepository(Database& database, Actor actor = pipelineActor()) : m_database(database), m_actor(std::move(actor)) {}

    /// Chosen labels, by store, sale, camera, clip, timestamp, label id; one in memory at a time on the way to `use`.
    Result<void> each(const LabelChoice& choice, const std::function<void(ChosenLabel)>& use);
    Result<LabelCounts> count(const LabelChoice& choice);
    Result<NoiseCounts> noise(const LabelChoice& choice);

    /// Notes a version and the sales in it, in one transaction with the log.
    Result<void> record(const DatasetVersion& version, const std::vector<SaleKey>& sales);
    Result<std::vector<DatasetVersion>> versions(); ///< newest first
    /// Versions that hold frames of one of these sales, newest first.
    Result<std::vector<DatasetVersion>> holding(const std::vector<SaleKey>& sales);

    /// Marks the sales of a shopper, so that no later version has them. NotFound where the store has none of theirs.
    Result<Erasure> erase(const QString& storeId, const QString& shopperRef, const QString& reason);
    Result<std::vector<SaleKey>> erasedSales();
    /// Notes that sales were taken out of a version, whose hash is another now.
    Result<void> noteScrub(const QString& folder, const QString& contentHash, const std::vector<SaleKey>& sales, const QJsonObject& certificate);

private:
    Database& m_database;
    Actor m_actor;
};

} // namespace cartwright::store
