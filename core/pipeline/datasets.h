#pragma once

#include "core/dataset/versions.h"
#include "core/domain/actor.h"
#include "core/pipeline/progress.h"
#include "core/store/database.h"
#include "core/store/dataset_repository.h"
#include "core/store/workspace.h"

namespace cartwright::pipeline {

/// The folder of a version: a plain name lies in the workspace's datasets folder; what begins with "/", "./" or "../" is a folder.
/// Refused for another name with a slash, a hidden or an empty one.
Result<QString> datasetFolder(const store::Workspace& workspace, const QString& name);

/// What a new version is made of.
struct DatasetRequest
{
    QString name; ///< or folder, as datasetFolder
    store::LabelChoice choice;
    QString since;                   ///< a version; empty: all
    dataset::CreateOptions options;  ///< its name, bins, masking models, since and findings are filled in here
    enum class People : std::uint8_t { Masked, Shown } people = People::Masked;
    QString reason; ///< why people are shown
};

/// Exports labels as a version and notes it in the database with its sales; the log's state is written beside the folder
/// (core/trust/checkpoint.h), and where that fails: DoneInPart. Errors are createDataset's and the database's; WrongUsage where
/// people are to be shown without a reason. `actor` is who exports, for the log; the caller has asked for his right.
Result<dataset::Created> makeDataset(const store::Workspace& workspace, store::Database& database, const DatasetRequest& request,
                                     const Cancellation& cancel, const ProgressCallback& progress, const Actor& actor = pipelineActor());

/// All labels, with the options given. As makeDataset.
Result<dataset::Created> exportDataset(const store::Workspace& workspace, store::Database& database, const QString& folder,
                                       const dataset::CreateOptions& options, const Cancellation& cancel, const ProgressCallback& progress,
                                       const Actor& actor = pipelineActor());

/// The same pictures and labels in another format, noted like a version of its own.
Result<dataset::Created> exportDatasetAgain(const store::Workspace& workspace, store::Database& database, const QString& from,
                                            const QString& to, const QString& format, const Cancellation& cancel,
                                            const ProgressCallback& progress, const Actor& actor = pipelineActor());

/// A data set from elsewhere as a version.
Result<dataset::Imported> importDataset(const store::Workspace& workspace, store::Database& database, const QString& from,
                                        const QString& format, const QString& name, const Cancellation& cancel,
                                        const ProgressCallback& progress, const Actor& actor = pipelineActor());

struct ErasedShopper
{
    store::Erasure erasure;
    std::vector<store::DatasetVersion> versions; ///< that hold their frames still
};
/// Marks a shopper's sales, so that no later version has them, and says which versions do. NotFound.
Result<ErasedShopper> eraseShopper(store::Database& database, const QString& storeId, const QString& shopperRef, const QString& reason,
                                   const Actor& actor);

/// Takes the frames of all erased shoppers out of a version and writes the certificate beside its folder
/// ("<name>.erasure-<time>.json"). Errors as dataset::scrubDataset.
Result<dataset::Scrubbed> scrubVersion(const store::Workspace& workspace, store::Database& database, const QString& name,
                                       const Cancellation& cancel, const ProgressCallback& progress, const Actor& actor = pipelineActor());

} // namespace cartwright::pipeline
