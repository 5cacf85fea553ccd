#include "core/vision/confined_jobs.h"

#include "core/domain/names.h"
#include "core/vision/confined_copy.h"
#include "core/vision/network.h"

#include <QJsonArray>

namespace cartwright::vision {
namespace {

QString examine() { return QStringLiteral("examine"); }

QJsonArray toJson(const ArmLook& look)
{
    return {look.colour.y, look.colour.cr, look.colour.cb, look.share, look.track};
}

ArmLook armLookFrom(const QJsonValue& value)
{
    const QJsonArray array = value.toArray();
    return {{array.at(0).toDouble(), array.at(1).toDouble(), array.at(2).toDouble()}, array.at(3).toDouble(),
            array.at(4).toInt()};
}

QJsonArray toJson(const std::vector<ArmLook>& looks)
{
    QJsonArray array;
    for (const ArmLook& look : looks)
        array.append(toJson(look));
    return array;
}

std::vector<ArmLook> armLooksFrom(const QJsonValue& value)
{
    std::vector<ArmLook> looks;
    for (const QJsonValue& look : value.toArray())
        looks.push_back(armLookFrom(look));
    return looks;
}

QJsonArray toJson(const Box& box) { return {box.x, box.y, box.width, box.height}; }

Box boxFrom(const QJsonValue& value)
{
    const QJsonArray array = value.toArray();
    return {array.at(0).toDouble(), array.at(1).toDouble(), array.at(2).toDouble(), array.at(3).toDouble()};
}

QJsonObject toJson(const Interaction& found)
{
    return {{QStringLiteral("arms"), toJson(found.arms)},
            {QStringLiteral("bin"), found.binId},
            {QStringLiteral("from"), static_cast<qint64>(found.from)},
            {QStringLiteral("until"), static_cast<qint64>(found.until)},
            {QStringLiteral("outcome"), nameOf(found.outcome)},
            {QStringLiteral("probability"), found.outcomeProbability},
            {QStringLiteral("quantity"), found.quantity},
            {QStringLiteral("region"), toJson(found.region)},
            {QStringLiteral("before"), static_cast<qint64>(found.before)},
            {QStringLiteral("after"), static_cast<qint64>(found.after)}};
}

Result<Interaction> interactionFrom(const QJsonObject& object)
{
    const auto outcome = eventKindOf(object.value(QStringLiteral("outcome")).toString());
    if (!outcome)
        return failure(ErrorKind::Integrity, QStringLiteral("The decoder found an interaction without an outcome."));
    Interaction found;
    found.binId = object.value(QStringLiteral("bin")).toString();
    found.from = object.value(QStringLiteral("from")).toInteger();
    found.until = object.value(QStringLiteral("until")).toInteger();
    found.outcome = *outcome;
    found.outcomeProbability = object.value(QStringLiteral("probability")).toDouble();
    found.quantity = object.value(QStringLiteral("quantity")).toInt();
    found.region = boxFrom(object.value(QStringLiteral("region")));
    found.arms = armLooksFrom(object.value(QStringLiteral("arms")));
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
    std::vector<AskedMoment> asked;
    for (const QJsonValue& moment : question.object.value(QStringLiteral("asked")).toArray()) {
        const QJsonValue box = moment.toObject().value(QStringLiteral("box"));
        asked.push_back({moment.toObject().value(QStringLiteral("at")).toInteger(),
                         box.isArray() ? std::optional(boxFrom(box)) : std::nullopt});
    }
    const auto findings = findInteractions(**reader, bins, asked, {}, progress);
    if (!findings)
        return failure(findings.error());
    QJsonArray interactions, elsewhere, blind, meetings, seen;
    for (const Interaction& found : findings->interactions)
        interactions.append(toJson(found));
    for (const Interaction& found : findings->elsewhere)
        elsewhere.append(toJson(found));
    for (const Meeting& meeting : findings->meetings)
        meetings.append(QJsonArray{static_cast<qint64>(meeting.from), static_cast<qint64>(meeting.until), toJson(meeting.one),
                                   toJson(meeting.other)});
    for (const Seen& moment : findings->seen)
        seen.append(QJsonArray{static_cast<qint64>(moment.at), toJson(moment.arms)});
    for (const Blind& span : findings->blind)
        blind.append(QJsonArray{static_cast<qint64>(span.from), static_cast<qint64>(span.until)});
    return media::ConfinedMessage{QJsonObject{{QStringLiteral("is"), QStringLiteral("done")},
                                              {QStringLiteral("interactions"), interactions},
                                              {QStringLiteral("elsewhere"), elsewhere},
                                              {QStringLiteral("meetings"), meetings},
                                              {QStringLiteral("seen"), seen},
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
                                          const std::vector<WatchedBin>& bins, const std::vector<AskedMoment>& asked,
                                          const std::function<void(double)>& progress)
{
    QJsonArray moments;
    for (const AskedMoment& moment : asked) {
        QJsonObject object{{QStringLiteral("at"), static_cast<qint64>(moment.at)}};
        if (moment.box)
            object.insert(QStringLiteral("box"), toJson(*moment.box));
        moments.append(object);
    }
    QJsonArray list;
    for (const WatchedBin& bin : bins)
        list.append(QJsonObject{{QStringLiteral("bin"), bin.binId}, {QStringLiteral("polygon"), polygonToJson(bin.polygon)}});
    const auto answer = decoder.ask(
        {QJsonObject{{QStringLiteral("do"), examine()}, {QStringLiteral("bins"), list}, {QStringLiteral("asked"), moments}},
         media::toBytes(index)}, progress);
    if (!answer)
        return failure(answer.error());
    Findings findings;
    for (const auto& [name, into] : {std::pair{QStringLiteral("interactions"), &findings.interactions},
                                     std::pair{QStringLiteral("elsewhere"), &findings.elsewhere}})
        for (const QJsonValue& value : answer->object.value(name).toArray()) {
            auto found = interactionFrom(value.toObject());
            if (!found)
                return failure(found.error());
            into->push_back(std::move(*found));
        }
    for (const QJsonValue& value : answer->object.value(QStringLiteral("meetings")).toArray()) {
        const QJsonArray array = value.toArray();
        findings.meetings.push_back(
            {array.at(0).toInteger(), array.at(1).toInteger(), armLookFrom(array.at(2)), armLookFrom(array.at(3))});
    }
    for (const QJsonValue& value : answer->object.value(QStringLiteral("seen")).toArray())
        findings.seen.push_back({value.toArray().at(0).toInteger(), armLooksFrom(value.toArray().at(1))});
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
