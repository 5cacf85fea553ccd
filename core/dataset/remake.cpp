#include "core/dataset/remake.h"

#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/dataset/check.h"
#include "core/dataset/json_lines.h"
#include "core/dataset/manifest.h"
#include "core/dataset/part_folder.h"
#include "core/dataset/shard.h"

#include <QDir>
#include <QFileInfo>

#include <memory>

namespace cartwright::dataset {
namespace {

/// Pictures inside shards come in the order in which labels.jsonl names them within each subset, so one pass finds all: what is met
/// before it is asked for waits in a folder of its own.
class ShardPictures
{
public:
    explicit ShardPictures(QString folder) : m_folder(std::move(folder)) {}

    Result<QByteArray> find(const Sample& sample)
    {
        const QString key = QString(sample.name).replace(QLatin1Char('.'), QLatin1Char('_'));
        const auto known = m_shards.find(sample.subset);
        if (known == m_shards.end())
            m_shards[sample.subset] = QDir(m_folder).entryList({sample.subset + QStringLiteral("-*.tar")}, QDir::Files, QDir::Name);
        QByteArray found;
        for (const QString& shard : m_shards[sample.subset]) {
            const auto walked = eachMember(m_folder + QLatin1Char('/') + shard, [&](const QString& name, const QByteArray& bytes) -> Result<void> {
                if (name != key + QStringLiteral(".jpg"))
                    return {};
                found = bytes;
                return failure(ErrorKind::Cancelled, QString()); // found: no need to read on
            });
            if (!found.isEmpty())
                return found;
            if (!walked)
                return failure(walked.error());
        }
        return damaged(sample.name, QStringLiteral("no shard holds its picture"));
    }

private:
    QString m_folder;
    std::map<QString, QStringList> m_shards;
};

} // namespace

Result<OpenVersion> openVersion(const QString& folder, const Cancellation& cancel)
{
    const auto manifest = readManifest(folder);
    if (!manifest)
        return failure(manifest.error());
    const auto text = readFile(folder + QLatin1Char('/') + QLatin1String(sumsFile), std::int64_t{1} << 31);
    const auto sums = text ? sumsFromText(*text) : Result<Sums>(damaged(QLatin1String(sumsFile), QStringLiteral("it cannot be read")));
    if (!sums)
        return failure(sums.error());
    const auto format = formatOf(manifest->value(QStringLiteral("format")).toString());
    if (!format)
        return damaged(QLatin1String(manifestFile), QStringLiteral("it names a format that is not known"));
    const QString path = folder + QLatin1Char('/') + QLatin1String(labelsFile);
    const auto listed = sums->find(QLatin1String(labelsFile));
    if (listed == sums->end() || sha256OfFile(path, [&] { return cancel.isCancelled(); }).value_or(QString()) != listed->second)
        return damaged(QLatin1String(labelsFile), QStringLiteral("its content has changed"));
    const auto labels = openLabels(path, cancel);
    if (!labels)
        return failure(labels.error());
    return OpenVersion{folder, *manifest, *sums, *format, labels->header, labels->samples};
}

PictureBytes picturesOf(const OpenVersion& version)
{
    const auto shards = std::make_shared<ShardPictures>(version.folder);
    return [version, shards](const Sample& sample) -> Result<QByteArray> {
        const auto bytes = version.format->packsPictures() ? shards->find(sample) : readFile(version.folder + QLatin1Char('/') + sample.file);
        if (!bytes)
            return bytes;
        const QString known = sample.origin.value(QStringLiteral("picture_sha256")).toString();
        if (!known.isEmpty() && sha256Of(*bytes) != known)
            return damaged(sample.file, QStringLiteral("its content has changed"));
        return bytes;
    };
}

CardFacts cardFactsOf(const OpenVersion& version)
{
    const auto bytes = readFile(version.folder + QLatin1Char('/') + QLatin1String(cardJsonFile));
    const QJsonObject card = bytes ? parseJsonObject(*bytes, QLatin1String(cardJsonFile)).value_or(QJsonObject()) : QJsonObject();
    CardFacts facts;
    facts.name = version.header.name;
    facts.licence = version.header.licence;
    facts.since = version.manifest.value(QStringLiteral("since")).toString();
    facts.options = version.manifest.value(QStringLiteral("options")).toObject();
    facts.findings = card.value(QStringLiteral("findings")).toObject();
    facts.changes = card.value(QStringLiteral("changes")).toObject();
    for (const auto& note : version.manifest.value(QStringLiteral("notes")).toArray())
        facts.notes.append(note.toString());
    return facts;
}

Result<WrittenVersion> remake(const Header& header, const Samples& samples, const Remaking& remaking, const QString& to,
                              const Cancellation& cancel, const Progress& progress)
{
    if (QFileInfo::exists(to))
        return failure(ErrorKind::Refused, QStringLiteral("%1 exists already. Name a folder that does not exist.").arg(to));
    auto part = PartFolder::take(to);
    if (!part)
        return failure(part.error());
    if (auto begun = part->begin(QStringLiteral("anew ") + sha256Of(to.toUtf8() + header.version.toUtf8())); !begun)
        return failure(begun.error());
    const Format& format = *remaking.format;
    VersionParts parts{remaking.manifest, remaking.facts, {}, {}};
    OutFolder out(part->data(), parts.pictureSums);
    std::int64_t total = 0, done = 0;
    std::map<QString, int> numbers;
    // Numbers without gaps, and the pictures where the format wants them; the same each time it is walked.
    const Samples placed = [&](const UseSample& use) -> Result<void> {
        numbers.clear();
        return samples([&](const Sample& sample) -> Result<void> {
            if (remaking.keeps && !remaking.keeps(sample))
                return {};
            Sample own = sample;
            own.number = numbers[own.subset + QLatin1Char('/') + own.sequence]++;
            own.file = format.pictureOf(own);
            return use(own);
        });
    };
    if (auto counted = placed([&](const Sample&) -> Result<void> {
            ++total;
            return {};
        });
        !counted)
        return failure(counted.error());
    std::map<QString, QString> wasCalled;
    if (auto written = samples([&](const Sample& sample) -> Result<void> {
            wasCalled[sample.name] = sample.file;
            return {};
        });
        !written)
        return failure(written.error());
    const PictureBytes pictures = [&](const Sample& sample) {
        Sample before = sample;
        before.file = wasCalled[sample.name];
        return remaking.pictures(before);
    };
    const auto copied = placed([&](const Sample& sample) -> Result<void> {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("Making %1 was stopped; nothing of it is left.").arg(to));
        const auto bytes = format.packsPictures() ? Result<QByteArray>() : pictures(sample);
        if (!bytes)
            return failure(bytes.error());
        if (!format.packsPictures())
            if (auto put = out.put(sample.file, *bytes); !put)
                return put;
        if (progress)
            progress(++done, total);
        return {};
    });
    parts.pictures = pictures;
    auto version = copied ? writeVersion(part->data(), format, header, placed, parts) : Result<WrittenVersion>(failure(copied.error()));
    if (!version) {
        part->remove();
        return version;
    }
    if (auto published = part->publish(to); !published)
        return failure(published.error());
    part->remove();
    return version;
}

} // namespace cartwright::dataset
