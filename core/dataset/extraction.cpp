#include "core/dataset/extraction.h"

#include "core/base/guarded.h"
#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/dataset/parallel.h"
#include "core/media/clip_reader.h"
#include "core/media/jpeg.h"

#include <optional>

namespace cartwright::dataset {
namespace {

/// Images of one clip that are decoded in one go: neighbours, so that decoding goes forward only, and few
/// enough for two threads to share a long clip and for a killed run to lose little.
struct Chunk
{
    std::size_t begin = 0;
    std::size_t end = 0;
};
constexpr std::size_t chunkSize = 32;

std::vector<Chunk> chunksOf(const std::vector<PlannedImage>& images)
{
    std::vector<Chunk> chunks;
    for (std::size_t place = 0; place < images.size(); ++place) {
        const bool fits = !chunks.empty() && place - chunks.back().begin < chunkSize &&
                          images[chunks.back().begin].clipPath == images[place].clipPath;
        if (!fits)
            chunks.push_back({place, place});
        chunks.back().end = place + 1;
    }
    return chunks;
}

tl::unexpected<Error> stopped()
{
    return failure(ErrorKind::Cancelled,
                   QStringLiteral("Making the dataset was stopped; the same call goes on."));
}

class Extraction
{
public:
    Extraction(const std::vector<PlannedImage>& images, int jpegQuality, const ExtractionFolders& folders,
               const Cancellation& cancel, const Progress& progress)
        : m_images(images), m_jpegQuality(jpegQuality), m_folders(folders), m_cancel(cancel),
          m_progress(progress), m_extracted(images.size())
    {
    }
    Result<void> extract(std::size_t number, const Chunk& chunk);
    std::vector<ExtractedImage> take() { return std::move(m_extracted); }

private:
    QString pathOf(const PlannedImage& image) const { return m_folders.data + QLatin1Char('/') + image.file; }
    std::size_t recall(const QString& recordPath, const Chunk& chunk);
    Result<std::unique_ptr<media::ClipReader>> openClip(const PlannedImage& image) const;
    Result<ExtractedImage> write(media::ClipReader& reader, const PlannedImage& image) const;
    Result<void> keepRecord(const QString& recordPath, const Chunk& chunk) const;
    void report(std::size_t more);

    const std::vector<PlannedImage>& m_images;
    const int m_jpegQuality;
    const ExtractionFolders& m_folders;
    const Cancellation& m_cancel;
    const Progress& m_progress;
    std::vector<ExtractedImage> m_extracted; ///< each place is touched by the one thread that has its chunk
    Guarded<std::int64_t> m_done;
};

/// Takes over what an earlier run finished, up to the first image that is not as it was recorded; says how
/// many.
std::size_t Extraction::recall(const QString& recordPath, const Chunk& chunk)
{
    const auto bytes = readFile(recordPath);
    const auto record =
        bytes ? parseJsonObject(*bytes, recordPath) : Result<QJsonObject>(failure(bytes.error()));
    if (!record)
        return 0;
    const QJsonArray entries = record->value(QStringLiteral("images")).toArray();
    for (std::size_t place = chunk.begin; place < chunk.end; ++place) {
        const QJsonObject entry = entries.at(static_cast<qsizetype>(place - chunk.begin)).toObject();
        const ExtractedImage recorded{entry.value(QStringLiteral("sha256")).toString(),
                                      entry.value(QStringLiteral("damaged")).toBool()};
        if (entry.value(QStringLiteral("file")).toString() != m_images[place].file)
            return place - chunk.begin;
        if (!recorded.damaged && sha256OfFile(pathOf(m_images[place])).value_or(QString()) != recorded.sha256)
            return place - chunk.begin;
        m_extracted[place] = recorded;
    }
    return chunk.end - chunk.begin;
}

Result<std::unique_ptr<media::ClipReader>> Extraction::openClip(const PlannedImage& image) const
{
    auto index = media::loadOrMakeIndex(image.clipPath, {}, m_cancel);
    if (!index)
        return failure(index.error());
    media::ReaderOptions options;
    options.threads = 1; // the two workers use both processors already
    options.cacheBytes = 16u << 20;
    options.cancel = m_cancel;
    return media::ClipReader::open(image.clipPath, std::move(*index), options);
}

Result<ExtractedImage> Extraction::write(media::ClipReader& reader, const PlannedImage& image) const
{
    const auto frame = reader.frame(image.frame);
    if (!frame)
        return failure(frame.error());
    // A picture of another size than the clip's cannot carry boxes in the clip's pixels.
    if (frame->damaged || frame->picture.width != image.width || frame->picture.height != image.height)
        return ExtractedImage{QString(), true};
    const auto jpeg = media::encodeJpeg(frame->picture, m_jpegQuality);
    if (!jpeg)
        return failure(jpeg.error());
    if (auto written = writeFile(pathOf(image), *jpeg); !written)
        return failure(written.error());
    return ExtractedImage{sha256Of(*jpeg), false};
}

Result<void> Extraction::keepRecord(const QString& recordPath, const Chunk& chunk) const
{
    QJsonArray entries;
    for (std::size_t place = chunk.begin; place < chunk.end; ++place)
        entries.append(QJsonObject{{QStringLiteral("file"), m_images[place].file},
                                   {QStringLiteral("sha256"), m_extracted[place].sha256},
                                   {QStringLiteral("damaged"), m_extracted[place].damaged}});
    return writeFile(recordPath, toJsonLine({{QStringLiteral("images"), entries}}));
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
    const std::size_t kept = recall(recordPath, chunk);
    report(kept);
    if (chunk.begin + kept == chunk.end)
        return {};
    auto reader = openClip(m_images[chunk.begin]);
    if (!reader)
        return failure(reader.error());
    for (std::size_t place = chunk.begin + kept; place < chunk.end; ++place) {
        auto written =
            m_cancel.isCancelled() ? Result<ExtractedImage>(stopped()) : write(**reader, m_images[place]);
        if (!written) {
            // What is done so far is kept for the next call; that failing too is no news beside the error at
            // hand.
            static_cast<void>(keepRecord(recordPath, {chunk.begin, place}));
            return failure(written.error());
        }
        m_extracted[place] = std::move(*written);
        report(1);
    }
    return keepRecord(recordPath, chunk);
}

} // namespace

Result<std::vector<ExtractedImage>> extractImages(const std::vector<PlannedImage>& images, int jpegQuality,
                                                  const ExtractionFolders& folders,
                                                  const Cancellation& cancel, const Progress& progress)
{
    for (const Split split : allSplits)
        if (auto made = makeFolder(folders.data + QStringLiteral("/images/") + nameOf(split)); !made)
            return failure(made.error());
    if (auto made = makeFolder(folders.progress); !made)
        return failure(made.error());
    const std::vector<Chunk> chunks = chunksOf(images);
    Extraction extraction(images, jpegQuality, folders, cancel, progress);
    const auto done = inParallel(chunks.size(), cancel, [&](std::size_t number) {
        return extraction.extract(number, chunks[number]);
    });
    if (!done)
        return failure(done.error());
    return extraction.take();
}

} // namespace cartwright::dataset
