#pragma once

// Internal to feed: the rules of store.json beyond the types of its members.

#include "core/base/json.h"
#include "core/domain/store.h"

#include <optional>

namespace cartwright::feed {

/// The first broken rule that can be told from store.json alone; sentences begin with "store.json bins[1]: ".
/// `object` is the same file as it came, for what the value type does not keep.
std::optional<Error> brokenStoreRule(const Store& store, const QJsonObject& object);

/// The first bin whose product is not in the list.
std::optional<Error> binWithoutProduct(const Store& store, const std::vector<Product>& products);

/// Sentences on keys of store.json that are not known.
QStringList unknownStoreKeys(const QJsonObject& object);

} // namespace cartwright::feed
