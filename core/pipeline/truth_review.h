#pragma once

#include "core/pipeline/truth.h"
#include "core/review/desk.h"

#include <random>

namespace cartwright::pipeline {

/// What the simulated reviewers did.
struct TruthReviews
{
    int reviewed = 0;
    int audits = 0; ///< of these
    int errors = 0; ///< reviews that ended with a wrong cart
};

/// Reviews everything that waits at the desk as somebody would who knows what happened: each event gets its true action, product
/// and number, and the cart becomes the true one. With the probability `errorShare` a review goes wrong: one piece of the cart is
/// overlooked, or one too many is counted, and the events stay as predicted. For measuring only.
Result<TruthReviews> reviewByTruth(review::Desk& desk, const std::map<SaleKey, TruthSale>& truth, double errorShare, std::mt19937& random,
                                   const Cancellation& cancel);

} // namespace cartwright::pipeline
