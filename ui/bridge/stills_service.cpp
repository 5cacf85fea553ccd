#include "ui/bridge/stills_service.h"

#include "core/base/thread_role.h"
#include "ui/bridge/pixels.h"

#include <algorithm>
#include <cmath>

namespace cartwright::ui {

/// Lives on the stills thread and keeps the last clip open, since neighbouring events are mostly in one clip.
struct StillsService::Worker : public QObject
{
    Result<std::pair<QImage, QImage>> make(const StillsRequest& request)
    {
        if (!m_reader || !(m_clip == request.clip)) {
            m_reader.reset();
            media::ReaderOptions options;
            options.layout = media::PixelLayout::Bgra32;
            options.threads = 1;
            options.cacheBytes = 16u << 20;
            Result<std::unique_ptr<media::ClipReader>> reader =
                media::ClipReader::open(request.clip, *request.index, options);
            if (!reader)
                return failure(reader.error());
            m_reader = std::move(*reader);
            m_clip = request.clip;
        }
        Result<QImage> before = still(request.before, request);
        if (!before)
            return failure(before.error());
        Result<QImage> after = still(request.after, request);
        if (!after)
            return failure(after.error());
        return std::pair(*before, *after);
    }

private:
    Result<QImage> still(Microseconds timestamp, const StillsRequest& request)
    {
        const Result<media::Frame> frame = m_reader->frameAt(timestamp);
        if (!frame)
            return failure(frame.error());
        const QImage whole = wrapped(frame->picture);
        if (frame->damaged || whole.isNull())
            return QImage();
        // The copy may be smaller than the original, whose pixels the part is in.
        const double scale = request.clipWidth > 0 ? static_cast<double>(whole.width()) / request.clipWidth : 1;
        const Box& part = request.part;
        const QRectF asked(part.x * scale, part.y * scale, part.width * scale, part.height * scale);
        const QRect inside = asked.isEmpty() ? whole.rect() : asked.toAlignedRect().intersected(whole.rect());
        return inside.isEmpty() ? whole.copy() : whole.copy(inside);
    }

    ClipLocation m_clip;
    std::unique_ptr<media::ClipReader> m_reader;
};

StillsService::StillsService(QObject* parent)
    : QObject(parent), m_worker(new Worker), m_lastRequest(std::make_shared<std::atomic<quint64>>(0))
{
    m_thread.setObjectName(QStringLiteral("stills"));
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, m_worker, [] { beThread("stills", ThreadRank::Beside); });
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

StillsService::~StillsService()
{
    *m_lastRequest += 1; // what waits is dropped
    m_thread.quit();
    m_thread.wait();
}

quint64 StillsService::make(const StillsRequest& request)
{
    const quint64 number = ++*m_lastRequest;
    auto work = [this, number, request, last = m_lastRequest, worker = m_worker] {
        if (*last != number)
            return;
        auto result = worker->make(request);
        auto answer = [this, number, result = std::move(result), last] {
            if (*last != number)
                return;
            if (result)
                Q_EMIT made(number, result->first, result->second);
            else
                Q_EMIT failed(number, result.error());
        };
        QMetaObject::invokeMethod(this, std::move(answer), Qt::QueuedConnection);
    };
    QMetaObject::invokeMethod(m_worker, std::move(work), Qt::QueuedConnection);
    return number;
}

} // namespace cartwright::ui
