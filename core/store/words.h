#pragma once

#include "core/store/queue_repository.h"
#include "core/store/sale_repository.h"

namespace cartwright::store {

/// The fixed words of this room's own enumerations in tables. An unknown word gives Refused.
QString stageName(SaleStage stage);
QString stateName(QueueState state);
Result<SaleStage> stageOf(const QString& name);
Result<QueueState> stateOf(const QString& name);

} // namespace cartwright::store
