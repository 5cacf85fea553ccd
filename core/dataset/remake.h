#pragma once

#include "core/dataset/version_writer.h"
#include "core/dataset/versions.h"

namespace cartwright::dataset {

/// A version as it lies in a folder, opened to be made anew in another form.
struct OpenVersion
{
    QString folder;
    QJsonObject manifest;
    Sums sums;
    const Format* format = nullptr;
    Header header;
    Samples samples;
};
/// NotFound, Refused, Integrity.
Result<OpenVersion> openVersion(const QString& folder, const Cancellation& cancel);
/// The pictures of a version, wherever its format put them; each is held against its hash. One thread.
PictureBytes picturesOf(const OpenVersion& version);

/// How `remake` changes what goes through its hands.
struct Remaking
{
    const Format* format = nullptr;
    std::function<bool(const Sample&)> keeps; ///< empty: all
    PictureBytes pictures;
    QJsonObject manifest;
    CardFacts facts;
};
/// Writes the samples with their pictures into a new folder beside `to` and puts it there. Refused where `to` exists.
Result<WrittenVersion> remake(const Header& header, const Samples& samples, const Remaking& remaking, const QString& to,
                              const Cancellation& cancel, const Progress& progress);
/// What the card of a version said, from its manifest and card.json.
CardFacts cardFactsOf(const OpenVersion& version);

} // namespace cartwright::dataset
