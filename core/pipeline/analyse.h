#pragma once

#include "core/base/cancellation.h"
#include "core/pipeline/fuse.h"
#include "core/review/flag_policy.h"
#include "core/store/workspace.h"

namespace cartwright::learning {
struct Model;
}

namespace cartwright::pipeline {

/// What the machine makes of a sale, and what the flag policy needs to know beside it.
struct Analysis
{
    store::Prediction prediction;
    review::FlagInput flagInput; ///< without the cart's total
};

/// What earlier sales and reviews taught.
struct Knowledge
{
    Reliability reliability;
    ShelfBelief shelf; ///< when the sale began
    const learning::Model* model = nullptr; ///< the live one, or none
};

/// Checks the sale's clips (two at a time), finds interactions where the feed brought none, and fuses all sources into
/// events and a predicted cart. Clips are decoded and watched in confined processes. A clip that cannot be used is a fact of the prediction, not an error.
/// A model with a recogniser tells the candidates of our own interactions by their look too.
/// Any thread, no database. Errors: Cancelled, or Failed where the disk fails or
/// the decoder's program is missing.
Result<Analysis> analyseSale(const store::Workspace& workspace, const Sale& sale, const Store& store,
                             const std::map<Gtin, Product>& products, const Knowledge& knowledge,
                             const Cancellation& cancel);

} // namespace cartwright::pipeline
