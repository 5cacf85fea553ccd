#include "core/dataset/versions.h"

#include "core/dataset/json_lines.h"
#include "core/dataset/manifest.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

namespace cartwright::dataset {
namespace {

LabelKey keyOf(const Sample& sample, const Mark& mark)
{
    return {{sample.origin.value(QStringLiteral("store")).toString(), sample.origin.value(QStringLiteral("sale")).toString()},
            mark.attributes.value(QStringLiteral("label_id")).toString()};
}

} // namespace

Result<std::map<LabelKey, QString>> labelsOf(const QString& folder, const Cancellation& cancel)
{
    if (const auto manifest = readManifest(folder); !manifest)
        return failure(manifest.error());
    const auto labels = openLabels(folder + QLatin1Char('/') + QLatin1String(labelsFile), cancel);
    if (!labels)
        return failure(labels.error());
    std::map<LabelKey, QString> found;
    const auto walked = labels->samples([&](const Sample& sample) -> Result<void> {
        for (const Mark& mark : sample.marks)
            found[keyOf(sample, mark)] = mark.attributes.value(QStringLiteral("sha256")).toString();
        return {};
    });
    if (!walked)
        return failure(walked.error());
    return found;
}

Result<Difference> diffDatasets(const QString& first, const QString& second, const Cancellation& cancel)
{
    const auto before = labelsOf(first, cancel), after = labelsOf(second, cancel);
    if (!before || !after)
        return failure(before ? after.error() : before.error());
    Difference difference;
    for (const auto& [key, sha256] : *before) {
        const auto now = after->find(key);
        if (now == after->end())
            difference.removed.push_back(key);
        else if (now->second != sha256)
            difference.changed.push_back(key);
        else
            ++difference.same;
    }
    for (const auto& [key, sha256] : *after)
        if (!before->contains(key))
            difference.added.push_back(key);
    const auto firstManifest = readManifest(first), secondManifest = readManifest(second);
    if (!firstManifest || !secondManifest)
        return failure(firstManifest ? secondManifest.error() : firstManifest.error());
    QJsonObject one = firstManifest->value(QStringLiteral("options")).toObject(), other = secondManifest->value(QStringLiteral("options")).toObject();
    one.insert(QStringLiteral("format"), firstManifest->value(QStringLiteral("format")));
    other.insert(QStringLiteral("format"), secondManifest->value(QStringLiteral("format")));
    for (auto member = one.begin(); member != one.end(); ++member)
        if (other.value(member.key()) != member.value())
            difference.options.insert(member.key(), QJsonArray{member.value(), other.value(member.key())});
    return difference;
}

Result<Since> sinceOf(const QString& folder, const QString& name, const Cancellation& cancel)
{
    const auto manifest = readManifest(folder);
    if (!manifest)
        return failure(manifest.error());
    Since since{name, {}};
    const QString earlier = manifest->value(QStringLiteral("since")).toString();
    if (!earlier.isEmpty()) {
        const QString beside = QFileInfo(folder).path() + QLatin1Char('/') + earlier;
        auto before = sinceOf(beside, earlier, cancel);
        if (!before)
            return failure(before.error().kind, QStringLiteral("%1 goes on from %2, which is not beside it: %3").arg(folder, earlier, before.error().sentence));
        since.labels = std::move(before->labels);
    }
    for (const auto& gone : manifest->value(QStringLiteral("withdrawn")).toArray())
        since.labels.erase({{gone[QStringLiteral("store")].toString(), gone[QStringLiteral("sale")].toString()}, gone[QStringLiteral("id")].toString()});
    const auto own = labelsOf(folder, cancel);
    if (!own)
        return failure(own.error());
    for (const auto& [key, sha256] : *own)
        since.labels[key] = sha256;
    return since;
}

} // namespace cartwright::dataset
