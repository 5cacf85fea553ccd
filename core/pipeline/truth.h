#pragma once

#include "core/pipeline/jobs.h"

namespace cartwright::pipeline {

/// What really happened, for measuring only; nothing in the pipeline's decisions reads it.
struct TruthEvent
{
    EventKind kind = EventKind::Take;
    QString binId;
    Microseconds from = 0; ///< since the sale's entry
    Microseconds until = 0;
    Gtin gtin; ///< what was really moved, where the file says so
    int quantity = 1;
};

struct TruthSale
{
    QString saleId;
    QString situation; ///< of simulated sales, else empty
    std::vector<TruthEvent> events; ///< takes and returns of the sale's shoppers; without a bin what they left elsewhere
    Cart cart;
};

/// An array of {"sale_id", "situation", "misplaced": [{"place", "at_s"}], "events": [{"kind", "bin_id", "from_s", "until_s", and perhaps
/// "gtin", "quantity"}], "cart": [{"gtin", "quantity"}]}.
/// Refused where the file is something else.
Result<std::vector<TruthSale>> readTruth(const QString& path);

/// How a situation's sales came out.
struct SituationScore
{
    int sales = 0;
    int matched = 0;
    int missed = 0;
    int invented = 0;
    int cartsExact = 0;
    int flagged = 0;
    int unflaggedWrong = 0;
};

/// A sale's findings against the truth. Events match one to one where bin and kind agree and the spans overlap within
/// 0.5 s.
struct SaleScore
{
    QString saleId;
    QString situation;
    int matched = 0;
    std::vector<TruthEvent> missed;
    std::vector<TruthEvent> invented;
    bool cartExact = false;
    bool flagged = false;   ///< a person looks before the receipt
};
SaleScore scoreSale(const TruthSale& truth, const Sale& sale, const store::Prediction& prediction,
                    const std::vector<Flag>& flags);

/// Scores every sale of the truth that the database knows; `notFound` counts the others.
struct TruthScore
{
    std::vector<SaleScore> sales;
    int notFound = 0;
};
/// By the situations' names.
std::map<QString, SituationScore> bySituation(const TruthScore& score);
Result<TruthScore> scoreAll(const std::vector<TruthSale>& truth, const QString& storeId, store::Database& database);

/// Ingests and analyses all bundles of `folder` (which has `store/` and, anywhere else below it, folders with sale.json) in a
/// workspace of its own that is removed afterwards, and scores them.
Result<TruthScore> benchEvents(const QString& folder, const QString& truthFile, const Clock& clock,
                               const Cancellation& cancel, const ProgressCallback& progress);

} // namespace cartwright::pipeline
