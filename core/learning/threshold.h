#pragma once

#include "core/base/result.h"
#include "core/learning/calibration.h"

#include <QString>

#include <cstdint>
#include <optional>

namespace cartwright::learning {

/// What is wanted: at most so many reviews, or at most so many wrong receipts.
struct ThresholdGoal
{
    std::optional<double> reviewsPerThousand;
    std::optional<double> mostWrong; ///< share of receipts that went out unseen
    double confidence = 0.95;
};

/// A sale whose right cart is known and which nobody chose for its doubts: of the audit sample.
struct AuditedSale
{
    double probability = 0; ///< that the whole receipt is right, as predicted before
    bool right = false;
    bool flaggedAnyway = false; ///< by a rule that the threshold does not replace
};

struct ThresholdChoice
{
    double threshold = 0; ///< a sale is flagged where its probability lies below
    double reviewsPerThousand = 0; ///< expected, audits not counted
    int audited = 0;
    int unflagged = 0; ///< of the audited, that would go out unseen
    int wrong = 0;     ///< of these
    double wrongBound = 1; ///< Clopper and Pearson's upper bound on the share of wrong receipts among what goes out unseen
    double leastAuditShare = 0; ///< that gives as many audits as the bound needs in the next sales as there were in these
};

/// Chooses the threshold on audited sales. With `mostWrong` it is the lowest one for which the exact upper bound (Clopper and
/// Pearson, `confidence`) is within it; with `reviewsPerThousand` the highest one that costs no more; with both, the first must
/// be met and the second is said. Thresholds are tried on a fixed grid of twenty from the highest on, and the search ends at the
/// first that fails (fixed-sequence testing, as in Angelopoulos and others, Learn then Test, 2021), so that the bound holds
/// although several were tried. `sales`: how many the audits were drawn from.
/// Refused, saying how many audited sales are needed, where there are not enough for any threshold; NotFound without any.
Result<ThresholdChoice> chooseThreshold(const std::vector<AuditedSale>& audited, std::int64_t sales, const ThresholdGoal& goal);

} // namespace cartwright::learning
