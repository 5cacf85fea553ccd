#pragma once

#include "core/domain/actor.h"
#include "core/domain/sale.h"
#include "core/store/database.h"

#include <QJsonObject>

namespace cartwright::store {

/// A model that the workspace knows. Its files lie in a folder; `sha256` is that of its model.json, which pins the rest.
struct ModelRecord
{
    std::int64_t row = 0;
    QString name;
    QString version;
    bool imported = false;
    QString folder;  ///< relative to the workspace's models folder
    QString sha256;
    QString dataset; ///< what it was trained on
    QJsonObject metrics;
    UtcMicroseconds madeAt = 0;
    QString addedBy;

    QString title() const { return name + QLatin1Char(' ') + version; }
};

/// What was done with a model, by whom and why.
struct ModelChange
{
    enum class Kind : std::uint8_t { Promoted, Refused, RolledBack, Shadow, ShadowEnded };
    std::int64_t modelRow = 0;
    UtcMicroseconds at = 0;
    QString who;
    Kind kind = Kind::Promoted;
    QString reason;
    QJsonObject gate; ///< the figures that the gate looked at
};
QString nameOf(ModelChange::Kind kind); ///< "promoted", "refused", "rolled_back", "shadow", "shadow_ended"

/// How probable it was that a sale's predicted receipt is right.
struct ReceiptConfidence
{
    std::int64_t modelRow = 0; ///< 0: no model was live
    bool live = true;          ///< or in the shadow
    double probability = 0;
    double threshold = 0;      ///< below which it would be flagged; 0: none
    std::vector<double> facts;
};

/// A sale with a verdict, and what had been predicted.
struct JudgedReceipt
{
    SaleKey key;
    ReceiptConfidence confidence;
    bool right = false;       ///< the predicted cart was the reviewed one
    bool audited = false;     ///< only the audit sample had chosen it
    bool sampled = false;     ///< the audit sample had chosen it, whether or not something else had too
    std::vector<QString> rules; ///< names of the rules that flagged it
    UtcMicroseconds decidedAt = 0;
};

/// Models, which of them is live, and what they said. Same thread as the database.
class ModelRepository
{
public:
    explicit ModelRepository(Database& database, Actor actor = pipelineActor()) : m_database(database), m_actor(std::move(actor)) {}

    /// Refused where name and version are there already.
    Result<ModelRecord> add(ModelRecord record);
    Result<std::vector<ModelRecord>> all(); ///< newest first
    /// By name and version ("NAME VERSION"), a name alone where it is unique, or a version. NotFound; Refused where ambiguous.
    Result<ModelRecord> find(const QString& title);
    Result<std::optional<ModelRecord>> live();
    Result<std::optional<ModelRecord>> shadow();
    /// The model that was live before the one that is now.
    Result<std::optional<ModelRecord>> before();

    /// One transaction with its log row.
    Result<void> note(const ModelChange& change);
    Result<std::vector<ModelChange>> changes(); ///< newest first

    Result<void> saveConfidence(const SaleKey& key, int revision, const ReceiptConfidence& confidence);
    Result<std::optional<ReceiptConfidence>> confidence(const SaleKey& key); ///< the live one of its last decision
    /// Of all sales that were predicted and then judged by a person (not unresolvable, not escalated), each once, the oldest first;
    /// what a model in the shadow said where `modelRow` names it, else what was live.
    Result<std::vector<JudgedReceipt>> judged(std::int64_t shadowRow = 0);
    /// How many sales were decided in all.
    Result<std::int64_t> decidedSales();

private:
    Database& m_database;
    Actor m_actor;
};

} // namespace cartwright::store
