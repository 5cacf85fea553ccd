#include "core/feed/ingest.h"

#include "core/base/safe_file.h"
#include "core/feed/bundle.h"
#include "core/feed/ids.h"
#include "core/feed/known_ids.h"
#include "core/feed/staging.h"
#include "core/store/store_repository.h"

#include <QCryptographicHash>
#include <QFile>

#include <cstdio>

namespace cartwright::feed {
namespace {

using Added = store::SaleRepository::Added;

constexpr int commitWaitMs = 600'000;
constexpr qint64 pieceBytes = 1 << 20;

QString nameOf(const SaleKey& key) { return key.storeId + QLatin1Char('/') + key.saleId; }

QString folderOf(const Sale& sale)
{
    return safePathPart(sale.key.storeId) + QLatin1Char('/') + safePathPart(sale.key.saleId)
           + QStringLiteral("/r%1").arg(sale.revision);
}

/// The usual ending of a file in this container; the ending that the bundle gave it says nothing.
QString endingOf(const QString& container)
{
    if (container.startsWith(QLatin1String("matroska")))
        return QStringLiteral(".mkv");
    if (container == QLatin1String("mpegts"))
        return QStringLiteral(".ts");
    return container == QLatin1String("avi") ? QStringLiteral(".avi") : QStringLiteral(".mp4");
}

Result<Store> knownStore(const QString& storeId, store::Database& database)
{
    auto known = store::StoreRepository(database).load(storeId);
    if (!known && known.error().kind == ErrorKind::NotFound)
        return failure(ErrorKind::NotFound,
                       QStringLiteral("Store \"%1\" is not known here; import its description first with "
                                      "\"cartwright-cli store import FOLDER\".").arg(storeId));
    return known;
}

/// The answer for a revision that needs no files: here already, or older than what is here.
Result<std::optional<Ingested>> answerAtOnce(const SaleText& text, store::SaleRepository& sales)
{
    const auto would = sales.wouldAdd(text.sale.key, text.sale.revision);
    if (!would)
        return failure(would.error());
    Ingested ingested{text.sale.key, text.sale.revision, *would, text.notes};
    if (*would == Added::Older)
        return std::optional(std::move(ingested));
    if (*would != Added::Same)
        return std::optional<Ingested>();
    const auto added = sales.addRevision(text.sale, text.original);
    if (added)
        return std::optional(std::move(ingested));
    if (added.error().kind != ErrorKind::Integrity)
        return failure(added.error());
    return failure(ErrorKind::Refused,
                   QStringLiteral("Revision %1 of sale %2 is here already with another content; send what changed as a "
                                  "higher revision.").arg(text.sale.revision).arg(nameOf(text.sale.key)),
                   added.error().details);
}

/// Puts one file of the bundle into the staging folder; it must still have the hash that was checked.
Result<void> stage(const Bundle& bundle, const QString& file, const QString& to, const Cancellation& cancel)
{
    const QString from = bundle.folder + QLatin1Char('/') + file;
    if (bundle.isUnpacked) {
        if (std::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) == 0)
            return {};
        return failure(ErrorKind::Failed, QStringLiteral("%1 cannot be moved to %2.").arg(from, to));
    }
    QFile source(from);
    if (!source.open(QIODevice::ReadOnly))
        return failure(ErrorKind::Failed, QStringLiteral("%1 cannot be read: %2.").arg(from, source.errorString()));
    QCryptographicHash digest(QCryptographicHash::Sha256);
    const auto copied = writeFileInPieces(to, [&]() -> Result<QByteArray> {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("Copying %1 was stopped.").arg(from));
        QByteArray piece = source.read(pieceBytes);
        if (source.error() != QFile::NoError)
            return failure(ErrorKind::Failed, QStringLiteral("%1 cannot be read: %2.").arg(from, source.errorString()));
        digest.addData(piece);
        return piece;
    });
    if (!copied)
        return copied;
    if (QString::fromLatin1(digest.result().toHex()) != bundle.hashes.at(file))
        return failure(ErrorKind::Refused, QStringLiteral("\"%1\" changed while it was read; send the bundle again when it "
                                                          "is complete.").arg(file));
    return {};
}

/// Stages all files and gives the sale as it is stored.
Result<Sale> stageFiles(const Bundle& bundle, const Staging& staging, const Cancellation& cancel)
{
    Sale sale = bundle.sale;
    const auto put = [&](QString& file, const QString& name) -> Result<void> {
        const QString from = file;
        file = folderOf(sale) + QLatin1Char('/') + name;
        return stage(bundle, from, staging.filesFolder() + QLatin1Char('/') + name, cancel);
    };
    for (std::size_t i = 0; i < sale.clips.size(); ++i) {
        Clip& clip = sale.clips[i];
        if (auto done = put(clip.file, safePathPart(clip.cameraId) + endingOf(bundle.clips[i].container)); !done)
            return failure(done.error());
    }
    for (std::size_t i = 0; i < sale.series.size(); ++i) {
        Series& series = sale.series[i];
        if (auto done = put(series.file, QStringLiteral("%1.series-%2.csv").arg(safePathPart(series.plateId)).arg(i + 1));
            !done)
            return failure(done.error());
    }
    return sale;
}

/// Files into place and the row into the database, while no other ingest does either.
Result<Ingested> commit(const Bundle& bundle, const Sale& sale, Staging& staging, const store::Workspace& workspace,
                        store::SaleRepository& sales, const Cancellation& cancel)
{
    const auto lock = FolderLock::take(workspace.mediaFolder(), commitWaitMs, cancel);
    if (!lock)
        return failure(lock.error());
    // Another process may have been faster with this sale.
    auto early = answerAtOnce({sale, bundle.original, bundle.notes}, sales);
    if (!early)
        return failure(early.error());
    if (*early)
        return std::move(**early);
    if (!sale.clips.empty() || !sale.series.empty())
        if (auto published = staging.publish(workspace.mediaFolder() + QLatin1Char('/') + folderOf(sale)); !published)
            return failure(published.error());
    const auto added = sales.addRevision(sale, bundle.original);
    if (!added)
        return failure(added.error());
    return Ingested{sale.key, sale.revision, *added, bundle.notes};
}

} // namespace

Result<Ingested> ingestBundle(const QString& folderOrTar, const store::Workspace& workspace, store::Database& database,
                              const Cancellation& cancel)
{
    store::SaleRepository sales(database);
    const auto text = readBundleText(folderOrTar);
    if (!text)
        return failure(text.error());
    const auto known = knownStore(text->sale.key.storeId, database);
    if (!known)
        return failure(known.error());
    auto early = answerAtOnce(*text, sales);
    if (!early)
        return failure(early.error());
    if (*early)
        return std::move(**early);
    if (const auto unknown = unknownId(text->sale, *known))
        return failure(*unknown);
    auto staging = Staging::begin(workspace.mediaFolder(), cancel);
    if (!staging)
        return failure(staging.error());
    auto bundle = readBundle(folderOrTar, (*staging)->scratchFolder(), cancel);
    if (!bundle)
        return failure(bundle.error());
    if (bundle->original != text->original)
        return failure(ErrorKind::Refused, QStringLiteral("sale.json changed while the bundle was read; send it again when "
                                                          "it is complete."));
    const auto products = store::StoreRepository(database).products(known->storeId);
    if (!products)
        return failure(products.error());
    bundle->notes += doubtsAbout(*bundle, *known, *products);
    const auto sale = stageFiles(*bundle, **staging, cancel);
    if (!sale)
        return failure(sale.error());
    return commit(*bundle, *sale, **staging, workspace, sales, cancel);
}

} // namespace cartwright::feed
