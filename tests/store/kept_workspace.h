#pragma once

#include "core/base/safe_file.h"
#include "core/store/backup.h"
#include "core/store/gateway.h"
#include "core/store/inspection.h"
#include "tests/store/samples.h"

#include <QDir>
#include <QFile>

namespace cartwright::store::samples {

inline void put(const QString& path, const QByteArray& bytes)
{
    require(makeFolder(QFileInfo(path).path()));
    require(writeFile(path, bytes));
}

inline QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A real workspace with one queued sale whose clip and series are there, a draft, a receipt and a dataset.
class Shop
{
public:
    explicit Shop(const QString& name = QStringLiteral("shop"))
        : workspace(Workspace::create(folder.filePath(name)).value())
    {
        auto opened = Database::open(workspace.databasePath(), clock);
        require(opened);
        database = std::move(*opened);
        require(StoreRepository(*database).save(demoStore(), {}));
        queue(QStringLiteral("s-1"));
        const QString draft = R"({"schema":"cartwright.draft/1","store_id":"demo-01","sale_id":"s-1","edits":[]})";
        put(workspace.draftsFolder() + QStringLiteral("/d.json"), draft.toUtf8());
        put(workspace.datasetsFolder() + QStringLiteral("/v1/data.txt"), "frames");
        require(database->gateway().exec(
            QStringLiteral("INSERT INTO dataset (folder, format, content_hash, labels, frames, created_at) "
                           "VALUES (?, 'coco', 'x', 0, 0, 0)"),
            {workspace.datasetsFolder() + QStringLiteral("/v1")}));
    }

    QString at(const QString& name) const { return folder.filePath(name); }
    static QByteArray clipBytes() { return QByteArray(5000, 'c'); }

    /// Brings a sale into the queue, with a clip of its own.
    void queue(const QString& saleId)
    {
        Sale sale = sampleSale(saleId);
        const QString home = QStringLiteral("demo-01/%1/r1/").arg(saleId);
        sale.clips[0].file = home + QStringLiteral("shelf-3.mp4");
        sale.clips[0].sha256 = sha256Of(clipBytes());
        sale.series[0].file = home + QStringLiteral("P2.csv");
        put(workspace.mediaFolder() + QLatin1Char('/') + sale.clips[0].file, clipBytes());
        put(workspace.mediaFolder() + QLatin1Char('/') + sale.series[0].file, "1,2\n");
        SaleRepository sales(*database);
        require(sales.addRevision(sale, saleId.toUtf8()));
        require(sales.savePrediction(keyOf(saleId), samplePrediction()));
        require(sales.saveDecision(keyOf(saleId), 1, flagged()));
    }
    RowCounts rows() { return countRows(database->gateway()).value(); }

    QTemporaryDir folder;
    FakeClock clock{morning + 5 * minute};
    Workspace workspace;
    std::unique_ptr<Database> database;
};

/// All names in a folder, hidden ones too.
inline QStringList namesIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
}

inline RowCounts rowsOf(const QString& workspace, const Clock& clock)
{
    auto gateway = Gateway::open(workspace + QStringLiteral("/cartwright.sqlite"), clock);
    require(gateway);
    return countRows(**gateway).value();
}

} // namespace cartwright::store::samples
