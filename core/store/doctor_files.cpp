#include "core/base/safe_file.h"
#include "core/store/doctor_checks.h"
#include "core/store/inspection.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace cartwright::store::doctor {
namespace {

constexpr Microseconds finishedAfter = 3600LL * microsecondsPerSecond;

/// The names of a folder's subfolders.
QStringList foldersIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks, QDir::Name);
}

struct Missing
{
    QStringList missing;
    QStringList changed;
};

void lookAt(Patient& patient, const QString& file, const QString& sha256, Missing& found)
{
    const QFileInfo info(patient.path(QStringLiteral("media/") + file));
    if (!info.isFile())
        found.missing.append(file);
    else if (info.size() == 0)
        found.changed.append(file + QStringLiteral(" (empty)"));
    else if (patient.isDeep() && !sha256.isEmpty()) {
        const auto digest = sha256OfFile(info.filePath(), [&] { return patient.cancel.isCancelled(); });
        if (digest && *digest != sha256)
            found.changed.append(file);
        else if (!digest && digest.error().kind != ErrorKind::Cancelled)
            found.changed.append(file + QStringLiteral(" (unreadable)"));
    }
}

/// The identity that a draft or a receipt names, read from its file.
struct Named
{
    QString storeId;
    QString saleId;
    int version = 0;
};

std::optional<Named> readNamed(const QString& path)
{
    const auto bytes = readFile(path, 16 * 1024 * 1024);
    const auto object = bytes ? parseJsonObject(*bytes, path, {.bytes = 16 * 1024 * 1024, .depth = 32})
                              : Result<QJsonObject>(failure(bytes.error()));
    if (!object)
        return std::nullopt;
    return Named{object->value(QStringLiteral("store_id")).toString(), object->value(QStringLiteral("sale_id")).toString(),
                 object->value(QStringLiteral("version")).toInt()};
}

} // namespace

void checkClips(Patient& patient)
{
    Missing found;
    std::int64_t count = 0;
    const auto read = patient.gateway->eachRow(
        QStringLiteral("SELECT file, max(sha256) FROM clip GROUP BY file UNION ALL SELECT DISTINCT file, '' FROM series"), {},
        [&](Row& row) {
            ++count;
            const QString file = row.text();
            if (!patient.cancel.isCancelled())
                lookAt(patient, file, row.text(), found);
        });
    if (!read) {
        patient.add(QStringLiteral("clips"), read.error());
        return;
    }
    const QString next = QStringLiteral("send the bundles again as a higher revision, or restore a backup with media");
    const QString depth = patient.isDeep() ? QStringLiteral("%1 are there with their hashes") : QStringLiteral("%1 are there");
    patient.addFindings(QStringLiteral("clips"), Grade::Error, depth.arg(count - found.changed.size()),
                        QStringLiteral("%1 files are missing"), found.missing, next);
    if (!found.changed.isEmpty())
        patient.addFindings(QStringLiteral("clips"), Grade::Error, {}, QStringLiteral("%1 files have changed"), found.changed,
                            next);
}

void checkMediaFolders(Patient& patient)
{
    // Hashes of the names instead of the names: there may be millions.
    std::vector<std::size_t> cited;
    const auto read = patient.gateway->eachRow(
        QStringLiteral("SELECT file FROM clip UNION SELECT file FROM series"), {},
        [&](Row& row) { cited.push_back(qHash(row.text().section(QLatin1Char('/'), 0, -2))); });
    if (!read) {
        patient.add(QStringLiteral("media folders"), read.error());
        return;
    }
    std::sort(cited.begin(), cited.end());
    static const QRegularExpression revision(QStringLiteral("^r\\d+$"));
    const QString media = patient.path(QStringLiteral("media/"));
    QStringList orphans;
    for (const QString& store : foldersIn(media))
        for (const QString& sale : foldersIn(media + store))
            for (const QString& name : foldersIn(media + store + QLatin1Char('/') + sale)) {
                const QString path = store + QLatin1Char('/') + sale + QLatin1Char('/') + name;
                if (revision.match(name).hasMatch() && !std::binary_search(cited.begin(), cited.end(), qHash(path)))
                    orphans.append(path);
            }
    patient.addFindings(QStringLiteral("media folders"), Grade::Warning, QStringLiteral("a sale cites each of them"),
                        QStringLiteral("%1 are cited by no sale"), orphans,
                        QStringLiteral("ingest the same bundles again, or remove these folders from %1").arg(media));
}

void checkDrafts(Patient& patient)
{
    QStringList left;
    std::int64_t open = 0;
    const QDir folder(patient.path(QStringLiteral("drafts")));
    for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        const auto draft = readNamed(folder.filePath(name));
        const auto waits = draft ? oneNumber(*patient.gateway,
                                             QStringLiteral("SELECT count(*) FROM queue JOIN sale ON sale.sale_row = queue.sale_row "
                                                            "WHERE sale.store_id = ? AND sale.sale_id = ? AND queue.state <> 'done'"),
                                             {draft->storeId, draft->saleId})
                                 : Result<std::int64_t>(0);
        if (!waits) {
            patient.add(QStringLiteral("drafts"), waits.error());
            return;
        }
        if (*waits > 0)
            ++open;
        else
            left.append(draft ? QStringLiteral("%1 of %2").arg(name, draft->saleId) : name + QStringLiteral(" (unreadable)"));
    }
    patient.addFindings(QStringLiteral("drafts"), Grade::Warning, QStringLiteral("%1 of sales that wait for review").arg(open),
                        QStringLiteral("%1 are of sales that no longer wait, kept as second opinions"), left,
                        QStringLiteral("remove them from %1 when nobody needs them").arg(folder.path()));
}

void checkOutbox(Patient& patient)
{
    QStringList left;
    std::int64_t count = 0;
    const QDir folder(patient.path(QStringLiteral("outbox")));
    QDirIterator walk(folder.path(), {QStringLiteral("*.json")}, QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext() && !patient.cancel.isCancelled()) {
        const QString path = walk.next();
        const auto receipt = readNamed(path);
        const auto known = receipt ? oneNumber(*patient.gateway,
                                               QStringLiteral("SELECT count(*) FROM receipt JOIN sale ON sale.sale_row = receipt.sale_row "
                                                              "WHERE sale.store_id = ? AND sale.sale_id = ? AND receipt.version = ?"),
                                               {receipt->storeId, receipt->saleId, receipt->version})
                                   : Result<std::int64_t>(0);
        if (!known) {
            patient.add(QStringLiteral("outbox"), known.error());
            return;
        }
        ++count;
        if (*known == 0)
            left.append(folder.relativeFilePath(path));
    }
    patient.addFindings(QStringLiteral("outbox"), Grade::Warning, QStringLiteral("%1 files, each of a receipt").arg(count),
                        QStringLiteral("%1 files belong to no receipt"), left,
                        QStringLiteral("see who put them into %1").arg(folder.path()));
}

void checkDatasets(Patient& patient)
{
    QStringList recorded;
    const auto read = patient.gateway->eachRow(QStringLiteral("SELECT folder FROM dataset ORDER BY folder"), {},
                                               [&](Row& row) { recorded.append(row.text()); });
    if (!read) {
        patient.add(QStringLiteral("datasets"), read.error());
        return;
    }
    QStringList odd;
    recorded.removeDuplicates();
    for (const QString& folder : recorded)
        if (!QFileInfo(folder).isDir())
            odd.append(folder + QStringLiteral(" (gone)"));
    const QDir home(patient.path(QStringLiteral("datasets")));
    for (const QString& name : foldersIn(home.path()))
        if (!recorded.contains(home.filePath(name)))
            odd.append(home.filePath(name) + QStringLiteral(" (not recorded)"));
    patient.addFindings(QStringLiteral("datasets"), Grade::Warning,
                        QStringLiteral("%1 recorded, all there").arg(recorded.size()),
                        QStringLiteral("%1 are not as recorded"), odd,
                        QStringLiteral("`cartwright-cli dataset verify DIR` tells whether one is whole; export again what is needed"));
}

void checkUnfinished(Patient& patient)
{
    // Whatever is being made has a hidden name; the young ones may still be worked on.
    const qint64 young = (patient.clock.now() - finishedAfter) / 1000;
    QStringList left;
    const QDir home(patient.folder);
    for (const auto* folder : {"media", "drafts", "outbox", "datasets", ""}) {
        const auto depth = *folder ? QDirIterator::Subdirectories : QDirIterator::NoIteratorFlags;
        QDirIterator walk(home.filePath(QLatin1String(folder)), {QStringLiteral(".*.part"), QStringLiteral(".ingest-*")},
                          QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot, depth);
        while (walk.hasNext()) {
            const QString path = home.relativeFilePath(walk.next());
            const bool inside = std::any_of(left.begin(), left.end(), [&](const QString& outer) {
                return path.startsWith(outer + QLatin1Char('/'));
            });
            if (!inside && walk.fileInfo().lastModified().toMSecsSinceEpoch() < young)
                left.append(path);
        }
    }
    patient.addFindings(QStringLiteral("unfinished"), Grade::Warning, QStringLiteral("nothing was left half made"),
                        QStringLiteral("%1 things were left half made"), left,
                        QStringLiteral("repeat what was interrupted, or remove them when no program is running"));
}

} // namespace cartwright::store::doctor
