#include "core/pipeline/copy_bench.h"

#include "core/base/json.h"
#include "core/base/part_file.h"
#include "core/base/safe_file.h"
#include "core/media/clip_stills.h"
#include "core/vision/confined_jobs.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QTemporaryDir>

#include <algorithm>
#include <map>

namespace cartwright::pipeline {
namespace {

struct MarkedFrame
{
    int frame = 0;
    std::vector<Box> bodies;
    std::vector<Box> faces;
    std::vector<Box> hands;
};

struct MarkedClip
{
    Box goods;
    std::vector<MarkedFrame> frames;
};

Box boxFrom(const QJsonValue& value)
{
    const QJsonArray sides = value.toArray();
    return {sides.at(0).toDouble(), sides.at(1).toDouble(), sides.at(2).toDouble(), sides.at(3).toDouble()};
}

std::vector<Box> boxesFrom(const QJsonValue& value)
{
    std::vector<Box> boxes;
    for (const QJsonValue& box : value.toArray())
        boxes.push_back(boxFrom(box));
    return boxes;
}

Result<std::map<QString, MarkedClip>> readBoxes(const QString& path)
{
    const auto bytes = readFile(path);
    if (!bytes)
        return failure(bytes.error());
    const auto object = parseJsonObject(*bytes, path);
    if (!object)
        return failure(object.error());
    if (object->value(QStringLiteral("schema")).toString() != QLatin1String("cartwright.people-boxes/1"))
        return failure(ErrorKind::Refused, QStringLiteral("%1 is no file of people's boxes.").arg(path));
    std::map<QString, MarkedClip> clips;
    for (const QJsonValue& value : object->value(QStringLiteral("clips")).toArray()) {
        const QJsonObject clip = value.toObject();
        MarkedClip& marked = clips[clip.value(QStringLiteral("file")).toString()];
        marked.goods = boxFrom(clip.value(QStringLiteral("goods")));
        for (const QJsonValue& one : clip.value(QStringLiteral("frames")).toArray()) {
            const QJsonObject frame = one.toObject();
            marked.frames.push_back({frame.value(QStringLiteral("frame")).toInt(), boxesFrom(frame.value(QStringLiteral("bodies"))),
                                     boxesFrom(frame.value(QStringLiteral("faces"))), boxesFrom(frame.value(QStringLiteral("hands")))});
        }
    }
    return clips;
}

/// Sums while frames come in; means at the end.
class Recall
{
public:
    void add(const QString& file, const MarkedClip& clip, const MarkedFrame& frame, const media::MaskGrid& mask, double scale)
    {
        const auto share = [&](const Box& box) {
            return media::maskedShare(mask, box.x * scale, box.y * scale, box.width * scale, box.height * scale);
        };
        ++m_sum.frames;
        for (const Box& body : frame.bodies) {
            ++m_sum.bodies;
            m_sum.bodyArea += share(body);
            m_sum.bodiesCovered += share(body) >= MaskRecall::bodyShare ? 1 : 0;
        }
        for (const Box& face : frame.faces) {
            ++m_sum.faces;
            m_sum.faceArea += share(face);
            m_sum.facesCovered += share(face) >= MaskRecall::faceShare ? 1 : 0;
            m_sum.worst.push_back({file, frame.frame, share(face)});
        }
        for (const Box& hand : frame.hands) {
            ++m_hands;
            m_sum.handArea += share(hand);
        }
        m_sum.goodsArea += share(clip.goods);
        m_sum.elsewhere += elsewhere(frame, mask, scale);
    }

    MaskRecall finish()
    {
        const auto mean = [](double& sum, int count) { sum = count > 0 ? sum / count : 0; };
        mean(m_sum.bodyArea, m_sum.bodies);
        mean(m_sum.faceArea, m_sum.faces);
        mean(m_sum.handArea, m_hands);
        mean(m_sum.goodsArea, m_sum.frames);
        mean(m_sum.elsewhere, m_sum.frames);
        std::stable_sort(m_sum.worst.begin(), m_sum.worst.end(), [](const auto& a, const auto& b) { return a.share < b.share; });
        m_sum.worst.resize(std::min<std::size_t>(m_sum.worst.size(), 8));
        return m_sum;
    }

private:
    /// The share of cells outside every body that are pixelated.
    static double elsewhere(const MarkedFrame& frame, const media::MaskGrid& mask, double scale)
    {
        int outside = 0;
        int wrong = 0;
        for (int row = 0; row < mask.rows; ++row)
            for (int column = 0; column < mask.columns; ++column) {
                const double x = (column + 0.5) * mask.cell / scale;
                const double y = (row + 0.5) * mask.cell / scale;
                if (std::any_of(frame.bodies.begin(), frame.bodies.end(), [&](const Box& body) {
                        return x >= body.x && y >= body.y && x < body.x + body.width && y < body.y + body.height;
                    }))
                    continue;
                ++outside;
                const auto place = static_cast<std::size_t>(row * mask.columns + column);
                wrong += place < mask.cells.size() && mask.cells[place] != 0 ? 1 : 0;
            }
        return outside > 0 ? static_cast<double>(wrong) / outside : 0;
    }

    MaskRecall m_sum;
    int m_hands = 0;
};

struct Timed
{
    double seconds = 0;
    std::int64_t bytes = 0;
    vision::CopyMade made;
};

/// The goods stand where a planogram would have its bins.
std::vector<vision::ClearArea> binsOf(const MarkedClip* marked)
{
    if (!marked)
        return {};
    const Box& goods = marked->goods;
    return {{{goods.x, goods.y},
             {goods.x + goods.width, goods.y},
             {goods.x + goods.width, goods.y + goods.height},
             {goods.x, goods.y + goods.height}}};
}

Result<Timed> timedCopy(const QString& clip, const media::ClipIndex& index, const CopySettings& settings,
                        const MarkedClip* marked, const Cancellation& cancel)
{
    const QTemporaryDir folder;
    auto file = PartFile::create(folder.filePath(QStringLiteral("copy.mp4")));
    if (!file)
        return failure(file.error());
    QElapsedTimer timer;
    timer.start();
    media::ConfinedOptions options;
    options.output = file->descriptor();
    options.cancel = cancel;
    options.preparation = vision::preparationFor(settings.people);
    auto decoder = media::ConfinedDecoder::open(clip, options);
    if (!decoder)
        return failure(decoder.error());
    auto made = vision::writeReviewCopyConfined(**decoder, index, settings.copy, binsOf(marked));
    if (!made)
        return failure(made.error());
    return Timed{static_cast<double>(timer.nsecsElapsed()) / 1e9, QFileInfo(file->pathBeside()).size(), std::move(*made)};
}

Result<CopyCost> benchClip(const QString& clip, const MarkedClip* marked, const CopySettings& settings, Recall& recall,
                           const Cancellation& cancel)
{
    CopyCost cost;
    cost.path = clip;
    cost.clipBytes = QFileInfo(clip).size();
    QElapsedTimer timer;
    timer.start();
    media::ConfinedOptions options;
    options.cancel = cancel;
    auto decoder = media::ConfinedDecoder::open(clip, options);
    if (!decoder)
        return failure(decoder.error());
    const auto index = (*decoder)->index();
    if (!index)
        return failure(index.error());
    cost.decodeSeconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    cost.clipSeconds = static_cast<double>(index->endTimestamp() - index->firstTimestamp()) / 1e6;
    decoder->reset();
    CopySettings unmasked = settings;
    unmasked.people.masking = vision::PeopleSettings::Masking::None;
    const auto plain = timedCopy(clip, *index, unmasked, nullptr, cancel);
    if (!plain)
        return failure(plain.error());
    cost.copySeconds = plain->seconds;
    const auto masked = timedCopy(clip, *index, settings, marked, cancel);
    if (!masked)
        return failure(masked.error());
    cost.maskSeconds = masked->seconds;
    cost.copyBytes = masked->bytes;
    cost.frames = masked->made.outcome.frames;
    cost.maskedShare = masked->made.outcome.maskedShare;
    const double scale = static_cast<double>(masked->made.outcome.index.info.width) / index->info.width;
    for (const MarkedFrame& frame : marked ? marked->frames : std::vector<MarkedFrame>()) {
        const auto place = std::min(static_cast<std::size_t>(frame.frame), index->frames.size() - 1);
        if (const auto mask = masked->made.outcome.masks.at(index->frames[place].timestamp))
            recall.add(QFileInfo(clip).fileName(), *marked, frame, *mask, scale);
    }
    return cost;
}

/// Keeps the masks that another one gives.
class RecordingMasker : public media::CopyMasker
{
public:
    explicit RecordingMasker(vision::PeopleMasker& masker) : m_masker(masker) {}
    Microseconds lookAhead() const override { return m_masker.lookAhead(); }
    void look(const media::Picture& luma, Microseconds timestamp) override { m_masker.look(luma, timestamp); }
    media::MaskGrid maskAt(Microseconds timestamp) override
    {
        last = m_masker.maskAt(timestamp);
        return last;
    }
    media::MaskGrid last;

private:
    vision::PeopleMasker& m_masker;
};

Result<void> addStills(const QString& path, const MarkedClip& marked, const vision::PeopleSettings& people, Recall& recall, const Cancellation& cancel)
{
    const auto index = media::loadOrMakeIndex(path, {}, cancel);
    const auto models = vision::PeopleModels::load(people);
    if (!index || !models)
        return failure(index ? models.error() : index.error());
    constexpr Microseconds lookBack = 500'000;
    auto stills = media::ClipStills::open(path, *index, {92, lookBack, true, cancel});
    if (!stills)
        return failure(stills.error());
    for (const MarkedFrame& frame : marked.frames) {
        // A masker of its own for each, as for labels that lie far apart.
        vision::PeopleMasker masker(*models, binsOf(&marked), index->info.width);
        RecordingMasker recording(masker);
        const auto place = std::min<std::size_t>(static_cast<std::size_t>(frame.frame), index->frames.size() - 1);
        const auto taken = (*stills)->take({place}, &recording, [&](const media::Still& still) -> Result<void> {
            recall.add(QFileInfo(path).fileName(), marked, frame, recording.last, static_cast<double>(still.luma.width) / index->info.width);
            return {};
        });
        if (!taken)
            return taken;
    }
    return {};
}

} // namespace

Result<MaskRecall> benchStillMasking(const QStringList& clips, const QString& boxesFile, const vision::PeopleSettings& people, const Cancellation& cancel)
{
    const auto boxes = readBoxes(boxesFile);
    if (!boxes)
        return failure(boxes.error());
    Recall recall;
    int known = 0;
    for (const QString& clip : clips)
        if (const auto marked = boxes->find(QFileInfo(clip).fileName()); marked != boxes->end()) {
            ++known;
            if (auto added = addStills(clip, marked->second, people, recall, cancel); !added)
                return failure(added.error());
        }
    if (known == 0)
        return failure(ErrorKind::NotFound, QStringLiteral("%1 has boxes of none of these clips.").arg(boxesFile));
    return recall.finish();
}

Result<CopyBench> benchCopies(const QStringList& clips, const QString& boxesFile, const CopySettings& settings,
                              const Cancellation& cancel)
{
    const auto boxes = boxesFile.isEmpty() ? Result<std::map<QString, MarkedClip>>() : readBoxes(boxesFile);
    if (!boxes)
        return failure(boxes.error());
    CopyBench bench;
    Recall recall;
    for (const QString& clip : clips) {
        const auto marked = boxes->find(QFileInfo(clip).fileName());
        auto cost = benchClip(clip, marked == boxes->end() ? nullptr : &marked->second, settings, recall, cancel);
        if (!cost)
            return failure(cost.error());
        bench.clips.push_back(std::move(*cost));
    }
    if (!boxes->empty())
        bench.recall = recall.finish();
    return bench;
}

} // namespace cartwright::pipeline
