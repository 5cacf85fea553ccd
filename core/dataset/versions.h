#pragma once

#include "core/dataset/dataset.h"

namespace cartwright::dataset {

/// What two versions have in common and what not, label by label.
struct Difference
{
    std::vector<LabelKey> added;   ///< in the second only
    std::vector<LabelKey> removed; ///< in the first only
    std::vector<LabelKey> changed; ///< in both, with another box, product, action or origin
    std::int64_t same = 0;
    QJsonObject options; ///< members of the manifests' options that differ, as [first, second]
};

/// The labels of a version with their hashes. NotFound, Refused, Integrity.
Result<std::map<LabelKey, QString>> labelsOf(const QString& folder, const Cancellation& cancel = {});
/// Errors as labelsOf.
Result<Difference> diffDatasets(const QString& first, const QString& second, const Cancellation& cancel = {});

/// What `since` means: all labels that a version and those before it (named in its manifest, beside it) hold, without what was
/// withdrawn. NotFound where a version of the chain is not there.
Result<Since> sinceOf(const QString& folder, const QString& name, const Cancellation& cancel = {});

/// Writes the same pictures and labels into a new folder in another format; each picture's hash is checked on the way.
/// Refused where `to` exists, or the version holds cut-out pictures only; Integrity where a picture is damaged; Locked, Failed,
/// Cancelled. A call that was stopped starts anew.
Result<Created> exportAgain(const QString& from, const QString& to, const QString& format, const Cancellation& cancel = {},
                            const Progress& progress = {});

struct Imported
{
    Created created;
    QStringList notes; ///< what was odd in the files and what became of it
};

/// Reads a data set from elsewhere and makes a version of it, with metadata taken out of its pictures. Labels are of origin
/// "imported". Errors as Format::read; Refused where `to` exists; Failed, Cancelled.
Result<Imported> importDataset(const QString& from, const QString& format, const QString& to, const QString& name,
                               const Cancellation& cancel = {}, const Progress& progress = {});

struct Scrubbed
{
    int pictures = 0; ///< removed
    int labels = 0;
    std::vector<SaleKey> sales; ///< that had some
    QString contentHash;        ///< of the version as it is now
    QJsonObject certificate;
};

/// Takes all frames of these sales out of a version: it is made anew without them beside it, takes its place in one step, and the
/// old files are removed. Nothing happens where it has none of them. The certificate names the hashes of removed pictures,
/// not what they showed. Integrity where the version is damaged; Locked, Failed, Cancelled.
Result<Scrubbed> scrubDataset(const QString& folder, const std::vector<SaleKey>& sales, UtcMicroseconds at, const QString& by,
                              const Cancellation& cancel = {}, const Progress& progress = {});

} // namespace cartwright::dataset
