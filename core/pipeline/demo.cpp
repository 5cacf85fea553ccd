#include "core/pipeline/demo.h"

#include "core/feed/ingest.h"
#include "core/feed/store_description.h"

#include <QDir>
#include <QFileInfo>

#include <chrono>

namespace cartwright::pipeline {
namespace {

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Result<store::Workspace> openOrCreate(const QString& folder)
{
    auto opened = store::Workspace::open(folder);
    if (opened || opened.error().kind != ErrorKind::NotFound)
        return opened;
    return store::Workspace::create(folder);
}

Result<int> ingestAll(const QString& bundles, const store::Workspace& workspace, store::Database& database,
                      const Cancellation& cancel, const ProgressCallback& progress)
{
    const QStringList names = QDir(bundles).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    int done = 0;
    for (const auto& name : names) {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("Making the demo was stopped; the same command goes on."));
        const auto ingested = feed::ingestBundle(bundles + QLatin1Char('/') + name, workspace, database, cancel);
        if (!ingested)
            return failure(ingested.error());
        if (progress)
            progress({++done, static_cast<int>(names.size()), name});
    }
    return done;
}

} // namespace

Result<DemoReport> makeDemo(const QString& folder, const simulator::Settings& settings, const Clock& clock,
                            const Cancellation& cancel, const std::function<ProgressCallback(const QString&)>& progress)
{
    DemoReport report;
    auto workspace = openOrCreate(folder);
    if (!workspace)
        return failure(workspace.error());
    auto start = std::chrono::steady_clock::now();
    const auto onRendered = progress(QStringLiteral("rendered"));
    auto made = simulator::makeStore(workspace->folder() + QStringLiteral("/simulated"), settings, cancel,
                                     [&](const simulator::Progress& p) { onRendered({p.salesDone, p.sales, {}}); });
    if (!made)
        return failure(made.error());
    report.made = std::move(*made);
    report.simulateSeconds = secondsSince(start);

    auto database = store::Database::open(workspace->databasePath(), clock);
    if (!database)
        return failure(database.error());
    start = std::chrono::steady_clock::now();
    const auto description = feed::readStoreDescription(report.made.storeFolder);
    if (!description)
        return failure(description.error());
    report.storeId = description->store.storeId;
    if (auto imported = feed::importStore(report.made.storeFolder, *workspace, **database); !imported)
        return failure(imported.error());
    const auto ingested =
        ingestAll(report.made.bundlesFolder, *workspace, **database, cancel, progress(QStringLiteral("ingested")));
    if (!ingested)
        return failure(ingested.error());
    report.ingested = *ingested;
    report.ingestSeconds = secondsSince(start);

    start = std::chrono::steady_clock::now();
    auto processed = processSales(*workspace, **database, cancel, progress(QStringLiteral("analysed")));
    if (!processed)
        return failure(processed.error());
    report.processed = std::move(*processed);
    report.analyseSeconds = secondsSince(start);
    return report;
}

} // namespace cartwright::pipeline
