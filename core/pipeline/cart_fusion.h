#pragma once

#include "core/pipeline/fuse.h"

namespace cartwright::pipeline {

/// The product that an event is most probably about; empty where none is named.
Gtin productOf(const Event& event);
/// The cart that the group's events make, with their confidences.
Cart cartOf(const Fused& fused);
/// Weighs the cart against the sale's scans, where there are any, as fuse.h says.
void joinScans(Fused& fused, const Sale& sale, const Reliability& reliability);
/// Puts the feed's own cart, where there is one, in the place of the fused one.
void joinFeedCart(Fused& fused, const Sale& sale);

} // namespace cartwright::pipeline
