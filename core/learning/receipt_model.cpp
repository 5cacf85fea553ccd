#include "core/learning/receipt_model.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <map>

namespace cartwright::learning {
namespace {

constexpr int folds = 5;
constexpr double pull = 0.02; ///< towards zero, per unit of weight
constexpr int rounds = 30;

double logit(double p)
{
    const double safe = std::clamp(p, 1e-4, 1 - 1e-4);
    return std::log(safe / (1 - safe));
}

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

/// Doubts of all interactions together.
struct Doubts
{
    double leastKind = 1;
    double leastProduct = 1;
    double leastActor = 1;
    double allKinds = 1;
    double allProducts = 1;
    double leastMargin = 1;
    int takes = 0;
    int returns = 0;
    int nones = 0;
    int several = 0;
    int outsidePlan = 0;
};

Doubts doubtsOf(const store::Prediction& prediction)
{
    Doubts doubts;
    for (const Event& event : prediction.events) {
        if (!event.isInteraction())
            continue;
        doubts.leastKind = std::min(doubts.leastKind, event.kindProbability);
        doubts.leastActor = std::min(doubts.leastActor, event.actorProbability);
        doubts.allKinds *= event.kindProbability;
        doubts.takes += event.kind == EventKind::Take ? 1 : 0;
        doubts.returns += event.kind == EventKind::Return ? 1 : 0;
        doubts.nones += event.kind == EventKind::None ? 1 : 0;
        doubts.several += event.quantity > 1 ? 1 : 0;
        if (event.kind == EventKind::None || event.candidates.empty())
            continue;
        const double best = event.candidates.front().probability;
        const double next = event.candidates.size() > 1 ? event.candidates[1].probability : 0;
        doubts.leastProduct = std::min(doubts.leastProduct, best);
        doubts.leastMargin = std::min(doubts.leastMargin, best - next);
        doubts.allProducts *= best;
        doubts.outsidePlan += event.candidates.front().gtin.isEmpty() ? 1 : 0;
    }
    return doubts;
}

/// Solves a x = b for a symmetric, positive matrix (Gauss without exchanging rows).
template <std::size_t N> std::array<double, N> solved(std::array<std::array<double, N>, N> a, std::array<double, N> b)
{
    for (std::size_t i = 0; i < N; ++i) {
        for (std::size_t r = i + 1; r < N; ++r) {
            const double factor = a[r][i] / a[i][i];
            for (std::size_t c = i; c < N; ++c)
                a[r][c] -= factor * a[i][c];
            b[r] -= factor * b[i];
        }
    }
    for (std::size_t i = N; i-- > 0;) {
        for (std::size_t c = i + 1; c < N; ++c)
            b[i] -= a[i][c] * b[c];
        b[i] /= a[i][i];
    }
    return b;
}

} // namespace

const std::array<const char*, receiptFactCount>& receiptFactNames()
{
    static const std::array<const char*, receiptFactCount> names{
        "least_action", "least_product", "least_shopper", "all_actions", "all_products", "least_margin", "takes", "returns",
        "no_outcome", "several_at_once", "unknown_product", "disagreements", "any_disagreement", "evidence_missing",
        "evidence_incomplete", "lines"};
    return names;
}

ReceiptFacts receiptFacts(const store::Prediction& prediction, const ReceiptSurroundings& surroundings)
{
    const Doubts d = doubtsOf(prediction);
    return {logit(d.leastKind) / 3, logit(d.leastProduct) / 3, logit(d.leastActor) / 3, logit(d.allKinds) / 3, logit(d.allProducts) / 3,
            d.leastMargin, std::log1p(d.takes), std::log1p(d.returns), std::log1p(d.nones), std::log1p(d.several),
            std::min(3.0, static_cast<double>(d.outsidePlan)), std::log1p(surroundings.sensorDisagreements),
            surroundings.sensorDisagreements > 0 ? 1.0 : 0.0, std::sqrt(std::clamp(surroundings.evidenceMissing, 0.0, 1.0)),
            surroundings.evidenceComplete ? 0.0 : 1.0, std::log1p(static_cast<double>(prediction.cart.lines.size()))};
}

double ReceiptModel::raw(const Weights& weights, const ReceiptFacts& facts)
{
    double sum = weights.back();
    for (std::size_t i = 0; i < facts.size(); ++i)
        sum += weights[i] * facts[i];
    return sigmoid(sum);
}

/// Newton's method; the pull keeps it from running away where the classes are separable.
ReceiptModel::Weights ReceiptModel::fit(const std::vector<ReviewedReceipt>& receipts)
{
    constexpr std::size_t size = receiptFactCount + 1;
    Weights weights = {};
    double total = 0;
    for (const ReviewedReceipt& receipt : receipts)
        total += receipt.weight;
    for (int round = 0; round < rounds; ++round) {
        std::array<std::array<double, size>, size> curve = {};
        Weights slope = {};
        for (std::size_t i = 0; i < size; ++i) {
            const double strength = i + 1 == size ? 1e-6 : pull * total;
            curve[i][i] = strength * 0.1 + 1e-6;
            slope[i] = -strength * 0.1 * weights[i];
        }
        for (const ReviewedReceipt& receipt : receipts) {
            std::array<double, size> x = {};
            std::copy(receipt.facts.begin(), receipt.facts.end(), x.begin());
            x.back() = 1;
            const double p = raw(weights, receipt.facts);
            for (std::size_t i = 0; i < size; ++i) {
                slope[i] += receipt.weight * ((receipt.right ? 1 : 0) - p) * x[i];
                for (std::size_t j = 0; j < size; ++j)
                    curve[i][j] += receipt.weight * std::max(1e-4, p * (1 - p)) * x[i] * x[j];
            }
        }
        const Weights step = solved(curve, slope);
        double largest = 0;
        for (std::size_t i = 0; i < size; ++i) {
            weights[i] += std::clamp(step[i], -2.0, 2.0);
            largest = std::max(largest, std::abs(step[i]));
        }
        if (largest < 1e-6)
            break;
    }
    return weights;
}

Result<ReceiptModel> ReceiptModel::train(const std::vector<ReviewedReceipt>& receipts)
{
    const auto right = std::count_if(receipts.begin(), receipts.end(), [](const ReviewedReceipt& r) { return r.right; });
    const auto wrong = static_cast<std::ptrdiff_t>(receipts.size()) - right;
    if (right < leastOfEach || wrong < leastOfEach)
        return failure(ErrorKind::Refused, QStringLiteral("Too few reviewed sales to learn when a receipt is right: %1 were right and %2 wrong, at "
                                                          "least %3 of each are needed. Review more sales.")
                                               .arg(right).arg(wrong).arg(leastOfEach));
    ReceiptModel model;
    std::vector<Outcome> scores(receipts.size());
    for (int fold = 0; fold < folds; ++fold) {
        std::vector<ReviewedReceipt> seen;
        std::copy_if(receipts.begin(), receipts.end(), std::back_inserter(seen), [&](const auto& r) { return r.fold % folds != fold; });
        const Weights weights = fit(seen);
        for (std::size_t i = 0; i < receipts.size(); ++i)
            if (receipts[i].fold % folds == fold)
                scores[i] = {raw(weights, receipts[i].facts), receipts[i].right};
    }
    model.m_heldOut.resize(receipts.size());
    for (int fold = 0; fold < folds; ++fold) {
        std::vector<Outcome> others;
        for (std::size_t i = 0; i < scores.size(); ++i)
            if (receipts[i].fold % folds != fold)
                others.push_back(scores[i]);
        const Isotonic isotonic(others);
        for (std::size_t i = 0; i < scores.size(); ++i)
            if (receipts[i].fold % folds == fold)
                model.m_heldOut[i] = {isotonic.share(scores[i].probability), scores[i].right};
    }
    model.m_isotonic = Isotonic(scores);
    model.m_weights = fit(receipts);
    model.m_trained = true;
    return model;
}

double ReceiptModel::probability(const ReceiptFacts& facts) const
{
    if (m_trained)
        return m_isotonic.share(raw(m_weights, facts));
    // Places 3 and 4 are the logits of the products of all probabilities, 11 the contradictions, 14 missing evidence.
    const double product = sigmoid(3 * facts[3]) * sigmoid(3 * facts[4]);
    return product * std::pow(0.5, std::expm1(facts[11])) * (facts[14] > 0 ? 0.5 : 1.0);
}

QJsonObject ReceiptModel::toJson() const
{
    QJsonArray weights;
    for (const double weight : m_weights)
        weights.append(weight);
    QJsonArray steps;
    for (const auto& step : m_isotonic.steps())
        steps.append(QJsonArray{step.from, step.share});
    QJsonArray names;
    for (const char* name : receiptFactNames())
        names.append(QString::fromLatin1(name));
    return {{QStringLiteral("trained"), m_trained}, {QStringLiteral("facts"), names}, {QStringLiteral("weights"), weights},
            {QStringLiteral("isotonic"), steps}};
}

Result<ReceiptModel> ReceiptModel::fromJson(const QJsonObject& object)
{
    const auto broken = failure(ErrorKind::Integrity, QStringLiteral("The model's receipt confidence is damaged: train it again or roll back."));
    ReceiptModel model;
    model.m_trained = object.value(QStringLiteral("trained")).toBool();
    const QJsonArray weights = object.value(QStringLiteral("weights")).toArray();
    const QJsonArray names = object.value(QStringLiteral("facts")).toArray();
    if (weights.size() != receiptFactCount + 1 || names.size() != receiptFactCount)
        return broken;
    for (qsizetype i = 0; i < weights.size(); ++i) {
        const double weight = weights.at(i).toDouble(std::nan(""));
        if (!std::isfinite(weight))
            return broken;
        model.m_weights[static_cast<std::size_t>(i)] = weight;
    }
    for (qsizetype i = 0; i < names.size(); ++i)
        if (names.at(i).toString() != QString::fromLatin1(receiptFactNames()[static_cast<std::size_t>(i)]))
            return broken;
    std::vector<Isotonic::Step> steps;
    for (const QJsonValue& step : object.value(QStringLiteral("isotonic")).toArray())
        steps.push_back({step.toArray().at(0).toDouble(), std::clamp(step.toArray().at(1).toDouble(), 0.0, 1.0)});
    model.m_isotonic = Isotonic(std::move(steps));
    return model;
}

} // namespace cartwright::learning
