#include "ui/bridge/barcode_service.h"

namespace cartwright::ui {

namespace {

using Barcodes = std::vector<vision::FoundBarcode>;

Result<Barcodes> readFrom(const ClipLocation& clip, const media::ClipIndex& index, Microseconds timestamp)
{
    media::ReaderOptions options;
    options.layout = media::PixelLayout::Gray8;
    options.threads = 1;
    auto reader = media::ClipReader::open(clip, index, options);
    if (!reader)
        return failure(reader.error());
    const auto frame = (*reader)->frameAt(timestamp);
    if (!frame)
        return failure(frame.error());
    return vision::readBarcodes(frame->picture);
}

} // namespace

BarcodeService::BarcodeService(QObject* parent) : QObject(parent), m_worker(new QObject)
{
    m_thread.setObjectName(QStringLiteral("barcodes"));
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

BarcodeService::~BarcodeService()
{
    m_thread.quit();
    m_thread.wait();
}

quint64 BarcodeService::read(const ClipLocation& clip, const std::shared_ptr<const media::ClipIndex>& index,
                             Microseconds timestamp)
{
    const quint64 request = ++m_lastRequest;
    auto work = [this, request, clip, index, timestamp] {
        const Result<Barcodes> barcodes = readFrom(clip, *index, timestamp);
        auto answer = [this, request, barcodes] {
            if (request != m_lastRequest)
                return;
            if (barcodes)
                Q_EMIT found(request, *barcodes);
            else
                Q_EMIT failed(request, barcodes.error());
        };
        QMetaObject::invokeMethod(this, std::move(answer), Qt::QueuedConnection);
    };
    QMetaObject::invokeMethod(m_worker, std::move(work), Qt::QueuedConnection);
    return request;
}

} // namespace cartwright::ui
