#pragma once

#include "core/domain/actor.h"
#include "core/store/model_repository.h"
#include "core/store/workspace.h"

namespace cartwright::pipeline {

/// What the gate looked at, and what it says.
struct Gate
{
    bool open = false;
    QString reason; ///< one sentence, whatever it says
    double reviewsPerThousand = 0; ///< predicted for the candidate
    double wrongShare = 0;
    std::optional<double> liveReviewsPerThousand; ///< of the live model, on the same sales
    std::optional<double> liveWrongShare;
};
QJsonObject toJson(const Gate& gate);

/// The share of wrong receipts that a model may be predicted to let through, unless the live one lets more through.
inline constexpr double mostWrongShare = 0.005;

/// Compares the candidate with the live model on the same judged sales. It stays shut where the candidate was never evaluated on
/// judged sales; where it is predicted to let more wrong receipts through than both the live model and `mostWrongShare`; or
/// where it is predicted to ask for over a tenth more reviews than the live one without letting fewer wrong receipts through.
Result<Gate> askGate(store::Database& database, const store::ModelRecord& candidate);

/// Loads the model, asks the gate and makes it live, or notes the refusal with its reason: the gate that comes back says which.
/// Integrity where its files are damaged. Unless the gate was open, the live model stays.
Result<Gate> promote(const store::Workspace& workspace, store::Database& database, const store::ModelRecord& candidate, const Actor& actor);

/// Makes the model live that was so before. NotFound where there was none; Integrity where it is damaged.
Result<store::ModelRecord> rollBack(const store::Workspace& workspace, store::Database& database, const QString& reason, const Actor& actor);

} // namespace cartwright::pipeline
