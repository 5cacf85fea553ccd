#include "ui/bridge/tracker_service.h"

namespace cartwright::ui {

namespace {

constexpr int trackedWidth = 640; ///< pictures as large as this are tracked as well as larger ones, in a fraction of the time

} // namespace

TrackerService::TrackerService(QObject* parent) : QObject(parent), m_worker(new QObject)
{
    m_thread.setObjectName(QStringLiteral("tracker"));
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

TrackerService::~TrackerService()
{
    m_cancelled.cancel();
    m_thread.quit();
    m_thread.wait();
}

void TrackerService::cancel()
{
    m_cancelled.cancel();
    ++m_lastRequest;
}

quint64 TrackerService::track(const std::vector<TrackJob>& jobs)
{
    cancel();
    m_cancelled = Cancellation();
    const quint64 request = m_lastRequest;
    QMetaObject::invokeMethod(
        m_worker, [this, request, jobs, cancelled = m_cancelled] { run(request, jobs, cancelled); }, Qt::QueuedConnection);
    return request;
}

void TrackerService::answer(quint64 request, std::function<void()> say)
{
    auto onlyTheLast = [this, request, say = std::move(say)] {
        if (request == m_lastRequest)
            say();
    };
    QMetaObject::invokeMethod(this, std::move(onlyTheLast), Qt::QueuedConnection);
}

void TrackerService::run(quint64 request, const std::vector<TrackJob>& jobs, const Cancellation& cancelled)
{
    const Result<Boxes> boxes = trackAll(request, jobs, cancelled);
    answer(request, [this, request, boxes] {
        if (boxes)
            Q_EMIT tracked(request, *boxes);
        else
            Q_EMIT failed(request, boxes.error());
    });
}

Result<TrackerService::Boxes> TrackerService::trackAll(quint64 request, const std::vector<TrackJob>& jobs,
                                                       const Cancellation& cancelled)
{
    Boxes all;
    for (const TrackJob& job : jobs) {
        media::ReaderOptions options;
        options.layout = media::PixelLayout::Bgr24;
        options.maxWidth = trackedWidth;
        options.threads = 1;
        options.cancel = cancelled;
        auto reader = media::ClipReader::open(job.clip, *job.index, options);
        if (!reader)
            return failure(reader.error());
        int said = -1;
        const auto progress = [&](double share) {
            const int percent = static_cast<int>(100 * (static_cast<double>(all.size()) + share) / static_cast<double>(jobs.size()));
            if (std::exchange(said, percent) != percent)
                answer(request, [this, request, percent] { Q_EMIT progressed(request, percent); });
        };
        auto boxes = vision::trackBox(**reader, job.order, cancelled, progress);
        if (!boxes)
            return failure(boxes.error());
        all.push_back(std::move(*boxes));
    }
    return all;
}

} // namespace cartwright::ui
