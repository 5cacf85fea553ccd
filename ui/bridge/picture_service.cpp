#include "ui/bridge/picture_service.h"

#include <QImageReader>

namespace cartwright::ui {

namespace {

constexpr int mostMegabytes = 64; ///< a picture that needs more is none

/// A null image where the file is no picture.
QImage readSmall(const QString& path)
{
    QImageReader reader(path);
    reader.setAutoTransform(true);
    QImageReader::setAllocationLimit(mostMegabytes);
    const QSize size = reader.size();
    if (size.isValid() && (size.width() > PictureService::side || size.height() > PictureService::side))
        reader.setScaledSize(size.scaled(PictureService::side, PictureService::side, Qt::KeepAspectRatio).expandedTo({1, 1}));
    return reader.read();
}

} // namespace

PictureService::PictureService(QObject* parent) : QObject(parent), m_worker(new QObject)
{
    m_thread.setObjectName(QStringLiteral("pictures"));
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

PictureService::~PictureService()
{
    m_thread.quit();
    m_thread.wait();
}

void PictureService::setFolder(const QString& mediaFolder)
{
    if (std::exchange(m_folder, mediaFolder) != mediaFolder)
        m_kept.clear();
}

QImage PictureService::pictureOf(const Product& product)
{
    if (product.picture.isEmpty() || m_folder.isEmpty())
        return {};
    if (const auto kept = m_kept.constFind(product.gtin); kept != m_kept.constEnd())
        return *kept;
    m_kept.insert(product.gtin, QImage());
    auto work = [this, folder = m_folder, path = m_folder + QLatin1Char('/') + product.picture, gtin = product.gtin] {
        const QImage picture = readSmall(path);
        QMetaObject::invokeMethod(
            this, [this, folder, gtin, picture] { take(folder, gtin, picture); }, Qt::QueuedConnection);
    };
    QMetaObject::invokeMethod(m_worker, std::move(work), Qt::QueuedConnection);
    return {};
}

void PictureService::take(const QString& folder, const Gtin& gtin, const QImage& picture)
{
    if (folder != m_folder || picture.isNull())
        return;
    m_kept.insert(gtin, picture);
    Q_EMIT arrived(gtin);
}

} // namespace cartwright::ui
