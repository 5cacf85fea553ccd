#include "core/pipeline/promotion.h"

#include "core/learning/model_folder.h"
#include "core/pipeline/sale_model.h"

namespace cartwright::pipeline {
namespace {

constexpr double moreReviews = 1.1;

QString percent(double share) { return QString::number(100 * share, 'f', 2) + QStringLiteral(" %"); }

/// What the live model would do on the judged sales, by what it said of them when they were decided.
std::optional<Expected> liveExpected(const std::vector<store::JudgedReceipt>& judged, const store::ModelRecord& live, std::int64_t sales)
{
    std::vector<store::JudgedReceipt> own;
    std::vector<learning::Outcome> outcomes;
    double threshold = 0;
    for (const auto& one : judged) {
        if (one.confidence.modelRow != live.row)
            continue;
        own.push_back(one);
        outcomes.push_back({one.confidence.probability, one.right});
        threshold = one.confidence.threshold;
    }
    if (own.empty())
        return std::nullopt;
    const auto share = static_cast<double>(own.size()) / static_cast<double>(judged.size());
    return expectedOf(own, outcomes, threshold, static_cast<std::int64_t>(share * static_cast<double>(sales)));
}

Gate decided(Gate gate)
{
    if (gate.wrongShare > mostWrongShare && gate.wrongShare > gate.liveWrongShare.value_or(0)) {
        gate.reason = gate.liveWrongShare
                          ? QStringLiteral("Refused: %1 wrong receipts are predicted, more than the live model's %2 and than the %3 that are allowed.")
                                .arg(percent(gate.wrongShare), percent(*gate.liveWrongShare), percent(mostWrongShare))
                          : QStringLiteral("Refused: %1 wrong receipts are predicted, more than the %2 that are allowed.")
                                .arg(percent(gate.wrongShare), percent(mostWrongShare));
        return gate;
    }
    if (gate.liveReviewsPerThousand && gate.reviewsPerThousand > moreReviews * *gate.liveReviewsPerThousand
        && gate.wrongShare >= gate.liveWrongShare.value_or(0)) {
        gate.reason = QStringLiteral("Refused: %1 reviews per 1,000 sales are predicted, the live model needs %2, and no fewer wrong receipts come of it.")
                          .arg(gate.reviewsPerThousand, 0, 'f', 0).arg(*gate.liveReviewsPerThousand, 0, 'f', 0);
        return gate;
    }
    gate.open = true;
    gate.reason = QStringLiteral("Predicted: %1 reviews per 1,000 sales, %2 wrong receipts.")
                      .arg(gate.reviewsPerThousand, 0, 'f', 0).arg(percent(gate.wrongShare));
    return gate;
}

Result<void> checkFiles(const store::Workspace& workspace, const store::ModelRecord& record)
{
    const QString folder = workspace.modelsFolder() + QLatin1Char('/') + record.folder;
    const auto model = learning::loadModel(folder);
    if (!model)
        return failure(model.error());
    const auto hash = learning::hashOfModel(folder);
    if (!hash || *hash != record.sha256)
        return failure(ErrorKind::Integrity, QStringLiteral("The model %1 is not the one that was added: its model.json has changed.").arg(record.title()));
    return {};
}

} // namespace

QJsonObject toJson(const Gate& gate)
{
    QJsonObject object{{QStringLiteral("open"), gate.open},
                       {QStringLiteral("reason"), gate.reason},
                       {QStringLiteral("reviews_per_1000"), gate.reviewsPerThousand},
                       {QStringLiteral("wrong_share"), gate.wrongShare}};
    if (gate.liveReviewsPerThousand)
        object.insert(QStringLiteral("live_reviews_per_1000"), *gate.liveReviewsPerThousand);
    if (gate.liveWrongShare)
        object.insert(QStringLiteral("live_wrong_share"), *gate.liveWrongShare);
    return object;
}

Result<Gate> askGate(store::Database& database, const store::ModelRecord& candidate)
{
    Gate gate;
    const QJsonValue reviews = candidate.metrics.value(QStringLiteral("expected_reviews_per_1000"));
    const QJsonValue wrong = candidate.metrics.value(QStringLiteral("expected_wrong_share"));
    store::ModelRepository repository(database);
    const auto judged = repository.judged();
    const auto sales = repository.decidedSales();
    const auto live = repository.live();
    for (const Error* error : {judged ? nullptr : &judged.error(), sales ? nullptr : &sales.error(), live ? nullptr : &live.error()})
        if (error)
            return failure(*error);
    if (!reviews.isDouble() || !wrong.isDouble()) {
        // A recogniser alone, before anything was reviewed: it changes candidates, and the flag policy goes on deciding.
        gate.open = !*live && judged->empty();
        gate.reason = gate.open ? QStringLiteral("Nothing was reviewed yet: the flag policy goes on deciding.")
                                : QStringLiteral("Refused: the model was not evaluated on judged sales. Train or evaluate it on them first.");
        return gate;
    }
    gate.reviewsPerThousand = reviews.toDouble();
    gate.wrongShare = wrong.toDouble();
    if (*live)
        if (const auto expected = liveExpected(*judged, **live, *sales)) {
            gate.liveReviewsPerThousand = expected->reviewsPerThousand;
            gate.liveWrongShare = expected->wrongShare;
        }
    return decided(std::move(gate));
}

Result<Gate> promote(const store::Workspace& workspace, store::Database& database, const store::ModelRecord& candidate, const Actor& actor)
{
    if (auto checked = checkFiles(workspace, candidate); !checked)
        return failure(checked.error());
    auto gate = askGate(database, candidate);
    if (!gate)
        return failure(gate.error());
    store::ModelChange change;
    change.modelRow = candidate.row;
    change.kind = gate->open ? store::ModelChange::Kind::Promoted : store::ModelChange::Kind::Refused;
    change.reason = gate->reason;
    change.gate = toJson(*gate);
    if (auto noted = store::ModelRepository(database, actor).note(change); !noted)
        return failure(noted.error());
    return gate;
}

Result<store::ModelRecord> rollBack(const store::Workspace& workspace, store::Database& database, const QString& reason, const Actor& actor)
{
    store::ModelRepository repository(database, actor);
    const auto before = repository.before();
    if (!before)
        return failure(before.error());
    if (!*before)
        return failure(ErrorKind::NotFound, QStringLiteral("No model was live before this one: there is nothing to roll back to."));
    if (auto checked = checkFiles(workspace, **before); !checked)
        return failure(checked.error());
    store::ModelChange change;
    change.modelRow = (*before)->row;
    change.kind = store::ModelChange::Kind::RolledBack;
    change.reason = reason;
    if (auto noted = repository.note(change); !noted)
        return failure(noted.error());
    return **before;
}

} // namespace cartwright::pipeline
