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

/// Remembers the masks of some frames of another masker.
class RecordingMasker : public media::CopyMasker
{
public:
    RecordingMasker(CopyMasker& masker, std::vector<Microseconds> times) : m_masker(masker), m_times(std::move(times)) {}
    Microseconds lookAhead() const override { return m_masker.lookAhead(); }
    void look(const media::Picture& luma, Microseconds timestamp) override { m_masker.look(luma, timestamp); }
    media::MaskGrid maskAt(Microseconds timestamp) override
    {
        media::MaskGrid mask = m_masker.maskAt(timestamp);
        if (std::binary_search(m_times.begin(), m_times.end(), timestamp))
            m_masks.push_back(mask);
        return mask;
    }
    const std::vector<media::MaskGrid>& masks() const { return m_masks; }

private:
    CopyMasker& m_masker;
    std::vector<Microseconds> m_times;
    std::vector<media::MaskGrid> m_masks;
};

QJsonObject toJson(const media::MaskGrid& mask)
{
    QString cells;
    for (const std::uint8_t cell : mask.cells)
        cells += cell != 0 ? QLatin1Char('#') : QLatin1Char('.');
    return {{QStringLiteral("cell"), mask.cell},
            {QStringLiteral("columns"), mask.columns},
            {QStringLiteral("rows"), mask.rows},
            {QStringLiteral("cells"), cells}};
}

media::MaskGrid maskFrom(const QJsonObject& object)
{
    media::MaskGrid mask;
    mask.cell = object.value(QStringLiteral("cell")).toInt();
    mask.columns = std::max(1, object.value(QStringLiteral("columns")).toInt());
    mask.rows = object.value(QStringLiteral("rows")).toInt();
    for (const QChar cell : object.value(QStringLiteral("cells")).toString())
        mask.cells.push_back(cell == QLatin1Char('#') ? 1 : 0);
    return mask;
}

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
                                         const std::vector<Microseconds>& masksAt, const std::function<void(double)>& progress)
{
    QJsonObject question = toJson(options);
    question.insert(QStringLiteral("do"), copyQuestion());
    QJsonArray areas;
    for (const ClearArea& area : clear)
        areas.append(polygonToJson(area));
    question.insert(QStringLiteral("clear"), areas);
    QJsonArray times;
    for (const Microseconds time : masksAt)
        times.append(static_cast<qint64>(time));
    question.insert(QStringLiteral("masks_at"), times);
    const auto answer = decoder.ask({question, media::toBytes(index)}, progress);
    if (!answer)
        return failure(answer.error());
    auto copied = media::clipIndexFromBytes(answer->bytes);
    if (!copied)
        return failure(copied.error());
    CopyMade made;
    made.outcome.index = std::move(*copied);
    made.outcome.frames = static_cast<std::size_t>(answer->object.value(QStringLiteral("frames")).toInteger());
    made.outcome.maskedFrames = static_cast<std::size_t>(answer->object.value(QStringLiteral("masked_frames")).toInteger());
    made.outcome.maskedShare = answer->object.value(QStringLiteral("masked_share")).toDouble();
    made.masking = answer->object.value(QStringLiteral("masking")).toString();
    made.trouble = answer->object.value(QStringLiteral("trouble")).toString();
    made.found = static_cast<std::size_t>(answer->object.value(QStringLiteral("found")).toInteger());
    for (const QJsonValue& mask : answer->object.value(QStringLiteral("masks")).toArray())
        made.masks.push_back(maskFrom(mask.toObject()));
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
    std::vector<Microseconds> times;
    for (const QJsonValue& time : question.object.value(QStringLiteral("masks_at")).toArray())
        times.push_back(time.toInteger());
    const bool unmasked = models.masking == PeopleSettings::Masking::None;
    PeopleMasker people(models.models, std::move(clear), index->info.width);
    NoMasker nobody;
    RecordingMasker recorder(unmasked ? static_cast<media::CopyMasker&>(nobody) : people, std::move(times));
    const auto made = media::writeReviewCopy(media::confined::clipName(), *index, media::confined::output,
                                             optionsFrom(question.object), recorder, progress);
    if (!made)
        return failure(made.error());
    QJsonArray masks;
    for (const media::MaskGrid& mask : recorder.masks())
        masks.append(toJson(mask));
    return media::ConfinedMessage{
        QJsonObject{{QStringLiteral("is"), QStringLiteral("done")},
                    {QStringLiteral("frames"), static_cast<qint64>(made->frames)},
                    {QStringLiteral("masked_frames"), static_cast<qint64>(made->maskedFrames)},
                    {QStringLiteral("masked_share"), made->maskedShare},
                    {QStringLiteral("masking"), unmasked ? QStringLiteral("none") : people.state()},
                    {QStringLiteral("trouble"), people.trouble().isEmpty() ? models.trouble : people.trouble()},
                    {QStringLiteral("found"), static_cast<qint64>(people.found())},
                    {QStringLiteral("masks"), masks}},
        media::toBytes(made->index)};
}

} // namespace cartwright::vision
