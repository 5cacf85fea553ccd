#include "core/learning/threshold.h"

#include "core/learning/binomial.h"

#include <algorithm>
#include <array>

namespace cartwright::learning {
namespace {

/// From strict to lenient. Fixed before any sale is looked at.
constexpr std::array grid{0.999, 0.998, 0.997, 0.995, 0.993, 0.99, 0.985, 0.98, 0.97, 0.96, 0.95,
                          0.93,  0.91,  0.88,  0.85,  0.8,   0.7,  0.6,   0.5,  0.3};

ThresholdChoice tried(double threshold, const std::vector<AuditedSale>& audited, std::int64_t sales, double confidence)
{
    ThresholdChoice choice;
    choice.threshold = threshold;
    choice.audited = static_cast<int>(audited.size());
    for (const AuditedSale& sale : audited) {
        if (sale.flaggedAnyway || sale.probability < threshold)
            continue;
        ++choice.unflagged;
        choice.wrong += sale.right ? 0 : 1;
    }
    choice.reviewsPerThousand = 1000.0 * (choice.audited - choice.unflagged) / choice.audited;
    choice.wrongBound = upperBound(choice.wrong, choice.unflagged, confidence);
    choice.leastAuditShare = sales > 0 ? std::min(1.0, static_cast<double>(choice.audited) / static_cast<double>(sales)) : 1;
    return choice;
}

Error notEnough(const ThresholdGoal& goal, const ThresholdChoice& strictest)
{
    const double wanted = goal.mostWrong.value_or(0);
    const auto needed = neededFor(wanted, goal.confidence, strictest.wrong);
    return {ErrorKind::Refused,
            QStringLiteral("Not enough audited sales: %1 needed that would go out unseen, %2 there with %3 wrong, to be %4 % sure of at most %5 % wrong "
                           "receipts. Raise the audit share, or ask for less.")
                .arg(needed ? QString::number(*needed) : QStringLiteral("more than can be had"))
                .arg(strictest.unflagged)
                .arg(strictest.wrong)
                .arg(100 * goal.confidence)
                .arg(100 * wanted),
            {}};
}

/// The lowest threshold within the bound, tried from the strictest on until one fails.
Result<ThresholdChoice> withinBound(const std::vector<AuditedSale>& audited, std::int64_t sales, const ThresholdGoal& goal)
{
    std::optional<ThresholdChoice> best;
    ThresholdChoice fullest;
    for (const double threshold : grid) {
        const ThresholdChoice choice = tried(threshold, audited, sales, goal.confidence);
        // What the sentence counts: the most that would go out unseen with none wrong, else the first wrong ones.
        if (choice.unflagged >= fullest.unflagged && (choice.wrong == 0 || fullest.unflagged == 0))
            fullest = choice;
        // The sequence of tests begins where there are enough sales for one to pass at all: that depends on no outcome.
        if (upperBound(0, choice.unflagged, goal.confidence) > *goal.mostWrong)
            continue;
        if (choice.wrongBound > *goal.mostWrong)
            break;
        best = choice;
    }
    if (best)
        return *best;
    return failure(notEnough(goal, fullest));
}

} // namespace

Result<ThresholdChoice> chooseThreshold(const std::vector<AuditedSale>& audited, std::int64_t sales, const ThresholdGoal& goal)
{
    if (audited.empty())
        return failure(ErrorKind::NotFound,
                       QStringLiteral("No audited sales: a threshold is chosen on sales that were reviewed without having been flagged. "
                                      "Set \"audit_share\" in settings.json above 0 and have them reviewed."));
    if (goal.mostWrong) {
        auto choice = withinBound(audited, sales, goal);
        if (choice && goal.reviewsPerThousand && choice->reviewsPerThousand > *goal.reviewsPerThousand)
            return failure(ErrorKind::Refused,
                           QStringLiteral("At most %1 % wrong receipts cost %2 reviews per 1,000 sales, more than the budget of %3: "
                                          "train on more reviewed sales, or raise the budget.")
                               .arg(100 * *goal.mostWrong)
                               .arg(choice->reviewsPerThousand, 0, 'f', 0)
                               .arg(*goal.reviewsPerThousand));
        return choice;
    }
    ThresholdChoice best = tried(0, audited, sales, goal.confidence);
    for (const double threshold : grid) {
        const ThresholdChoice choice = tried(threshold, audited, sales, goal.confidence);
        if (choice.reviewsPerThousand <= goal.reviewsPerThousand.value_or(0)) {
            best = choice;
            break;
        }
    }
    return best;
}

} // namespace cartwright::learning
