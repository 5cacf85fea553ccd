#pragma once

#include "core/base/cancellation.h"
#include "core/domain/actor.h"
#include "core/learning/model_folder.h"
#include "core/learning/threshold.h"
#include "core/pipeline/progress.h"
#include "core/store/model_repository.h"
#include "core/store/workspace.h"

namespace cartwright::pipeline {

struct SaleTrainingOptions
{
    QString name = QStringLiteral("shop");
    QString version;            ///< empty: the time
    QStringList heldBackStores; ///< nothing of these is learned from
    learning::ThresholdGoal goal{.reviewsPerThousand = {}, .mostWrong = 0.005, .confidence = 0.95};
    Actor actor = pipelineActor();
};

struct SaleTraining
{
    store::ModelRecord record;
    int crops = 0;    ///< of labels
    int pictures = 0; ///< of the catalogue
    int receipts = 0; ///< judged sales that receipt confidence was learned from
    double heldOutRight = 0; ///< share of the labels' crops that machines which had not seen their sales told right
    double calibrationError = 0; ///< of receipts held back
    double threshold = 0;
    QString thresholdNote; ///< how it was chosen, or why a bound could not be given
    QStringList notes;
    double seconds = 0;
};

/// Learns from what people decided: the recogniser from labels and the catalogue's pictures, receipt confidence and threshold from
/// judged sales. Writes models/NAME-VERSION and adds it to the registry; it is not live before it is promoted. Where there is too
/// little to learn one part from, the model goes without that part and a note says so. Refused where there is nothing at all.
Result<SaleTraining> trainOnSales(const store::Workspace& workspace, store::Database& database, const SaleTrainingOptions& options,
                                  const Cancellation& cancel, const ProgressCallback& progress);

/// The threshold by the goal on the audited of these sales, each with the probability of machines that had not seen it. Where
/// the audited are too few for the bound, the lowest threshold for which the calibrated probabilities promise no more wrong
/// receipts, and `note` says that this is no bound and how many audited sales it needs.
struct ThresholdFound
{
    double threshold = 0;
    bool bounded = false;
    std::optional<learning::ThresholdChoice> choice;
    QString note;
};
ThresholdFound findThreshold(const std::vector<store::JudgedReceipt>& judged, const learning::ReceiptModel& model, std::int64_t sales,
                             const learning::ThresholdGoal& goal);

/// What a threshold would cost and let through, over all sales: audited sales stand for those that were neither flagged nor audited.
struct Expected
{
    double reviewsPerThousand = 1000;
    double wrongShare = 0; ///< of all receipts, those that would go out unseen and wrong
};
/// `outcomes` belong to the judged sales in their order; without a threshold what was flagged is what would be.
Expected expectedOf(const std::vector<store::JudgedReceipt>& judged, const std::vector<learning::Outcome>& outcomes, double threshold,
                    std::int64_t sales);

/// The steps of the above, for who recalibrates or imports: receipt confidence, threshold and their metrics of a model (a note where
/// there is too little); and writing a model's folder and its row.
Result<void> trainReceipts(store::Database& database, const SaleTrainingOptions& options, learning::Model& model, SaleTraining& training);
enum class Origin : std::uint8_t { Trained, Imported };
Result<void> keepModel(const store::Workspace& workspace, store::Database& database, const Actor& actor, learning::Model& model, Origin origin,
                       store::ModelRecord& kept, const QString& networkFrom = {});
/// A moment as a part of names: 20260302T081500-000Z.
QString timeName(UtcMicroseconds now);

/// Judged sales as receipt confidence learns from them, in their order. Audited ones stand for more sales.
std::vector<learning::ReviewedReceipt> receiptsToLearnFrom(const std::vector<store::JudgedReceipt>& judged);

} // namespace cartwright::pipeline
