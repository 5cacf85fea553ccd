#pragma once

#include "core/learning/model_folder.h"
#include "core/pipeline/analyse.h"
#include "core/store/model_repository.h"

namespace cartwright::pipeline {

/// A model that decides, or runs beside the one that does, with the row of its record.
struct ModelInUse
{
    store::ModelRecord record;
    learning::Model model;
};

/// What is in use in a workspace. Without a live model sales are decided by the flag policy alone: the cold start.
struct ModelsInUse
{
    std::optional<ModelInUse> live;
    std::optional<ModelInUse> shadow;
    QStringList notes; ///< a model that could not be loaded, one sentence each; sales are then decided without it

    const learning::Model* liveModel() const { return live ? &live->model : nullptr; }
};
Result<ModelsInUse> loadModelsInUse(const store::Workspace& workspace, store::Database& database);

/// The share of sales that must be audited so that the live model's bound can be kept; 0 where it has none.
double leastAuditShare(const ModelsInUse& models);

/// How probable the predicted receipt is right, by the models in use; what is kept of that is the first for the live one, then
/// the shadow's, which is told from the same facts.
std::vector<store::ReceiptConfidence> confidencesOf(const Analysis& analysis, const ModelsInUse& models);

/// The policy's flags with the live model's threshold laid over them. Where it has one, it decides in place of the doubts that its
/// probability already knows (product, action, shopper, evidence, sensors): a sale below it is flagged for those of them that
/// fired, or else for the most doubtful of the three aspects, and one above it is not. Other rules and the audit sample stay.
std::vector<Flag> flagsWithModel(std::vector<Flag> flags, const Analysis& analysis, const store::ReceiptConfidence& live);

} // namespace cartwright::pipeline
