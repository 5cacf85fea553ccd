#include "core/pipeline/datasets.h"

#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/dataset/manifest.h"
#include "core/domain/names.h"
#include "core/measures/measures.h"
#include "core/pipeline/copy_settings.h"
#include "core/store/store_repository.h"
#include "core/trust/checkpoint.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <set>

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

dataset::Progress told(const ProgressCallback& progress)
{
    return [progress](std::int64_t done, std::int64_t total) {
        if (progress)
            progress({static_cast<int>(done), static_cast<int>(total), {}});
    };
}

/// Names of products and bins of cameras, over all stores.
Result<std::map<Gtin, QString>> readStores(store::Database& database, dataset::CreateOptions& options)
{
    std::map<Gtin, QString> names;
    const auto stores = store::StoreRepository(database).list();
    if (!stores)
        return failure(stores.error());
    for (const auto& store : *stores) {
        const auto products = store::StoreRepository(database).products(store.storeId);
        if (!products)
            return failure(products.error());
        for (const auto& [gtin, product] : *products)
            names.emplace(gtin, product.name);
        for (const Bin& bin : store.bins)
            for (const BinView& view : bin.views)
                options.clear[{store.storeId, view.cameraId}].push_back(view.polygon);
    }
    return names;
}

template <class List> QJsonArray words(const List& list)
{
    QJsonArray array;
    for (const auto& one : list)
        array.append(nameOf(one));
    return array;
}

QJsonObject toJson(const store::LabelChoice& choice)
{
    QJsonObject object;
    if (choice.from)
        object.insert(QStringLiteral("from"), formatUtc(*choice.from));
    if (choice.until)
        object.insert(QStringLiteral("to"), formatUtc(*choice.until));
    QJsonArray products;
    for (const Gtin& gtin : choice.products)
        products.append(gtin.digits());
    for (const auto& [key, list] : {std::pair(QStringLiteral("stores"), QJsonArray::fromStringList(choice.stores)), std::pair(QStringLiteral("products"), products),
                                    std::pair(QStringLiteral("reasons"), words(choice.reasons)), std::pair(QStringLiteral("origins"), words(choice.sources))})
        if (!list.isEmpty())
            object.insert(key, list);
    if (choice.agreedOnly)
        object.insert(QStringLiteral("agreed_only"), true);
    if (choice.hardNegatives)
        object.insert(QStringLiteral("hard_negatives_only"), true);
    if (choice.rarest > 0)
        object.insert(QStringLiteral("rarest"), static_cast<qint64>(choice.rarest));
    return object;
}

/// How much the labels of twice decided sales differ, and what the masking's recall was measured to be.
Result<QJsonObject> findingsOf(const store::Workspace& workspace, store::Database& database, const store::LabelChoice& choice)
{
    const auto noise = store::DatasetRepository(database).noise(choice);
    if (!noise)
        return failure(noise.error());
    QJsonObject found{{QStringLiteral("checked"), static_cast<qint64>(noise->checked)}, {QStringLiteral("changed"), static_cast<qint64>(noise->changed)}};
    const measures::Share share{noise->changed, noise->checked};
    if (const auto interval = measures::clopperPearson(share)) {
        found.insert(QStringLiteral("share"), share.value().value_or(0));
        found.insert(QStringLiteral("low"), interval->low);
        found.insert(QStringLiteral("high"), interval->high);
    }
    QJsonObject findings{{QStringLiteral("label_noise"), found}};
    const auto settings = workspace.settings();
    if (settings && settings->contains(QStringLiteral("masking_recall")))
        findings.insert(QStringLiteral("masking_recall"), settings->value(QStringLiteral("masking_recall")));
    return findings;
}

Result<std::vector<SaleKey>> salesIn(const QString& folder)
{
    const auto labels = dataset::labelsOf(folder);
    if (!labels)
        return failure(labels.error());
    std::set<SaleKey> sales;
    for (const auto& [key, sha256] : *labels)
        sales.insert(key.sale);
    return std::vector<SaleKey>(sales.begin(), sales.end());
}

Result<void> record(store::Database& database, const Actor& actor, store::DatasetVersion version, const dataset::Created& created)
{
    version.record.contentHash = created.contentHash;
    version.record.labels = created.labels;
    version.record.frames = created.frames;
    version.record.createdAt = database.clock().now();
    version.notExported = created.notExported;
    version.withdrawn = created.withdrawn;
    const auto sales = salesIn(version.record.folder);
    if (!sales)
        return failure(sales.error());
    if (auto recorded = store::DatasetRepository(database, actor).record(version, *sales); !recorded)
        return recorded;
    return leaveCheckpoint(database, version.record.folder);
}

Result<bool> isNoted(store::Database& database, const QString& folder)
{
    const auto versions = store::DatasetRepository(database).versions();
    if (!versions)
        return failure(versions.error());
    return std::any_of(versions->begin(), versions->end(), [&](const store::DatasetVersion& version) { return version.record.folder == folder; });
}

Result<void> fillOptions(const store::Workspace& workspace, store::Database& database, const DatasetRequest& request, dataset::CreateOptions& options)
{
    using Masking = vision::PeopleSettings::Masking;
    const auto settings = workspace.settings();
    const auto copies = settings ? copySettingsFrom(*settings) : Result<CopySettings>(failure(settings.error()));
    if (!copies)
        return failure(copies.error());
    options.people = copies->people;
    if (request.people == DatasetRequest::People::Shown) {
        if (request.reason.trimmed().isEmpty())
            return failure(ErrorKind::WrongUsage, QStringLiteral("A version that shows people needs a reason, which is logged: give --reason TEXT."));
        options.people.masking = Masking::None;
        options.unmaskedReason = request.reason.trimmed();
    }
    options.selection = toJson(request.choice);
    auto findings = findingsOf(workspace, database, request.choice);
    if (!findings)
        return failure(findings.error());
    options.findings = std::move(*findings);
    if (request.since.isEmpty())
        return {};
    const auto before = datasetFolder(workspace, request.since);
    auto since = before ? dataset::sinceOf(*before, QFileInfo(*before).fileName()) : Result<dataset::Since>(failure(before.error()));
    if (!since)
        return failure(since.error());
    options.since = std::move(*since);
    return {};
}

QString maskingWord(const dataset::CreateOptions& options)
{
    using Masking = vision::PeopleSettings::Masking;
    return options.people.masking == Masking::None ? QStringLiteral("none") : options.people.masking == Masking::Whole ? QStringLiteral("whole") : QStringLiteral("people");
}

} // namespace

Result<QString> datasetFolder(const store::Workspace& workspace, const QString& name)
{
    const bool isFolder = name.startsWith(QLatin1Char('/')) || name.startsWith(QLatin1String("./")) || name.startsWith(QLatin1String("../"));
    if (isFolder)
        return QDir::cleanPath(QFileInfo(name).absoluteFilePath());
    if (name.isEmpty() || name.contains(QLatin1Char('/')) || name.contains(QLatin1Char('\\')) || name.startsWith(QLatin1Char('.')) || name.size() > 100)
        return failure(ErrorKind::Refused, QStringLiteral("\"%1\" cannot name a version: take a name without slashes that begins with no dot, or a folder that begins with \"./\" or \"/\".").arg(name.left(120)));
    return QDir::cleanPath(QFileInfo(workspace.datasetsFolder()).absoluteFilePath()) + QLatin1Char('/') + name;
}

Result<dataset::Created> makeDataset(const store::Workspace& workspace, store::Database& database, const DatasetRequest& request,
                                     const Cancellation& cancel, const ProgressCallback& progress, const Actor& actor)
{
    const auto target = datasetFolder(workspace, request.name);
    if (!target)
        return failure(target.error());
    dataset::CreateOptions options = request.options;
    if (auto filled = fillOptions(workspace, database, request, options); !filled)
        return failure(filled.error());
    const auto names = readStores(database, options);
    const auto media = workspace.mediaPlaces();
    if (!names || !media)
        return failure(names ? media.error() : names.error());
    std::vector<dataset::Selected> selected;
    const auto chosen = store::DatasetRepository(database).each(request.choice, [&](store::ChosenLabel label) {
        dataset::Selected one(std::move(label.label));
        one.at = label.clipStartsAt != 0 ? label.clipStartsAt + one.label.clipTimestamp : 0;
        one.shopperRef = std::move(label.shopperRef);
        selected.push_back(std::move(one));
    });
    if (!chosen)
        return failure(chosen.error());
    if (selected.empty() && !toJson(request.choice).isEmpty())
        return failure(ErrorKind::NotFound, QStringLiteral("No label is chosen by that: widen the choice, or review a sale first."));
    auto created = dataset::createDataset(*target, std::move(selected), *names, *media, options, cancel, told(progress));
    if (!created)
        return created;
    // A run that was killed after its folder got its name has not noted it.
    const auto noted = created->already ? isNoted(database, *target) : Result<bool>(false);
    if (!noted || *noted)
        return noted ? created : Result<dataset::Created>(failure(noted.error()));
    store::DatasetVersion version;
    version.record.folder = *target;
    version.record.format = options.format;
    version.name = QFileInfo(*target).fileName();
    version.since = options.since ? options.since->name : QString();
    version.masking = maskingWord(options);
    version.reason = options.unmaskedReason;
    version.choice = options.selection;
    if (auto recorded = record(database, actor, version, *created); !recorded)
        return failure(recorded.error());
    return created;
}

Result<dataset::Created> exportDataset(const store::Workspace& workspace, store::Database& database, const QString& folder,
                                       const dataset::CreateOptions& options, const Cancellation& cancel, const ProgressCallback& progress, const Actor& actor)
{
    DatasetRequest request;
    request.name = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    request.options = options;
    return makeDataset(workspace, database, request, cancel, progress, actor);
}

Result<dataset::Created> exportDatasetAgain(const store::Workspace& workspace, store::Database& database, const QString& from, const QString& to, const QString& format,
                                            const Cancellation& cancel, const ProgressCallback& progress, const Actor& actor)
{
    const auto source = datasetFolder(workspace, from), target = datasetFolder(workspace, to);
    if (!source || !target)
        return failure(source ? target.error() : source.error());
    auto created = dataset::exportAgain(*source, *target, format, cancel, told(progress));
    if (!created)
        return created;
    const auto manifest = dataset::readManifest(*target);
    store::DatasetVersion version;
    version.record.folder = *target;
    version.record.format = format;
    version.name = QFileInfo(*target).fileName();
    if (manifest) {
        version.masking = manifest->value(QStringLiteral("options"))[QStringLiteral("masking")].toString();
        version.reason = manifest->value(QStringLiteral("options"))[QStringLiteral("unmasked_reason")].toString();
        version.choice = manifest->value(QStringLiteral("options"))[QStringLiteral("selection")].toObject();
    }
    if (version.masking == QLatin1String("unknown"))
        version.masking.clear();
    if (auto noted = record(database, actor, version, *created); !noted)
        return failure(noted.error());
    return created;
}

Result<dataset::Imported> importDataset(const store::Workspace& workspace, store::Database& database, const QString& from, const QString& format, const QString& name,
                                        const Cancellation& cancel, const ProgressCallback& progress, const Actor& actor)
{
    const auto target = datasetFolder(workspace, name);
    if (!target)
        return failure(target.error());
    auto imported = dataset::importDataset(from, format, *target, QFileInfo(*target).fileName(), cancel, told(progress));
    if (!imported)
        return imported;
    store::DatasetVersion version;
    version.record.folder = *target;
    version.record.format = QStringLiteral("jsonl");
    version.name = QFileInfo(*target).fileName();
    version.choice = {{QStringLiteral("imported_as"), format}};
    if (auto noted = record(database, actor, version, imported->created); !noted)
        return failure(noted.error());
    return imported;
}

Result<ErasedShopper> eraseShopper(store::Database& database, const QString& storeId, const QString& shopperRef, const QString& reason, const Actor& actor)
{
    if (reason.trimmed().isEmpty())
        return failure(ErrorKind::WrongUsage, QStringLiteral("Erasing needs a reason, which is logged: give --reason TEXT."));
    store::DatasetRepository datasets(database, actor);
    auto erasure = datasets.erase(storeId, shopperRef, reason.trimmed());
    if (!erasure)
        return failure(erasure.error());
    auto versions = datasets.holding(erasure->sales);
    if (!versions)
        return failure(versions.error());
    return ErasedShopper{std::move(*erasure), std::move(*versions)};
}

Result<dataset::Scrubbed> scrubVersion(const store::Workspace& workspace, store::Database& database, const QString& name, const Cancellation& cancel,
                                       const ProgressCallback& progress, const Actor& actor)
{
    const auto folder = datasetFolder(workspace, name);
    if (!folder)
        return failure(folder.error());
    store::DatasetRepository datasets(database, actor);
    const auto erased = datasets.erasedSales();
    if (!erased)
        return failure(erased.error());
    const UtcMicroseconds now = database.clock().now();
    auto scrubbed = dataset::scrubDataset(*folder, *erased, now, actor.role, cancel, told(progress));
    if (!scrubbed || scrubbed->pictures == 0)
        return scrubbed;
    const QString stamp = formatUtc(now).remove(QLatin1Char(':')).remove(QLatin1Char('-')).left(15);
    if (auto written = writeFile(QStringLiteral("%1.erasure-%2.json").arg(*folder, stamp), toJsonText(scrubbed->certificate)); !written)
        return failure(written.error());
    QJsonObject entry = scrubbed->certificate;
    entry.remove(QStringLiteral("removed_pictures_sha256"));
    if (auto noted = datasets.noteScrub(*folder, scrubbed->contentHash, scrubbed->sales, entry); !noted)
        return failure(noted.error());
    return scrubbed;
}

} // namespace cartwright::pipeline
