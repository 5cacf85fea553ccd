#include "core/dataset/manifest.h"

#include "core/base/json.h"
#include "core/base/safe_file.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <set>

namespace cartwright::dataset {
namespace {

/// Free text on one line, without signs that Markdown would act on.
QString plainLine(const QString& text)
{
    QString line;
    for (const QChar c : text.simplified().left(200)) {
        if (QStringLiteral("\\`*_{}[]<>()#!|~").contains(c))
            line += QLatin1Char('\\');
        line += c;
    }
    return line;
}

QJsonArray labelList(const Plan& plan, const std::vector<LeftOut>& leftOut)
{
    std::set<std::size_t> missing;
    for (const LeftOut& out : leftOut)
        missing.insert(out.place);
    QJsonArray list;
    for (std::size_t place = 0; place < plan.labels.size(); ++place)
        if (!missing.contains(place))
            list.append(QJsonObject{{QStringLiteral("id"), plan.labels[place].label.labelId},
                                    {QStringLiteral("sha256"), plan.labels[place].sha256}});
    return list;
}

} // namespace

QStringList notesOf(const std::vector<LeftOut>& leftOut)
{
    const auto count = [&](WhyLeftOut why) {
        return std::count_if(leftOut.begin(), leftOut.end(),
                             [&](const LeftOut& out) { return out.why == why; });
    };
    QStringList notes;
    const auto note = [&](WhyLeftOut why, const QString& sentence) {
        if (const auto number = count(why); number > 0)
            notes.append(QStringLiteral("%1 %2 left out: %3.")
                             .arg(number)
                             .arg(number == 1 ? QStringLiteral("label was") : QStringLiteral("labels were"),
                                  sentence));
    };
    note(WhyLeftOut::OutsidePicture, QStringLiteral("the box lies outside the picture"));
    note(WhyLeftOut::OutsideClip, QStringLiteral("the clip has no frame at that time"));
    note(WhyLeftOut::DamagedFrame, QStringLiteral("the frame is damaged"));
    return notes;
}

QJsonObject manifestOf(const Plan& plan, const CocoFiles& files, const std::vector<LeftOut>& leftOut,
                       const Sums& sums)
{
    const CreateOptions& options = plan.options;
    QJsonArray left;
    for (const LeftOut& out : leftOut)
        left.append(QJsonObject{{QStringLiteral("id"), plan.labels[out.place].label.labelId},
                                {QStringLiteral("why"), nameOf(out.why)}});
    return {
        {QStringLiteral("schema"), QLatin1String(manifestSchema)},
        {QStringLiteral("format"), options.format},
        {QStringLiteral("name"), options.name},
        {QStringLiteral("licence"), options.licence},
        {QStringLiteral("options"),
         QJsonObject{{QStringLiteral("jpeg_quality"), options.jpegQuality},
                     {QStringLiteral("split_by"), QStringLiteral("sale")},
                     {QStringLiteral("shares"), QJsonObject{{QStringLiteral("train"), options.shares.train},
                                                            {QStringLiteral("val"), options.shares.val},
                                                            {QStringLiteral("test"), options.shares.test}}}}},
        {QStringLiteral("plan_sha256"), plan.sha256},
        {QStringLiteral("content_sha256"), contentHashOf(sums)},
        {QStringLiteral("counts"), countsOf(files)},
        {QStringLiteral("notes"), QJsonArray::fromStringList(notesOf(leftOut))},
        {QStringLiteral("labels"), labelList(plan, leftOut)},
        {QStringLiteral("left_out"), left}};
}

Result<QJsonObject> readManifest(const QString& folder)
{
    const QString path = folder + QLatin1Char('/') + QLatin1String(manifestFile);
    if (!QFileInfo(folder).isDir() || !QFileInfo::exists(path))
        return failure(ErrorKind::NotFound,
                       QStringLiteral("%1 holds no dataset: it has no manifest.json.").arg(folder));
    constexpr std::int64_t limit = std::int64_t{1} << 30;
    const auto bytes = readFile(path, limit);
    const auto manifest =
        bytes ? parseJsonObject(*bytes, path, {.bytes = limit}) : Result<QJsonObject>(failure(bytes.error()));
    if (!manifest)
        return failure(
            ErrorKind::Integrity,
            QStringLiteral("manifest.json of %1 cannot be read. Get the dataset again.").arg(folder),
            manifest.error().sentence);
    if (manifest->value(QStringLiteral("schema")).toString() != QLatin1String(manifestSchema))
        return failure(ErrorKind::Refused,
                       QStringLiteral("%1 is of another kind than %2 and is left as it is.")
                           .arg(folder, QLatin1String(manifestSchema)));
    return manifest;
}

QByteArray cardOf(const Plan& plan, const QJsonObject& counts, const QStringList& notes)
{
    QString text = QStringLiteral("# %1\n\n").arg(plainLine(plan.options.name));
    text += QStringLiteral("%1 labels on %2 frames of %3 sales, %4 products. Licence: %5.\n\n")
                .arg(counts.value(QStringLiteral("labels")).toInteger())
                .arg(counts.value(QStringLiteral("frames")).toInteger())
                .arg(counts.value(QStringLiteral("sales")).toInteger())
                .arg(counts.value(QStringLiteral("categories")).toInteger())
                .arg(plan.options.licence.isEmpty() ? QStringLiteral("none named")
                                                    : plainLine(plan.options.licence));
    text += QStringLiteral("| split | sales | frames | labels |\n|---|---|---|---|\n");
    for (const Split split : allSplits) {
        const QJsonObject own =
            counts.value(QStringLiteral("splits")).toObject().value(nameOf(split)).toObject();
        text += QStringLiteral("| %1 | %2 | %3 | %4 |\n")
                    .arg(nameOf(split))
                    .arg(own.value(QStringLiteral("sales")).toInteger())
                    .arg(own.value(QStringLiteral("frames")).toInteger())
                    .arg(own.value(QStringLiteral("labels")).toInteger());
    }
    text += QStringLiteral("\nEach box was confirmed, corrected or drawn in the review of a sale. The frames "
                           "show people: treat them as personal data. Reviewers appear under pseudonyms that "
                           "hold for this dataset only. All frames of a sale lie in one split, and a sale "
                           "stays in its split in later versions. Category ids hold for this version only, "
                           "GTINs for all. Boxes are x, y, width, height in pixels.\n\n"
                           "Check the files with `sha256sum --check SHA256SUMS`.\n");
    for (const QString& note : notes)
        text += QStringLiteral("\n- %1").arg(note);
    return (notes.isEmpty() ? text : text + QLatin1Char('\n')).toUtf8();
}

} // namespace cartwright::dataset
