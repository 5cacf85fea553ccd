#pragma once

#include "core/pipeline/sale_model.h"

namespace cartwright::pipeline {

/// How a model does on decided sales of some stores.
struct SaleEvaluation
{
    int receipts = 0; ///< judged sales
    Expected expected;
    double calibrationError = 0; ///< of the receipts
    std::vector<learning::ReliabilityBin> reliability;
    int crops = 0; ///< of labels
    int cropsRight = 0;
    double cropCalibrationError = 0;
    QStringList notes;
};
/// On whole stores, all where the list is empty. A note says which of them the model may have learned from (it was made after
/// their sales were judged). NotFound where no sale of these stores was judged.
Result<SaleEvaluation> evaluateOnSales(const store::Workspace& workspace, store::Database& database, const store::ModelRecord& record,
                                       const QStringList& stores, const Cancellation& cancel, const ProgressCallback& progress);

/// The same recogniser with receipt confidence and threshold learned anew from all judged sales, as a new version of the model.
/// Refused where there are too few.
Result<SaleTraining> recalibrate(const store::Workspace& workspace, store::Database& database, const store::ModelRecord& record,
                                 const SaleTrainingOptions& options);

/// Takes a model's folder into the workspace: checks its hashes, its numbers, and that its classes are products that the workspace
/// knows. Refused, in a sentence, otherwise; the registry and the live model stay as they were.
Result<store::ModelRecord> importModel(const store::Workspace& workspace, store::Database& database, const QString& folder, const Actor& actor);

} // namespace cartwright::pipeline
