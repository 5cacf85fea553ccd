#pragma once

#include "core/base/cancellation.h"
#include "core/base/clock.h"
#include "core/pipeline/progress.h"
#include "core/pipeline/truth_review.h"
#include "core/simulator/simulator.h"

#include <QJsonObject>

namespace cartwright::pipeline {

struct LoopSettings
{
    int sales = 300; ///< a round
    int rounds = 6;
    std::uint64_t seed = 1;
    double reviewerError = 0;
    double auditShare = 0.1;
    bool sensors = true;
    simulator::Settings store; ///< for all but sales, seed and sensors
    QString folder; ///< empty: one of its own that is removed afterwards
};

/// What a round of sales cost, measured against what really happened. All its sales are of a store, a seed and a camera rig that
/// nothing was learned from yet.
struct LoopRound
{
    int round = 0; ///< 0: the cold start
    int sales = 0;
    int flagged = 0;
    int audits = 0;
    int unflagged = 0;
    int unflaggedWrong = 0;
    int finalWrong = 0;  ///< receipts that were wrong after reviews and audits
    int exact = 0;       ///< predicted carts that were exactly right
    double itemF1 = 0;   ///< of predicted pieces
    double calibrationError = 0; ///< of the receipt's probability, over all sales
    struct Reason
    {
        int flagged = 0;
        int falseFlags = 0; ///< whose predicted cart was right
    };
    std::map<QString, Reason> reasons;
    std::map<QString, std::pair<int, int>> situations; ///< sales of each, and of these flagged
    QString model;       ///< that was live, or empty
    QString trained;     ///< what was learned from this round, and whether it became live
    double simulateSeconds = 0;
    double analyseSeconds = 0;
    double reviewSeconds = 0;
    double trainSeconds = 0;
};
QJsonObject toJson(const LoopRound& round);

/// Runs the loop on the real pipeline: renders and encodes the sales of a store that never was, takes them in, analyses, decides,
/// reviews by truth with errors, labels, trains, calibrates, chooses a threshold and asks the gate; then the next store. `roundDone`
/// is told of each round. Review copies are not made, because nobody watches.
Result<std::vector<LoopRound>> benchLoop(const LoopSettings& settings, const Clock& clock, const Cancellation& cancel,
                                         const ProgressCallback& progress, const std::function<void(const LoopRound&)>& roundDone);

} // namespace cartwright::pipeline
