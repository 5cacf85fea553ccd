#include "core/simulator/filming.h"

#include "core/base/safe_file.h"
#include "core/media/clip_writer.h"
#include "core/simulator/film.h"

#include <algorithm>

namespace cartwright::simulator {
namespace {

/// A picture that shares the frame's pixels; the writer is done with them when `write` returns.
media::Picture pictureOf(const cv::Mat& frame)
{
    return {frame.cols, frame.rows, static_cast<std::ptrdiff_t>(frame.step[0]), media::PixelLayout::Bgr24,
            std::shared_ptr<const std::uint8_t>(std::make_shared<cv::Mat>(frame), frame.data)};
}

/// The store does not get this frame.
bool isLost(const Script& script, std::size_t camera, double at)
{
    return std::any_of(script.clipHoles.begin(), script.clipHoles.end(), [&](const Hole& hole) {
        return hole.of == camera && at >= hole.from && at < hole.until;
    });
}

} // namespace

int framesOf(const Script& script, std::size_t camera, const RigCamera& rigged, int rate)
{
    int frames = 0;
    for (int number = rigged.lateFrames; number < static_cast<int>(script.length * rate); ++number)
        frames += isLost(script, camera, static_cast<double>(number) / rate) ? 0 : 1;
    return frames;
}

Result<std::vector<Series>> writeTraces(const PlannedSale& sale, const QString& folder)
{
    std::vector<Series> traces;
    if (sale.script.plates != Plates::Series)
        return traces;
    if (auto made = makeFolder(folder + QStringLiteral("/series")); !made)
        return failure(made.error());
    for (int place = 0; place < emptyPlace; ++place) {
        const QString plateId = sale.script.shop->place(place).plateId;
        Series trace{plateId, sale.enteredAt, static_cast<double>(plateRate), QStringLiteral("series/%1.csv").arg(plateId)};
        if (auto written = writeFile(folder + QLatin1Char('/') + trace.file, plateTrace(sale, place)); !written)
            return failure(written.error());
        traces.push_back(std::move(trace));
    }
    return traces;
}

Studio::Studio(std::vector<RigCamera> rig, const Settings& settings, Assortment assortment,
               const std::vector<cv::Mat>& packs)
    : m_rig(std::move(rig)), m_settings(settings), m_assortment(std::move(assortment))
{
    for (const RigCamera& camera : m_rig)
        m_stages.push_back(std::make_unique<Stage>(camera, settings.width, settings.height, m_assortment, packs));
}

Studio::~Studio() = default;

Result<std::vector<Clip>> Studio::film(const PlannedSale& sale, const QString& folder,
                                       const Cancellation& cancel) const
{
    if (auto made = makeFolder(folder + QStringLiteral("/clips")); !made)
        return failure(made.error());
    std::vector<Clip> clips;
    for (std::size_t camera = 0; camera < m_rig.size(); ++camera) {
        if (framesOf(sale.script, camera, m_rig[camera], m_settings.rate) == 0)
            continue;
        auto clip = filmOne(sale, camera, folder, cancel);
        if (!clip)
            return failure(clip.error());
        clips.push_back(std::move(*clip));
    }
    return clips;
}

Result<Clip> Studio::filmOne(const PlannedSale& sale, std::size_t camera, const QString& folder,
                             const Cancellation& cancel) const
{
    const RigCamera& rigged = m_rig[camera];
    Film film(*m_stages[camera], sale.script, camera, m_settings.rate, m_settings.frameNumbers,
              Random(sale.seed).fork(100 + camera));
    Clip clip;
    clip.cameraId = rigged.camera.cameraId;
    clip.file = QStringLiteral("clips/%1.mp4").arg(clip.cameraId);
    clip.clockOffset = rigged.clockOffset;
    const Microseconds first = film.momentOf(film.firstNumber());
    clip.startsAt = sale.enteredAt + first - rigged.clockOffset;

    media::WriterOptions options;
    options.width = m_settings.width;
    options.height = m_settings.height;
    options.nominalRate = m_settings.rate;
    options.keyframeEvery = 2 * m_settings.rate;
    options.preset = QStringLiteral("superfast");
    options.threads = 1;
    const QString path = folder + QLatin1Char('/') + clip.file;
    auto writer = media::ClipWriter::create(path, options);
    if (!writer)
        return failure(writer.error());
    cv::Mat frame;
    for (int number = film.firstNumber(); number <= film.lastNumber(); ++number) {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled,
                           QStringLiteral("Filming sale %1 was stopped.").arg(sale.saleId));
        if (isLost(sale.script, camera, static_cast<double>(number) / m_settings.rate))
            continue;
        film.draw(number, frame);
        if (auto written = (*writer)->write(pictureOf(frame), film.momentOf(number) - first); !written)
            return failure(written.error());
    }
    if (auto finished = (*writer)->finish(); !finished)
        return failure(finished.error());
    auto hash = sha256OfFile(path);
    if (!hash)
        return failure(hash.error());
    clip.sha256 = *hash;
    return clip;
}

} // namespace cartwright::simulator
