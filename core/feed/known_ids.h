#pragma once

// Internal to feed: what a sale says against what its store says.

#include "core/feed/bundle.h"

namespace cartwright::feed {

/// The first camera, bin or plate of a sale that its store does not have.
std::optional<Error> unknownId(const Sale& sale, const Store& store);

/// Sentences on what does not fit together and is accepted all the same: a clip with another picture size than its
/// camera, products that the store's list does not have, a bundle without any evidence.
QStringList doubtsAbout(const Bundle& bundle, const Store& store, const std::map<Gtin, Product>& products);

} // namespace cartwright::feed
