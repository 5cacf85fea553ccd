#include "core/base/safe_file.h"
#include "core/dataset/intake.h"
#include "core/dataset/json_lines.h"
#include "core/dataset/manifest.h"
#include "core/dataset/picture_metadata.h"
#include "core/dataset/remake.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <set>
#include <tuple>

namespace cartwright::dataset {
namespace {

Created createdOf(const WrittenVersion& version)
{
    const QJsonObject counts = version.manifest.value(QStringLiteral("counts")).toObject();
    Created created;
    created.labels = counts.value(QStringLiteral("labels")).toInt();
    created.frames = counts.value(QStringLiteral("frames")).toInt();
    created.categories = counts.value(QStringLiteral("categories")).toInt();
    created.contentHash = version.contentHash;
    return created;
}

QString absolute(const QString& folder) { return QDir::cleanPath(QFileInfo(folder).absoluteFilePath()); }

/// A foreign collection in the words of our own: subsets that formats share, sequences, provenance.
void makeOurs(Collection& collection, const QString& from, const QString& format)
{
    std::map<QString, int> numbers;
    for (Sample& sample : collection.samples) {
        if (sample.sequence.isEmpty())
            sample.sequence = QStringLiteral("imported");
        if (sample.origin.isEmpty())
            sample.origin = {{QStringLiteral("store"), QStringLiteral("imported")}, {QStringLiteral("sale"), sample.name}, {QStringLiteral("camera"), sample.sequence}};
        sample.origin.insert(QStringLiteral("imported_from"), QFileInfo(from).fileName() + QLatin1Char('/') + sample.file);
        sample.origin.insert(QStringLiteral("imported_as"), format);
        if (!sample.origin.contains(QStringLiteral("masking")))
            sample.origin.insert(QStringLiteral("masking"), QStringLiteral("unknown"));
        int number = 0;
        for (Mark& mark : sample.marks) {
            ++number;
            if (!mark.attributes.contains(QStringLiteral("label_id")))
                mark.attributes.insert(QStringLiteral("label_id"), QStringLiteral("%1#%2").arg(sample.name).arg(number));
            mark.attributes.insert(QStringLiteral("source"), QStringLiteral("imported"));
        }
    }
    std::stable_sort(collection.samples.begin(), collection.samples.end(), [](const Sample& one, const Sample& other) {
        return std::tie(one.subset, one.sequence, one.number) < std::tie(other.subset, other.sequence, other.number);
    });
    std::map<QString, int> uses;
    for (const Category& category : collection.header.categories)
        ++uses[category.name];
    for (Category& category : collection.header.categories)
        if (uses[category.name] > 1)
            category.name += QStringLiteral(" (%1)").arg(category.id);
}

} // namespace

Result<Created> exportAgain(const QString& from, const QString& to, const QString& format, const Cancellation& cancel, const Progress& progress)
{
    const auto wanted = formatOf(format);
    if (!wanted)
        return failure(wanted.error());
    const auto version = openVersion(absolute(from), cancel);
    if (!version)
        return failure(version.error());
    if (!version->format->keepsBoxes())
        return failure(ErrorKind::Refused, QStringLiteral("%1 holds cut-out pictures only; make a version of the labels in the other format with \"dataset create\".").arg(from));
    QJsonObject manifest = version->manifest;
    manifest.insert(QStringLiteral("format"), (*wanted)->word());
    manifest.insert(QStringLiteral("made_from"), version->manifest.value(QStringLiteral("content_sha256")));
    const auto made = remake(version->header, version->samples, {*wanted, {}, picturesOf(*version), manifest, cardFactsOf(*version)}, absolute(to), cancel, progress);
    if (!made)
        return failure(made.error());
    return createdOf(*made);
}

Result<Imported> importDataset(const QString& from, const QString& format, const QString& to, const QString& name, const Cancellation& cancel,
                               const Progress& progress)
{
    const auto wanted = formatOf(format);
    if (!wanted)
        return failure(wanted.error());
    if ((*wanted)->packsPictures() && (*wanted)->keepsBoxes())
        return failure(ErrorKind::WrongUsage, QStringLiteral("Shards are read by \"dataset export\" when they are a version of ours; unpack others and import what is in them."));
    ReadNotes notes;
    auto collection = (*wanted)->read(absolute(from), notes);
    if (!collection)
        return failure(collection.error());
    makeOurs(*collection, from, (*wanted)->word());
    Header header = collection->header;
    header.name = name;
    header.version = sha256Of(QDir(from).dirName().toUtf8()).left(16);
    const Samples samples = [&](const UseSample& use) -> Result<void> {
        for (const Sample& sample : collection->samples)
            if (auto used = use(sample); !used)
                return used;
        return {};
    };
    const PictureBytes pictures = [&](const Sample& sample) -> Result<QByteArray> {
        const auto bytes = readFile(absolute(from) + QLatin1Char('/') + sample.file);
        if (!bytes)
            return bytes;
        QByteArray plain = withoutMetadata(*bytes);
        if (plain.isEmpty())
            return failure(ErrorKind::Refused, QStringLiteral("%1 is neither a JPEG nor a PNG; change it into one and import again.").arg(sample.file));
        return plain;
    };
    CardFacts facts;
    facts.name = name;
    facts.options = {{QStringLiteral("masking"), QStringLiteral("unknown")}, {QStringLiteral("split_by"), QStringLiteral("sale")}, {QStringLiteral("near_duplicates"), QStringLiteral("keep")}};
    facts.notes = notes.sentences();
    const QJsonObject manifest{{QStringLiteral("schema"), QStringLiteral("cartwright.dataset/1")},
                               {QStringLiteral("format"), QStringLiteral("jsonl")},
                               {QStringLiteral("name"), name},
                               {QStringLiteral("licence"), QString()},
                               {QStringLiteral("options"), facts.options},
                               {QStringLiteral("imported_as"), (*wanted)->word()},
                               {QStringLiteral("notes"), QJsonArray::fromStringList(facts.notes)}};
    const auto lines = formatOf(QStringLiteral("jsonl"));
    const auto made = remake(header, samples, {*lines, {}, pictures, manifest, facts}, absolute(to), cancel, progress);
    if (!made)
        return failure(made.error());
    return Imported{createdOf(*made), facts.notes};
}

Result<Scrubbed> scrubDataset(const QString& folder, const std::vector<SaleKey>& sales, UtcMicroseconds at, const QString& by,
                              const Cancellation& cancel, const Progress& progress)
{
    const QString target = absolute(folder);
    const auto version = openVersion(target, cancel);
    if (!version)
        return failure(version.error());
    const std::set<SaleKey> wanted(sales.begin(), sales.end());
    const auto saleOf = [](const Sample& sample) {
        return SaleKey{sample.origin.value(QStringLiteral("store")).toString(), sample.origin.value(QStringLiteral("sale")).toString()};
    };
    Scrubbed scrubbed;
    QJsonArray removed;
    std::set<SaleKey> held;
    const auto walked = version->samples([&](const Sample& sample) -> Result<void> {
        if (!wanted.contains(saleOf(sample)))
            return {};
        ++scrubbed.pictures;
        scrubbed.labels += static_cast<int>(sample.marks.size());
        held.insert(saleOf(sample));
        removed.append(sample.origin.value(QStringLiteral("picture_sha256")).toString());
        return {};
    });
    if (!walked)
        return failure(walked.error());
    scrubbed.sales.assign(held.begin(), held.end());
    if (scrubbed.pictures == 0)
        return scrubbed;
    if (!version->format->keepsBoxes())
        return failure(ErrorKind::Refused, QStringLiteral("%1 holds cut-out pictures; remove it and make it again without these sales.").arg(folder));
    QJsonObject manifest = version->manifest;
    QJsonArray scrubs = manifest.value(QStringLiteral("scrubbed")).toArray();
    scrubs.append(QJsonObject{{QStringLiteral("at"), formatUtc(at)}, {QStringLiteral("pictures"), scrubbed.pictures}, {QStringLiteral("labels"), scrubbed.labels},
                              {QStringLiteral("content_before"), manifest.value(QStringLiteral("content_sha256"))}});
    manifest.insert(QStringLiteral("scrubbed"), scrubs);
    CardFacts facts = cardFactsOf(*version);
    facts.notes.append(QStringLiteral("%1 pictures were removed on %2 because a shopper was erased.").arg(scrubbed.pictures).arg(formatUtc(at).left(10)));
    manifest.insert(QStringLiteral("notes"), QJsonArray::fromStringList(facts.notes));
    const QString beside = QFileInfo(target).path() + QStringLiteral("/.") + QFileInfo(target).fileName() + QStringLiteral(".scrubbed");
    if (QFileInfo::exists(beside) && !QDir(beside).removeRecursively())
        return failure(ErrorKind::Failed, QStringLiteral("%1 of an earlier run cannot be removed.").arg(beside));
    const auto made = remake(version->header, version->samples,
                             {version->format, [&](const Sample& sample) { return !wanted.contains(saleOf(sample)); }, picturesOf(*version), manifest, facts}, beside, cancel, progress);
    if (!made)
        return failure(made.error());
    if (auto exchanged = exchangeNames(beside, target); !exchanged)
        return failure(exchanged.error());
    if (!QDir(beside).removeRecursively())
        return failure(ErrorKind::DoneInPart, QStringLiteral("%1 is scrubbed, but its old files in %2 could not be removed. Remove that folder.").arg(target, beside));
    scrubbed.contentHash = made->contentHash;
    scrubbed.certificate = {{QStringLiteral("schema"), QStringLiteral("cartwright.erasure/1")},
                            {QStringLiteral("version"), QFileInfo(target).fileName()},
                            {QStringLiteral("at"), formatUtc(at)},
                            {QStringLiteral("by"), by},
                            {QStringLiteral("content_before"), version->manifest.value(QStringLiteral("content_sha256"))},
                            {QStringLiteral("content_after"), made->manifest.value(QStringLiteral("content_sha256"))},
                            {QStringLiteral("removed_pictures_sha256"), removed},
                            {QStringLiteral("removed_labels"), scrubbed.labels}};
    return scrubbed;
}

} // namespace cartwright::dataset
