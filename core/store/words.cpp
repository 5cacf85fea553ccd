#include "core/store/words.h"

namespace cartwright::store {

QString stageName(SaleStage stage)
{
    switch (stage) {
    case SaleStage::Ingested:
        return QStringLiteral("ingested");
    case SaleStage::Analysed:
        return QStringLiteral("analysed");
    case SaleStage::Queued:
        return QStringLiteral("queued");
    case SaleStage::Closed:
        return QStringLiteral("closed");
    }
    return {};
}

QString stateName(QueueState state)
{
    switch (state) {
    case QueueState::Waiting:
        return QStringLiteral("waiting");
    case QueueState::Claimed:
        return QStringLiteral("claimed");
    case QueueState::Escalated:
        return QStringLiteral("escalated");
    case QueueState::Done:
        return QStringLiteral("done");
    }
    return {};
}

Result<SaleStage> stageOf(const QString& name)
{
    for (const auto stage : {SaleStage::Ingested, SaleStage::Analysed, SaleStage::Queued, SaleStage::Closed})
        if (stageName(stage) == name)
            return stage;
    return failure(ErrorKind::Refused, QStringLiteral("\"%1\" is no stage of a sale.").arg(name));
}

Result<QueueState> stateOf(const QString& name)
{
    for (const auto state :
         {QueueState::Waiting, QueueState::Claimed, QueueState::Escalated, QueueState::Done})
        if (stateName(state) == name)
            return state;
    return failure(ErrorKind::Refused, QStringLiteral("\"%1\" is no state of the queue.").arg(name));
}

} // namespace cartwright::store
