#pragma once

#include "core/base/result.h"
#include "core/learning/calibration.h"
#include "core/store/sale_repository.h"

#include <QJsonObject>

#include <array>
#include <cstdint>
#include <optional>

namespace cartwright::learning {

/// What is known about a predicted receipt, as numbers between about -3 and 3; see `receiptFacts`.
inline constexpr int receiptFactCount = 16;
using ReceiptFacts = std::array<double, receiptFactCount>;
/// Their names, in order, for tables and files.
const std::array<const char*, receiptFactCount>& receiptFactNames();

/// What the prediction itself does not hold.
struct ReceiptSurroundings
{
    int sensorDisagreements = 0;
    double evidenceMissing = 0; ///< share of the visit, 0 to 1
    bool evidenceComplete = true;
};
ReceiptFacts receiptFacts(const store::Prediction& prediction, const ReceiptSurroundings& surroundings);

/// A reviewed sale: what was known when it was predicted, and whether the predicted cart was right.
struct ReviewedReceipt
{
    ReceiptFacts facts = {};
    bool right = false;
    int fold = 0;      ///< from 0; sales of one fold (of five, counted round) are held back together
    double weight = 1; ///< how many sales it stands for: audited ones more, because they were drawn at random
};

/// The probability that product and quantity of all lines are right: logistic regression on the facts with a pull towards zero,
/// then isotonic calibration on sales that were held back (both by cross-validation over folds).
class ReceiptModel
{
public:
    /// The cold start: the product of the lines' confidences, lowered for every contradiction. Not calibrated.
    ReceiptModel() = default;

    /// Refused, with the counts, where there are fewer than `leastOfEach` right or wrong receipts.
    static Result<ReceiptModel> train(const std::vector<ReviewedReceipt>& receipts);
    static constexpr int leastOfEach = 8;

    double probability(const ReceiptFacts& facts) const;
    bool isTrained() const { return m_trained; }
    /// Outcomes of the sales it was trained on, in their order, each told and calibrated without its fold: what a reliability plot
    /// shows. Empty for a model that was read from a file.
    const std::vector<Outcome>& heldOut() const { return m_heldOut; }

    QJsonObject toJson() const;
    static Result<ReceiptModel> fromJson(const QJsonObject& object);

private:
    using Weights = std::array<double, receiptFactCount + 1>; ///< the last one stands alone
    static Weights fit(const std::vector<ReviewedReceipt>& receipts);
    static double raw(const Weights& weights, const ReceiptFacts& facts);

    bool m_trained = false;
    Weights m_weights = {};
    Isotonic m_isotonic;
    std::vector<Outcome> m_heldOut;
};

} // namespace cartwright::learning
