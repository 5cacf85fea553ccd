#pragma once

#include "core/store/database.h"
#include "core/store/workspace.h"

namespace cartwright::pipeline {

/// Writes every receipt version that is not yet in the outbox folder as `outbox/<store>/<sale>/receipt-vN.json` and notes it
/// as sent. A crash in between writes the same bytes again. Returns how many were sent.
Result<int> sendReceipts(const store::Workspace& workspace, store::Database& database);

} // namespace cartwright::pipeline
