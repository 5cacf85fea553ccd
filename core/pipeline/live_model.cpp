#include "core/pipeline/live_model.h"

#include <algorithm>
#include <array>

namespace cartwright::pipeline {
namespace {

bool isKnownToModel(FlagRule rule)
{
    return rule == FlagRule::UncertainProduct || rule == FlagRule::UncertainAction || rule == FlagRule::UncertainShopper
           || rule == FlagRule::EvidenceIncomplete || rule == FlagRule::SensorsDisagree;
}

/// The event and the aspect with the greatest doubt.
Flag mostDoubtful(const store::Prediction& prediction, double limit)
{
    Flag flag{FlagRule::UncertainAction, 0, limit, {}};
    for (const Event& event : prediction.events) {
        if (!event.isInteraction())
            continue;
        const bool moved = event.kind != EventKind::None && !event.candidates.empty();
        const std::array doubts{std::pair{FlagRule::UncertainAction, 1 - event.kindProbability},
                                std::pair{FlagRule::UncertainProduct, moved ? 1 - event.candidates.front().probability : 0},
                                std::pair{FlagRule::UncertainShopper, 1 - event.actorProbability}};
        for (const auto& [rule, doubt] : doubts)
            if (doubt > flag.value)
                flag = {rule, doubt, limit, event.eventId};
    }
    return flag;
}

Result<std::optional<ModelInUse>> load(const store::Workspace& workspace, Result<std::optional<store::ModelRecord>> record,
                                       QStringList& notes)
{
    if (!record)
        return failure(record.error());
    if (!*record)
        return std::optional<ModelInUse>();
    const QString folder = workspace.modelsFolder() + QLatin1Char('/') + (*record)->folder;
    const auto hash = learning::hashOfModel(folder);
    auto model = learning::loadModel(folder);
    if (!model || !hash || *hash != (*record)->sha256) {
        notes.append(QStringLiteral("The model %1 cannot be used, so sales are decided without it: %2")
                         .arg((*record)->title(), !model ? model.error().sentence
                                                         : QStringLiteral("its model.json is not the one that was added. Roll back, or add it again.")));
        return std::optional<ModelInUse>();
    }
    return std::optional(ModelInUse{std::move(**record), std::move(*model)});
}

} // namespace

Result<ModelsInUse> loadModelsInUse(const store::Workspace& workspace, store::Database& database)
{
    store::ModelRepository repository(database);
    ModelsInUse models;
    auto live = load(workspace, repository.live(), models.notes);
    if (!live)
        return failure(live.error());
    auto shadow = load(workspace, repository.shadow(), models.notes);
    if (!shadow)
        return failure(shadow.error());
    models.live = std::move(*live);
    models.shadow = std::move(*shadow);
    return models;
}

double leastAuditShare(const ModelsInUse& models)
{
    return models.live ? std::clamp(models.live->model.card.metrics.value(QStringLiteral("least_audit_share")).toDouble(0), 0.0, 1.0) : 0;
}

std::vector<store::ReceiptConfidence> confidencesOf(const Analysis& analysis, const ModelsInUse& models)
{
    const review::FlagInput& input = analysis.flagInput;
    const auto facts = learning::receiptFacts(analysis.prediction, {static_cast<int>(input.disagreements.size()), input.evidenceMissing, input.evidenceComplete});
    const std::vector<double> kept(facts.begin(), facts.end());
    std::vector<store::ReceiptConfidence> confidences;
    const learning::ReceiptModel cold;
    const auto& live = models.live;
    confidences.push_back({live ? live->record.row : 0, true, (live ? live->model.receipts : cold).probability(facts),
                           live ? live->model.card.threshold : 0, kept});
    if (models.shadow)
        confidences.push_back({models.shadow->record.row, false, models.shadow->model.receipts.probability(facts),
                               models.shadow->model.card.threshold, kept});
    return confidences;
}

std::vector<Flag> flagsWithModel(std::vector<Flag> flags, const Analysis& analysis, const store::ReceiptConfidence& live)
{
    if (live.threshold <= 0)
        return flags;
    const bool doubtful = live.probability < live.threshold;
    const auto known = std::count_if(flags.begin(), flags.end(), [](const Flag& flag) { return isKnownToModel(flag.rule); });
    if (!doubtful)
        std::erase_if(flags, [](const Flag& flag) { return isKnownToModel(flag.rule); });
    else if (known == 0)
        flags.insert(flags.begin(), mostDoubtful(analysis.prediction, 1 - live.threshold));
    return flags;
}

} // namespace cartwright::pipeline
