#pragma once

#include "core/store/opinion_repository.h"
#include "core/store/queue_rows.h"

namespace cartwright::store {

/// Keeps a verdict that came too late. A second time under the same lease nothing happens.
void keepOpinion(Work& work, const QueueRow& row, const Lease& lease, const Verdict& verdict, const QString& role);

} // namespace cartwright::store
