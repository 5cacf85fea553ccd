#pragma once

#include "core/base/cancellation.h"
#include "core/pipeline/progress.h"
#include "core/store/database.h"
#include "core/store/sale_repository.h"
#include "core/store/workspace.h"

namespace cartwright::pipeline {

struct Processed
{
    int analysed = 0;
    int closed = 0;   ///< receipt at once, nobody looks
    int queued = 0;   ///< flagged: a person first
    int audits = 0;   ///< closed, and in the audit sample
    int copies = 0;   ///< review copies made of queued sales' clips
    double copySeconds = 0;
    QStringList notes; ///< what went on with less than it should: a model that could not be loaded
    std::vector<std::pair<SaleKey, Error>> failures; ///< sales that stay where they are, and why
};

/// Whether the review copies of queued sales are made at once, or left for `prepare`.
enum class Copies : std::uint8_t { Yes, No };

/// Takes every sale that waits for it through analyse, price and decide, oldest first, sends the receipts, and makes the
/// review copies of those that were queued: the decisive seconds of long clips at once, the rest when all are decided. What
/// was finished before an interruption is not done again. A sale that fails stays and is named; the next goes on.
Result<Processed> processSales(const store::Workspace& workspace, store::Database& database,
                               const Cancellation& cancel = {}, const ProgressCallback& progress = {}, Copies copies = Copies::Yes);

/// Analyses and decides one sale again, whatever its stage, unless a person has decided it.
Result<void> processSale(const store::Workspace& workspace, store::Database& database, const SaleKey& key,
                         const Cancellation& cancel = {});

} // namespace cartwright::pipeline
