#pragma once

#include "core/base/cancellation.h"
#include "core/pipeline/progress.h"
#include "core/store/copy_repository.h"
#include "core/store/workspace.h"

namespace cartwright::pipeline {

struct Prepared
{
    int sales = 0;
    int copies = 0;  ///< whole clips
    int without = 0; ///< clips of which no copy could be made; the facts say why
    std::vector<std::pair<SaleKey, Error>> failures; ///< sales that nothing could be noted for
};

enum class Again : std::uint8_t {
    No,  ///< what is there stays, and what could not be made before is not tried again
    Yes, ///< all copies of the named sale are made anew
};

/// Makes the review copies of one sale, two clips at a time: first, of long clips, the seconds around the event that
/// decides, then the whole clips. Each clip is decoded and encoded in a confined process of its own, and each copy is a
/// fact as soon as it is whole; what was finished before an interruption is not done again.
/// Errors: Cancelled, Locked where another program prepares the same clip, NotFound, or Failed where the decoder's
/// program is missing or the disk fails. A clip that cannot be copied is a fact, no error.
Result<Prepared> prepareSale(const store::Workspace& workspace, store::Database& database, const SaleKey& key, Again again = Again::No,
                             const Cancellation& cancel = {});

/// Only the decisive seconds of a sale with long clips, so that a review can begin; nothing where its clips are short.
Result<void> prepareDecisive(const store::Workspace& workspace, store::Database& database, const SaleKey& key,
                             const Cancellation& cancel = {});

/// All sales that wait for a review and have no copies yet, in the queue's order.
Result<Prepared> prepareSales(const store::Workspace& workspace, store::Database& database, const Cancellation& cancel = {},
                              const ProgressCallback& progress = {});

} // namespace cartwright::pipeline
