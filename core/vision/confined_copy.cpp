#include "core/vision/confined_copy.h"

#include <algorithm>

namespace cartwright::vision {
namespace {

/// Leaves everything as it is.
class NoMasker : public media::CopyMasker
{
public:
    Microseconds lookAhead() const override { return 0; }
    void look(const media::Picture&, Microseconds) override {}
    media::MaskGrid maskAt(Microseconds) override { return {}; }
};

media::CopyOptions optionsFrom(const QJsonObject& object)
{
    media::CopyOptions options;
    options.maxWidth = object.value(QStringLiteral("max_width")).toInt();
    options.maxHeight = object.value(QStringLiteral("max_height")).toInt();
    options.keyframeEvery = object.value(QStringLiteral("keyframe_every")).toInt();
    options.constantQuality = object.value(QStringLiteral("quality")).toInt();
    options.preset = object.value(QStringLiteral("preset")).toString();
    options.decoderThreads = object.value(QStringLiteral("threads")).toInt();
    options.from = object.value(QStringLiteral("from")).toInteger();
    options.until = object.value(QStringLiteral("until")).toInteger();
    return options;
}

QJsonObject toJson(const media::CopyOptions& options)
{
    return {{QStringLiteral("max_width"), options.maxWidth},
            {QStringLiteral("max_height"), options.maxHeight},
            {QStringLiteral("keyframe_every"), options.keyframeEvery},
            {QStringLiteral("quality"), options.constantQuality},
            {QStringLiteral("preset"), options.preset},
            {QStringLiteral("threads"), options.decoderThreads},
            {QStringLiteral("from"), static_cast<qint64>(options.from)},
            {QStringLiteral("until"), static_cast<qint64>(options.until)}};
}

} // namespace

QJsonArray polygonToJson(const std::vector<Point>& polygon)
{
    QJsonArray corners;
    for (const Point& point : polygon)
        corners.append(QJsonArray{point.x, point.y});
    return corners;
}

std::vector<Point> polygonFromJson(const QJsonValue& value)
{
    std::vector<Point> polygon;
    for (const QJsonValue& corner : value.toArray())
        polygon.push_back({corner.toArray().at(0).toDouble(), corner.toArray().at(1).toDouble()});
    return polygon;
}

Result<CopyMade> writeReviewCopyConfined(media::ConfinedDecoder& decoder, const media::ClipIndex& index,
                                         const media::CopyOptions& options, const std::vector<ClearArea>& clear,
                                         const std::function<void(double)>& progress)
{
    QJsonObject question = toJson(options);
    question.insert(QStringLiteral("do"), copyQuestion());
    QJsonArray areas;
    for (const ClearArea& area : clear)
        areas.append(polygonToJson(area));
    question.insert(QStringLiteral("clear"), areas);
    const auto answer = decoder.ask({question, media::toBytes(index)}, progress);
    if (!answer)
        return failure(answer.error());
    const qsizetype indexBytes = std::clamp<qsizetype>(answer->object.value(QStringLiteral("index_bytes")).toInteger(), 0,
                                                       answer->bytes.size());
    auto copied = media::clipIndexFromBytes(answer->bytes.first(indexBytes));
    if (!copied)
        return failure(copied.error());
    auto masks = media::maskTrackFromBytes(answer->bytes.sliced(indexBytes));
    if (!masks)
        return failure(masks.error());
    CopyMade made;
    made.outcome.index = std::move(*copied);
    made.outcome.masks = std::move(*masks);
    made.outcome.frames = static_cast<std::size_t>(answer->object.value(QStringLiteral("frames")).toInteger());
    made.outcome.maskedFrames = static_cast<std::size_t>(answer->object.value(QStringLiteral("masked_frames")).toInteger());
    made.outcome.maskedShare = answer->object.value(QStringLiteral("masked_share")).toDouble();
    made.masking = answer->object.value(QStringLiteral("masking")).toString();
    made.trouble = answer->object.value(QStringLiteral("trouble")).toString();
    made.found = static_cast<std::size_t>(answer->object.value(QStringLiteral("found")).toInteger());
    return made;
}

Result<media::ConfinedMessage> answerCopy(const media::ConfinedMessage& question, const PreparedModels& models,
                                          const std::function<void(double)>& progress)
{
    const auto index = media::clipIndexFromBytes(question.bytes);
    if (!index)
        return failure(index.error());
    std::vector<ClearArea> clear;
    for (const QJsonValue& area : question.object.value(QStringLiteral("clear")).toArray())
        clear.push_back(polygonFromJson(area));
    const bool unmasked = models.masking == PeopleSettings::Masking::None;
    PeopleMasker people(models.models, std::move(clear), index->info.width);
    NoMasker nobody;
    media::CopyMasker& masker = unmasked ? static_cast<media::CopyMasker&>(nobody) : people;
    const auto made = media::writeReviewCopy(media::confined::clipName(), *index, media::confined::output,
                                             optionsFrom(question.object), masker, progress);
    if (!made)
        return failure(made.error());
    const QByteArray indexBytes = media::toBytes(made->index);
    return media::ConfinedMessage{
        QJsonObject{{QStringLiteral("is"), QStringLiteral("done")},
                    {QStringLiteral("frames"), static_cast<qint64>(made->frames)},
                    {QStringLiteral("masked_frames"), static_cast<qint64>(made->maskedFrames)},
                    {QStringLiteral("masked_share"), made->maskedShare},
                    {QStringLiteral("masking"), unmasked ? QStringLiteral("none") : people.state()},
                    {QStringLiteral("trouble"), people.trouble().isEmpty() ? models.trouble : people.trouble()},
                    {QStringLiteral("found"), static_cast<qint64>(people.found())},
                    {QStringLiteral("index_bytes"), static_cast<qint64>(indexBytes.size())}},
        indexBytes + media::toBytes(made->masks)};
}

} // namespace cartwright::vision
