#include "core/domain/store.h"

#include <algorithm>

namespace cartwright {
namespace {

template <class Items, class Matches> auto* found(const Items& items, Matches matches)
{
    const auto it = std::find_if(items.begin(), items.end(), matches);
    return it == items.end() ? nullptr : &*it;
}

} // namespace

const Bin* Store::findBin(const QString& binId) const
{
    return found(bins, [&](const Bin& bin) { return bin.binId == binId; });
}

const TaxClass* Store::findTaxClass(const QString& taxClassId) const
{
    return found(taxClasses, [&](const TaxClass& tax) { return tax.taxClassId == taxClassId; });
}

} // namespace cartwright
