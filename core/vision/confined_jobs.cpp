#include "core/vision/confined_jobs.h"

#include "core/domain/names.h"
#include "core/vision/confined_copy.h"
#include "core/vision/network.h"

#include <QJsonArray>

namespace cartwright::vision {
namespace {

QString examine() { return QStringLiteral("examine"); }

QJsonObject toJson(const Interaction& found)
{
    return {{QStringLiteral("bin"), found.binId},
            {QStringLiteral("from"), static_cast<qint64>(found.from)},
            {QStringLiteral("until"), static_cast<qint64>(found.until)},
            {QStringLiteral("outcome"), nameOf(found.outcome)},
            {QStringLiteral("probability"), found.outcomeProbability},
            {QStringLiteral("quantity"), found.quantity},
            {QStringLiteral("region"), QJsonArray{found.region.x, found.region.y, found.region.width, found.region.height}},
            {QStringLiteral("before"), static_cast<qint64>(found.before)},
            {QStringLiteral("after"), static_cast<qint64>(found.after)}};
}

Result<Interaction> interactionFrom(const QJsonObject& object)
{
    const auto outcome = eventKindOf(object.value(QStringLiteral("outcome")).toString());
    if (!outcome)
        return failure(ErrorKind::Integrity, QStringLiteral("The decoder found an interaction without an outcome."));
    const QJsonArray region = object.value(QStringLiteral("region")).toArray();
    Interaction found;
    found.binId = object.value(QStringLiteral("bin")).toString();
    found.from = object.value(QStringLiteral("from")).toInteger();
    found.until = object.value(QStringLiteral("until")).toInteger();
    found.outcome = *outcome;
    found.outcomeProbability = object.value(QStringLiteral("probability")).toDouble();
    found.quantity = object.value(QStringLiteral("quantity")).toInt();
    found.region = {region.at(0).toDouble(), region.at(1).toDouble(), region.at(2).toDouble(), region.at(3).toDouble()};
    found.before = object.value(QStringLiteral("before")).toInteger();
    found.after = object.value(QStringLiteral("after")).toInteger();
    return found;
}

Result<media::ConfinedMessage> answerExamine(const media::ConfinedMessage& question, const std::function<void(double)>& progress)
{
    auto index = media::clipIndexFromBytes(question.bytes);
    if (!index)
        return failure(index.error());
    std::vector<WatchedBin> bins;
    for (const QJsonValue& bin : question.object.value(QStringLiteral("bins")).toArray())
        bins.push_back({bin.toObject().value(QStringLiteral("bin")).toString(),
                        polygonFromJson(bin.toObject().value(QStringLiteral("polygon")))});
    media::ReaderOptions options;
    options.cacheBytes = 0;
    options.threads = 1; // clips are read side by side
    auto reader = media::ClipReader::open(media::confined::clipName(), std::move(*index), options);
    if (!reader)
        return failure(reader.error());
    const auto findings = findInteractions(**reader, bins, {}, progress);
    if (!findings)
        return failure(findings.error());
    QJsonArray interactions, blind;
    for (const Interaction& found : findings->interactions)
        interactions.append(toJson(found));
    for (const Blind& span : findings->blind)
        blind.append(QJsonArray{static_cast<qint64>(span.from), static_cast<qint64>(span.until)});
    return media::ConfinedMessage{QJsonObject{{QStringLiteral("is"), QStringLiteral("done")},
                                              {QStringLiteral("interactions"), interactions},
                                              {QStringLiteral("blind"), blind}},
                                  {}};
}

} // namespace

QJsonObject preparationFor(const PeopleSettings& settings)
{
    return {{QStringLiteral("masking"), static_cast<int>(settings.masking)},
            {QStringLiteral("cascades"), settings.cascadeFolder},
            {QStringLiteral("face_model"), settings.faceModel}};
}

Result<Findings> findInteractionsConfined(media::ConfinedDecoder& decoder, const media::ClipIndex& index,
                                          const std::vector<WatchedBin>& bins, const std::function<void(double)>& progress)
{
    QJsonArray list;
    for (const WatchedBin& bin : bins)
        list.append(QJsonObject{{QStringLiteral("bin"), bin.binId}, {QStringLiteral("polygon"), polygonToJson(bin.polygon)}});
    const auto answer = decoder.ask(
        {QJsonObject{{QStringLiteral("do"), examine()}, {QStringLiteral("bins"), list}}, media::toBytes(index)}, progress);
    if (!answer)
        return failure(answer.error());
    Findings findings;
    for (const QJsonValue& value : answer->object.value(QStringLiteral("interactions")).toArray()) {
        auto found = interactionFrom(value.toObject());
        if (!found)
            return failure(found.error());
        findings.interactions.push_back(std::move(*found));
    }
    for (const QJsonValue& span : answer->object.value(QStringLiteral("blind")).toArray())
        findings.blind.push_back({span.toArray().at(0).toInteger(), span.toArray().at(1).toInteger()});
    return findings;
}

PreparedModels prepareModels(const QJsonObject& preparation)
{
    const int masking = preparation.value(QStringLiteral("masking")).toInt(static_cast<int>(PeopleSettings::Masking::Whole));
    PreparedModels prepared;
    prepared.masking = masking == 0 ? PeopleSettings::Masking::People
                       : masking == 2 ? PeopleSettings::Masking::None
                                      : PeopleSettings::Masking::Whole;
    if (prepared.masking != PeopleSettings::Masking::People)
        return prepared;
    PeopleSettings settings;
    settings.cascadeFolder = preparation.value(QStringLiteral("cascades")).toString();
    settings.faceModel = preparation.value(QStringLiteral("face_model")).toString();
    if (auto loaded = PeopleModels::load(settings))
        prepared.models = std::move(*loaded);
    else
        prepared.trouble = loaded.error().sentence;
    return prepared;
}

Result<media::ConfinedMessage> answerConfined(const media::ConfinedMessage& question, const PreparedModels& models,
                                              const std::function<void(double)>& progress)
{
    const QString wanted = question.object.value(QStringLiteral("do")).toString();
    if (wanted == examine())
        return answerExamine(question, progress);
    if (wanted == copyQuestion())
        return answerCopy(question, models, progress);
    if (wanted == networkQuestion())
        return answerNetwork(question);
    return failure(ErrorKind::WrongUsage, QStringLiteral("The decoder does not know what \"%1\" is.").arg(wanted));
}

} // namespace cartwright::vision
