#include "core/pipeline/dataset_job.h"

#include "core/store/label_repository.h"
#include "core/store/store_repository.h"
#include "core/trust/checkpoint.h"

#include <QDir>
#include <QFileInfo>

namespace cartwright::pipeline {
namespace {

/// What the log was when the export was made.
Result<void> leaveCheckpoint(store::Database& database, const QString& target)
{
    const auto tell = [&](const Error& error) {
        return failure(ErrorKind::DoneInPart,
                       QStringLiteral("The dataset %1 is complete, but its checkpoint of the log could not be written; make "
                                      "one with \"cartwright-cli audit checkpoint\": %2")
                           .arg(target, error.sentence),
                       error.details);
    };
    const auto checkpoint = trust::takeCheckpoint(database);
    if (!checkpoint)
        return tell(checkpoint.error());
    if (auto written = trust::writeCheckpoint(trust::checkpointBeside(target, *checkpoint), *checkpoint); !written)
        return tell(written.error());
    return {};
}

} // namespace

Result<dataset::Created> exportDataset(const store::Workspace& workspace, store::Database& database,
                                       const QString& folder, const dataset::CreateOptions& options,
                                       const Cancellation& cancel, const ProgressCallback& progress,
                                       const Actor& actor)
{
    store::LabelRepository labels(database, actor);
    auto current = labels.current();
    if (!current)
        return failure(current.error());
    const auto stores = store::StoreRepository(database).list();
    if (!stores)
        return failure(stores.error());
    std::map<Gtin, QString> names;
    for (const auto& store : *stores) {
        const auto products = store::StoreRepository(database).products(store.storeId);
        if (!products)
            return failure(products.error());
        for (const auto& [gtin, product] : *products)
            names.emplace(gtin, product.name);
    }
    const QString target = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    auto created = dataset::createDataset(target, std::move(*current), names, workspace.mediaFolder(), options, cancel,
                                          [&](std::int64_t done, std::int64_t total) {
                                              if (progress)
                                                  progress({static_cast<int>(done), static_cast<int>(total), {}});
                                          });
    if (!created || created->already)
        return created;
    const store::DatasetRecord record{target,          options.format,  created->contentHash, created->labels,
                                      created->frames, database.clock().now()};
    if (auto recorded = labels.recordDataset(record); !recorded)
        return failure(recorded.error());
    if (auto left = leaveCheckpoint(database, target); !left)
        return failure(left.error());
    return created;
}

} // namespace cartwright::pipeline
