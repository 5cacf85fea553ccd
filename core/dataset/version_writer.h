#pragma once

#include "core/dataset/card.h"
#include "core/dataset/format.h"

namespace cartwright::dataset {

/// What the files of a version are made of, wherever its labels are from.
struct VersionParts
{
    QJsonObject manifest; ///< without counts and content hash
    CardFacts facts;
    PictureBytes pictures;
    Sums pictureSums;     ///< of the pictures that lie in the folder already
};

struct WrittenVersion
{
    QJsonObject manifest;
    QString contentHash; ///< of SHA256SUMS
};

/// The last step of making a version, in its working folder: writes labels.jsonl, the format's files, cards, plots, manifest and
/// at last SHA256SUMS, and takes away what no list names. One picture's labels are in memory at a time. Errors of `samples` and
/// of the disk.
Result<WrittenVersion> writeVersion(const QString& folder, const Format& format, const Header& header, const Samples& samples,
                                    const VersionParts& parts);

} // namespace cartwright::dataset
