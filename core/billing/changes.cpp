#include "core/billing/pricing.h"

#include <algorithm>

namespace cartwright::billing {
namespace {

/// The entry of this product, made at the end where there is none yet.
ReceiptChange& entryOf(std::vector<ReceiptChange>& changes, const ReceiptLine& line)
{
    const auto found = std::find_if(changes.begin(), changes.end(),
                                    [&](const ReceiptChange& change) { return change.gtin == line.gtin; });
    if (found != changes.end())
        return *found;
    changes.push_back({.gtin = line.gtin, .name = line.name});
    return changes.back();
}

} // namespace

std::vector<ReceiptChange> changesBetween(const Receipt& before, const Receipt& after)
{
    std::vector<ReceiptChange> changes;
    for (const ReceiptLine& line : before.lines) {
        ReceiptChange& change = entryOf(changes, line);
        change.quantityBefore += line.quantity;
        change.totalBefore += line.total;
    }
    for (const ReceiptLine& line : after.lines) {
        ReceiptChange& change = entryOf(changes, line);
        change.quantityAfter += line.quantity;
        change.totalAfter += line.total;
    }
    std::erase_if(changes, [](const ReceiptChange& change) {
        return change.quantityBefore == change.quantityAfter && change.totalBefore == change.totalAfter;
    });
    return changes;
}

} // namespace cartwright::billing
