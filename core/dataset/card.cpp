#include "core/dataset/card.h"

#include "core/base/json.h"

#include <algorithm>

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

QString number(const QJsonObject& object, const char* key) { return QString::number(object.value(QLatin1String(key)).toInteger()); }

/// A table of the largest counts; `more` says how many others there are.
QString table(const QString& title, const QString& column, const QJsonObject& counts)
{
    if (counts.isEmpty())
        return {};
    std::vector<std::pair<qint64, QString>> rows;
    for (auto one = counts.begin(); one != counts.end(); ++one)
        rows.emplace_back(one.value().toInteger(), one.key());
    std::stable_sort(rows.begin(), rows.end(), [](const auto& one, const auto& other) { return one.first > other.first; });
    constexpr std::size_t most = 40;
    QString text = QStringLiteral("\n## %1\n\n| %2 | count |\n|---|---|\n").arg(title, column);
    for (std::size_t i = 0; i < std::min(most, rows.size()); ++i)
        text += QStringLiteral("| %1 | %2 |\n").arg(plainLine(rows[i].second)).arg(rows[i].first);
    if (rows.size() > most)
        text += QStringLiteral("\nand %1 more, in card.json.\n").arg(rows.size() - most);
    return text;
}

QString maskingText(const CardFacts& facts)
{
    const QString masking = facts.options.value(QStringLiteral("masking")).toString();
    if (masking == QLatin1String("none"))
        return QStringLiteral("**People are not masked.** Reason on record: %1. Treat every picture as personal data.\n")
            .arg(plainLine(facts.options.value(QStringLiteral("unmasked_reason")).toString()));
    const QJsonObject recall = facts.findings.value(QStringLiteral("masking_recall")).toObject();
    QString text = masking == QLatin1String("whole")
                       ? QStringLiteral("Every picture is masked as a whole.\n")
                       : QStringLiteral("People are masked by a detector, so some are missed: treat the pictures as personal data.\n");
    if (!recall.isEmpty())
        text += QStringLiteral("Recall, measured on %1 pictures marked by eye: bodies %2 of %3, faces %4 of %5 (%6).\n")
                    .arg(number(recall, "frames"), number(recall, "bodies_covered"), number(recall, "bodies"), number(recall, "faces_covered"),
                         number(recall, "faces"), plainLine(recall.value(QStringLiteral("measured_with")).toString()));
    else
        text += QStringLiteral("The recall of the masking was not measured in this workspace: `cartwright-cli bench masking` does it.\n");
    return text;
}

QString noiseText(const CardFacts& facts)
{
    const QJsonObject noise = facts.findings.value(QStringLiteral("label_noise")).toObject();
    if (noise.value(QStringLiteral("checked")).toInteger() == 0)
        return QStringLiteral("Label noise: not enough sales were decided twice to estimate it.\n");
    return QStringLiteral("Label noise: of %1 labels of sales that two people decided, %2 changed (%3 %, 95 %: %4 to %5 %).\n")
        .arg(number(noise, "checked"), number(noise, "changed"))
        .arg(100 * noise.value(QStringLiteral("share")).toDouble(), 0, 'f', 1)
        .arg(100 * noise.value(QStringLiteral("low")).toDouble(), 0, 'f', 1)
        .arg(100 * noise.value(QStringLiteral("high")).toDouble(), 0, 'f', 1);
}

QString splitTable(const QJsonObject& splits)
{
    QString text = QStringLiteral("\n| split | sales | frames | labels |\n|---|---|---|---|\n");
    for (auto one = splits.begin(); one != splits.end(); ++one) {
        const QJsonObject own = one.value().toObject();
        text += QStringLiteral("| %1 | %2 | %3 | %4 |\n").arg(plainLine(one.key()), number(own, "sales"), number(own, "frames"), number(own, "labels"));
    }
    return text;
}

} // namespace

QByteArray cardText(const CardFacts& facts, const QJsonObject& counts, const Format& format)
{
    QString text = QStringLiteral("# %1\n\n%2 labels on %3 frames of %4 sales, %5 products. Format: %6. Licence: %7.\n\n")
                       .arg(plainLine(facts.name), number(counts, "labels"), number(counts, "frames"), number(counts, "sales"),
                            number(counts, "categories"), format.title(), facts.licence.isEmpty() ? QStringLiteral("none named") : plainLine(facts.licence));
    text += maskingText(facts) + QLatin1Char('\n') + noiseText(facts);
    if (!facts.since.isEmpty())
        text += QStringLiteral("\nSince %1: %2 labels are new, %3 changed, %4 were withdrawn (manifest.json lists those). Only what is new or changed is here.\n")
                    .arg(plainLine(facts.since), number(facts.changes, "added"), number(facts.changes, "changed"), number(facts.changes, "withdrawn"));
    text += splitTable(counts.value(QStringLiteral("splits")).toObject());
    text += QStringLiteral("\nAll frames of one %1 lie in one split, and it stays in its split in later versions. Reviewers appear under "
                           "pseudonyms that hold for this version only. Category ids hold for this version only, GTINs for all. Boxes are in "
                           "pixels of the picture. Pictures hold no metadata. labels.jsonl says of each label the sale, camera, clip, moment, "
                           "reviewer's pseudonym, verdict and model.\n\n## Loading it\n\n```python\n%2\n```\n\nCheck the files with `sha256sum --check SHA256SUMS`.\n")
                .arg(facts.options.value(QStringLiteral("split_by")).toString(), format.python().join(QLatin1Char('\n')));
    text += table(QStringLiteral("Products"), QStringLiteral("product"), counts.value(QStringLiteral("labels_per_product")).toObject());
    text += table(QStringLiteral("Actions"), QStringLiteral("action"), counts.value(QStringLiteral("labels_per_action")).toObject());
    text += table(QStringLiteral("Where labels are from"), QStringLiteral("source"), counts.value(QStringLiteral("labels_per_source")).toObject());
    text += table(QStringLiteral("Stores"), QStringLiteral("store"), counts.value(QStringLiteral("frames_per_store")).toObject());
    text += table(QStringLiteral("Cameras"), QStringLiteral("camera"), counts.value(QStringLiteral("frames_per_camera")).toObject());
    text += table(QStringLiteral("Sizes of boxes (side of a square as large, from … pixels to twice as many)"), QStringLiteral("pixels"),
                  counts.value(QStringLiteral("labels_per_size")).toObject());
    text += table(QStringLiteral("Sharpness of pictures (variance of the Laplacian, from … to twice as much)"), QStringLiteral("from"),
                  counts.value(QStringLiteral("frames_per_sharpness")).toObject());
    for (const QString& note : facts.notes)
        text += QStringLiteral("\n- %1").arg(note);
    return (facts.notes.isEmpty() ? text : text + QLatin1Char('\n')).toUtf8();
}

QByteArray cardJson(const CardFacts& facts, const QJsonObject& counts, const Format& format)
{
    return toJsonText({{QStringLiteral("schema"), QStringLiteral("cartwright.card/1")},
                       {QStringLiteral("name"), facts.name},
                       {QStringLiteral("licence"), facts.licence},
                       {QStringLiteral("format"), format.word()},
                       {QStringLiteral("since"), facts.since},
                       {QStringLiteral("options"), facts.options},
                       {QStringLiteral("changes"), facts.changes},
                       {QStringLiteral("findings"), facts.findings},
                       {QStringLiteral("counts"), counts},
                       {QStringLiteral("notes"), QJsonArray::fromStringList(facts.notes)},
                       {QStringLiteral("python"), QJsonArray::fromStringList(format.python())}});
}

} // namespace cartwright::dataset
