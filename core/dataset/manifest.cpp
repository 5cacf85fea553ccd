#include "core/dataset/manifest.h"

#include "core/base/json.h"
#include "core/base/safe_file.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <map>

namespace cartwright::dataset {
namespace {

QJsonObject optionsOf(const CreateOptions& options)
{
    using Masking = vision::PeopleSettings::Masking;
    const Masking masking = options.people.masking;
    return {{QStringLiteral("jpeg_quality"), options.jpegQuality},
            {QStringLiteral("split_by"), nameOf(options.splitBy)},
            {QStringLiteral("near_duplicates"), options.nearDuplicates == NearDuplicates::Thin ? QStringLiteral("thin") : QStringLiteral("keep")},
            {QStringLiteral("masking"), masking == Masking::None    ? QStringLiteral("none")
                                        : masking == Masking::Whole ? QStringLiteral("whole")
                                                                    : QStringLiteral("people")},
            {QStringLiteral("unmasked_reason"), options.unmaskedReason},
            {QStringLiteral("selection"), options.selection},
            {QStringLiteral("shares"), QJsonObject{{QStringLiteral("train"), options.shares.train},
                                                   {QStringLiteral("val"), options.shares.val},
                                                   {QStringLiteral("test"), options.shares.test}}}};
}

} // namespace

QStringList notesOf(const std::vector<LeftOut>& leftOut, const Plan& plan)
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
    note(WhyLeftOut::NearDuplicate, QStringLiteral("the picture looks like another of its camera"));
    // Whoever wants these labels has to find the clips, so the clips are named.
    for (const WhyLeftOut why : {WhyLeftOut::ClipMissing, WhyLeftOut::ClipChanged}) {
        std::map<QString, int> clips;
        for (const LeftOut& out : leftOut)
            if (out.why == why)
                ++clips[plan.labels[out.place].label.clipFile];
        for (const auto& [clip, labels] : clips)
            notes.append((why == WhyLeftOut::ClipMissing
                              ? QStringLiteral("%1 labels were not exported: clip %2 is not in the media folder. Restore it, or ingest the sale again.")
                              : QStringLiteral("%1 labels were not exported: clip %2 is not the file that was labelled, or is damaged. Restore the original."))
                             .arg(labels)
                             .arg(clip));
    }
    return notes;
}

QJsonObject manifestOf(const Plan& plan, const std::vector<LeftOut>& leftOut)
{
    QJsonArray left, withdrawn;
    for (const LeftOut& out : leftOut) {
        const Label& label = plan.labels[out.place].label;
        left.append(QJsonObject{{QStringLiteral("id"), label.labelId},
                                {QStringLiteral("store"), label.key.storeId},
                                {QStringLiteral("sale"), label.key.saleId},
                                {QStringLiteral("why"), nameOf(out.why)}});
    }
    for (const LabelKey& key : plan.withdrawn)
        withdrawn.append(QJsonObject{{QStringLiteral("id"), key.labelId}, {QStringLiteral("store"), key.sale.storeId}, {QStringLiteral("sale"), key.sale.saleId}});
    return {{QStringLiteral("schema"), QLatin1String(manifestSchema)},
            {QStringLiteral("format"), plan.options.format},
            {QStringLiteral("name"), plan.options.name},
            {QStringLiteral("licence"), plan.options.licence},
            {QStringLiteral("options"), optionsOf(plan.options)},
            {QStringLiteral("since"), plan.options.since ? QJsonValue(plan.options.since->name) : QJsonValue()},
            {QStringLiteral("plan_sha256"), plan.sha256},
            {QStringLiteral("notes"), QJsonArray::fromStringList(notesOf(leftOut, plan))},
            {QStringLiteral("left_out"), left},
            {QStringLiteral("withdrawn"), withdrawn}};
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

} // namespace cartwright::dataset
