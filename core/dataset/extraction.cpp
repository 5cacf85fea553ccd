#include "core/dataset/extraction.h"

#include "core/base/growing_file.h"
#include "core/base/guarded.h"
#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/dataset/parallel.h"
#include "core/media/clip_stills.h"
#include "core/vision/picture_facts.h"

#include <algorithm>
#include <cmath>

namespace cartwright::dataset {
namespace {

using Masking = vision::PeopleSettings::Masking;
constexpr Microseconds lookBack = 500'000;

/// Images of one clip that are made in one go: whole groups of pictures, so that none is decoded twice; few enough for two
/// threads to share a long clip and for a killed run to lose little.
struct Chunk
{
    std::size_t begin = 0;
    std::size_t end = 0;
};
constexpr std::size_t chunkSize = 8;

std::vector<Chunk> chunksOf(const std::vector<PlannedImage>& images)
{
    std::vector<Chunk> chunks;
    for (std::size_t place = 0; place < images.size(); ++place) {
        const bool sameClip = !chunks.empty() && images[chunks.back().begin].clip == images[place].clip &&
                              images[chunks.back().begin].sequence == images[place].sequence;
        const bool sameGroup = sameClip && images[place - 1].group == images[place].group;
        if (!sameGroup && (!sameClip || place - chunks.back().begin >= chunkSize))
            chunks.push_back({place, place});
        chunks.back().end = place + 1;
    }
    return chunks;
}

/// A clip that is open, with its index; kept for the next chunk of the same clip.
struct OpenClip
{
    ClipLocation location;
    media::ClipIndex index;
    std::unique_ptr<media::ClipStills> stills;
};

class Extraction
{
public:
    Extraction(const std::vector<PlannedImage>& images, const ExtractionOptions& options, const ExtractionFolders& folders,
               const Cancellation& cancel, const Progress& progress)
        : m_images(images), m_options(options), m_folders(folders), m_cancel(cancel), m_progress(progress), m_extracted(images.size())
    {
    }
    Result<void> loadModels();
    Result<void> extract(std::size_t number, const Chunk& chunk);
    std::vector<ExtractedImage> take() { return std::move(m_extracted); }

private:
    QString pathOf(const PlannedImage& image) const { return m_folders.data + QLatin1Char('/') + image.file; }
    std::size_t recall(const QString& recordPath, const Chunk& chunk);
    Result<std::unique_ptr<OpenClip>> openClip(const ClipLocation& location);
    Result<void> make(OpenClip& clip, const Chunk& chunk, std::size_t& done);
    Result<void> store(const PlannedImage& image, media::Still still, const vision::PeopleMasker* masker, ExtractedImage& extracted) const;
    Result<void> keepRecord(const QString& recordPath, const Chunk& chunk) const;
    std::unique_ptr<vision::PeopleMasker> maskerFor(const PlannedImage& image, const std::shared_ptr<vision::PeopleModels>& models) const;
    void report(std::size_t more);

    const std::vector<PlannedImage>& m_images;
    const ExtractionOptions& m_options;
    const ExtractionFolders& m_folders;
    const Cancellation& m_cancel;
    const Progress& m_progress;
    std::vector<ExtractedImage> m_extracted; ///< each place is touched by the one thread that has its chunk
    Guarded<std::int64_t> m_done;
    Guarded<std::vector<std::unique_ptr<OpenClip>>> m_idle;
    Guarded<std::vector<std::shared_ptr<vision::PeopleModels>>> m_models; ///< one for each thread
};

Result<void> Extraction::loadModels()
{
    for (int thread = 0; m_options.people.masking == Masking::People && thread < 2; ++thread) {
        auto models = vision::PeopleModels::load(m_options.people);
        if (!models)
            return failure(models.error());
        m_models.with([&](auto& list) { list.push_back(std::move(*models)); });
    }
    return {};
}

/// Takes over what an earlier run finished, up to the first image that is not as it was recorded; says how many.
std::size_t Extraction::recall(const QString& recordPath, const Chunk& chunk)
{
    const auto bytes = readFile(recordPath);
    const auto record = bytes ? parseJsonObject(*bytes, recordPath) : Result<QJsonObject>(failure(bytes.error()));
    if (!record)
        return 0;
    const QJsonArray entries = record->value(QStringLiteral("images")).toArray();
    for (std::size_t place = chunk.begin; place < chunk.end; ++place) {
        const QJsonObject entry = entries.at(static_cast<qsizetype>(place - chunk.begin)).toObject();
        ExtractedImage recorded;
        recorded.sha256 = entry.value(QStringLiteral("sha256")).toString();
        recorded.damaged = entry.value(QStringLiteral("damaged")).toBool();
        recorded.hash = entry.value(QStringLiteral("hash")).toString().toULongLong(nullptr, 16);
        recorded.sharpness = entry.value(QStringLiteral("sharpness")).toDouble();
        recorded.masked = entry.value(QStringLiteral("masked")).toDouble();
        recorded.masking = entry.value(QStringLiteral("masking")).toString();
        if (entry.value(QStringLiteral("file")).toString() != m_images[place].file)
            return place - chunk.begin;
        if (!recorded.damaged && sha256OfFile(pathOf(m_images[place])).value_or(QString()) != recorded.sha256)
            return place - chunk.begin;
        m_extracted[place] = recorded;
    }
    return chunk.end - chunk.begin;
}

Result<std::unique_ptr<OpenClip>> Extraction::openClip(const ClipLocation& location)
{
    std::unique_ptr<OpenClip> clip;
    m_idle.with([&](auto& idle) {
        const auto found = std::find_if(idle.begin(), idle.end(), [&](const auto& one) { return one->location == location; });
        if (found != idle.end()) {
            clip = std::move(*found);
            idle.erase(found);
        } else if (idle.size() >= 2) {
            idle.erase(idle.begin());
        }
    });
    if (clip)
        return clip;
    auto index = media::loadOrMakeIndex(location, {}, m_cancel);
    if (!index)
        return failure(index.error());
    clip = std::make_unique<OpenClip>(OpenClip{location, std::move(*index), nullptr});
    const bool masks = m_options.people.masking != Masking::None;
    auto stills = media::ClipStills::open(location, clip->index, {m_options.jpegQuality, masks ? lookBack : 0, masks, m_cancel});
    if (!stills)
        return failure(stills.error());
    clip->stills = std::move(*stills);
    return clip;
}

std::unique_ptr<vision::PeopleMasker> Extraction::maskerFor(const PlannedImage& image, const std::shared_ptr<vision::PeopleModels>& models) const
{
    if (m_options.people.masking == Masking::None)
        return nullptr;
    const auto clear = m_options.clear.find({image.key.storeId, image.cameraId});
    return std::make_unique<vision::PeopleMasker>(models, clear == m_options.clear.end() ? std::vector<vision::ClearArea>() : clear->second, image.width);
}

Result<void> Extraction::store(const PlannedImage& image, media::Still still, const vision::PeopleMasker* masker, ExtractedImage& extracted) const
{
    // A picture of another shape than the clip's cannot carry boxes in the clip's pixels.
    const bool sameShape = std::abs(still.luma.width * image.height - still.luma.height * image.width) <= 2 * std::max(image.width, image.height);
    if (still.jpeg.isEmpty() || still.luma.isEmpty() || !sameShape) {
        extracted.damaged = true;
        return {};
    }
    const vision::PictureFacts facts = vision::factsOf(still.luma);
    auto sha256 = writeUnsynced(pathOf(image), still.jpeg);
    if (!sha256)
        return failure(sha256.error());
    extracted = {std::move(*sha256), false, facts.hash, facts.sharpness, still.masked, masker ? masker->state() : QStringLiteral("none")};
    return {};
}

/// Makes the images of a chunk; `done` counts from its beginning.
Result<void> Extraction::make(OpenClip& clip, const Chunk& chunk, std::size_t& done)
{
    std::shared_ptr<vision::PeopleModels> models;
    m_models.with([&](auto& list) {
        if (!list.empty()) {
            models = list.back();
            list.pop_back();
        }
    });
    Result<void> state;
    for (std::size_t begin = chunk.begin + done; begin < chunk.end && state;) {
        std::size_t end = begin + 1;
        while (end < chunk.end && m_images[end].group == m_images[begin].group)
            ++end;
        std::vector<std::size_t> frames;
        for (std::size_t place = begin; place < end; ++place)
            frames.push_back(m_images[place].frame);
        const auto masker = maskerFor(m_images[begin], models);
        state = clip.stills->take(frames, masker.get(), [&](media::Still still) -> Result<void> {
            if (m_cancel.isCancelled())
                return failure(ErrorKind::Cancelled, QStringLiteral("Making the dataset was stopped; the same call goes on."));
            const std::size_t frame = still.frame;
            const auto place = begin + static_cast<std::size_t>(std::lower_bound(frames.begin(), frames.end(), frame) - frames.begin());
            auto stored = store(m_images[place], std::move(still), masker.get(), m_extracted[place]);
            if (stored)
                report(1);
            return stored;
        });
        if (state)
            done += end - begin;
        begin = end;
    }
    if (models)
        m_models.with([&](auto& list) { list.push_back(std::move(models)); });
    return state;
}

Result<void> Extraction::keepRecord(const QString& recordPath, const Chunk& chunk) const
{
    QJsonArray entries;
    for (std::size_t place = chunk.begin; place < chunk.end; ++place) {
        const ExtractedImage& made = m_extracted[place];
        entries.append(QJsonObject{{QStringLiteral("file"), m_images[place].file},
                                   {QStringLiteral("sha256"), made.sha256},
                                   {QStringLiteral("damaged"), made.damaged},
                                   {QStringLiteral("hash"), QString::number(made.hash, 16)},
                                   {QStringLiteral("sharpness"), made.sharpness},
                                   {QStringLiteral("masked"), made.masked},
                                   {QStringLiteral("masking"), made.masking}});
    }
    // Not synced, because that costs more than making the images again; a record that is cut short is none.
    const auto written = writeUnsynced(recordPath, toJsonLine({{QStringLiteral("images"), entries}}));
    return written ? Result<void>() : failure(written.error());
}

void Extraction::report(std::size_t more)
{
    m_done.with([&](std::int64_t& done) {
        done += static_cast<std::int64_t>(more);
        if (m_progress && more > 0)
            m_progress(done, static_cast<std::int64_t>(m_images.size()));
    });
}

Result<void> Extraction::extract(std::size_t number, const Chunk& chunk)
{
    const QString recordPath = QStringLiteral("%1/%2.json").arg(m_folders.progress).arg(number);
    std::size_t done = recall(recordPath, chunk);
    report(done);
    if (chunk.begin + done == chunk.end)
        return {};
    auto clip = openClip(m_images[chunk.begin].clip);
    auto made = clip ? make(**clip, chunk, done) : Result<void>(failure(clip.error()));
    if (!made) {
        while (chunk.begin + done < chunk.end && (m_extracted[chunk.begin + done].damaged || !m_extracted[chunk.begin + done].sha256.isEmpty()))
            ++done;
        // What is done so far is kept for the next call; that failing too is no news beside the error at hand.
        static_cast<void>(keepRecord(recordPath, {chunk.begin, chunk.begin + done}));
        return made;
    }
    m_idle.with([&](auto& idle) { idle.push_back(std::move(*clip)); });
    return keepRecord(recordPath, chunk);
}

} // namespace

Result<std::vector<ExtractedImage>> extractImages(const std::vector<PlannedImage>& images, const ExtractionOptions& options,
                                                  const ExtractionFolders& folders,
                                                  const Cancellation& cancel, const Progress& progress)
{
    if (auto made = makeFolder(folders.progress); !made)
        return failure(made.error());
    Extraction extraction(images, options, folders, cancel, progress);
    if (auto loaded = extraction.loadModels(); !loaded)
        return failure(loaded.error());
    const std::vector<Chunk> chunks = chunksOf(images);
    const auto done = inParallel(chunks.size(), cancel, [&](std::size_t number) { return extraction.extract(number, chunks[number]); });
    if (!done)
        return failure(done.error());
    return extraction.take();
}

} // namespace cartwright::dataset
