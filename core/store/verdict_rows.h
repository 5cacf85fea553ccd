#pragma once

#include "core/domain/decision.h"
#include "core/store/work.h"

namespace cartwright::store {

/// What a verdict row says beside the verdict itself.
struct VerdictFacts
{
    std::int64_t epoch = 0; ///< of the lease it was written under
    QString leaseOwner;
    std::optional<bool> predictionRight; ///< whether the predicted cart had the reviewed cart's contents
    int receiptVersion = 0;
};

struct VerdictRow
{
    std::int64_t row = 0;
    int number = 0;
};

/// Appends the sale's next verdict with its cart and edits. Refused where an edit could not be read back.
VerdictRow insertVerdict(Work& work, std::int64_t saleRow, const Verdict& verdict, const VerdictFacts& facts);
std::vector<Verdict> readVerdicts(Work& work, std::int64_t saleRow, const SaleKey& key);

/// Appends the labels of a verdict; a label without an id is named by its place.
void insertLabels(Work& work, const VerdictRow& verdict, const SaleKey& key,
                  const std::vector<Label>& labels);

} // namespace cartwright::store
