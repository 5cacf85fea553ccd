#pragma once

#include "core/media/confined_decoder.h"
#include "core/vision/interactions.h"
#include "core/vision/people_masker.h"

namespace cartwright::vision {

/// What a confined decoder does with a clip beside giving frames: watching its bins and writing its review copy. The
/// first three functions are the caller's side; the last two are the decoder's own.

/// What a decoder has to load before it locks itself up, for ConfinedOptions::preparation.
QJsonObject preparationFor(const PeopleSettings& settings);

/// As findInteractions, done by the confined process.
Result<Findings> findInteractionsConfined(media::ConfinedDecoder& decoder, const media::ClipIndex& index,
                                          const std::vector<WatchedBin>& bins,
                                          const std::vector<AskedMoment>& asked = {},
                                          const std::function<void(double)>& progress = {});

/// A review copy that was written to the output the decoder was given.
struct CopyMade
{
    media::CopyOutcome outcome;
    QString masking; ///< "people" or "whole", as PeopleMasker::state
    QString trouble; ///< why "whole" although people were to be told apart
    std::size_t found = 0;
};
/// As media::writeReviewCopy with a PeopleMasker. `clear` is in pixels of the clip.
Result<CopyMade> writeReviewCopyConfined(media::ConfinedDecoder& decoder, const media::ClipIndex& index,
                                         const media::CopyOptions& options, const std::vector<ClearArea>& clear,
                                         const std::function<void(double)>& progress = {});

/// What was loaded for masking; `trouble` says why there are no models where there should be.
struct PreparedModels
{
    PeopleSettings::Masking masking = PeopleSettings::Masking::Whole;
    std::shared_ptr<PeopleModels> models;
    QString trouble;
};
PreparedModels prepareModels(const QJsonObject& preparation);
/// Answers a question of the functions above. WrongUsage where it is none.
Result<media::ConfinedMessage> answerConfined(const media::ConfinedMessage& question, const PreparedModels& models,
                                              const std::function<void(double)>& progress);

} // namespace cartwright::vision
