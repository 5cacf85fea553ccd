#pragma once

#include "core/domain/store.h"

#include <QHash>
#include <QImage>
#include <QObject>
#include <QThread>

#include <memory>

namespace cartwright::ui {

/// Small pictures of products, read and scaled on a thread of their own and kept. UI thread.
class PictureService : public QObject
{
    Q_OBJECT

public:
    /// The longest side of a picture.
    static constexpr int side = 96;

    explicit PictureService(QObject* parent = nullptr);
    ~PictureService() override;

    /// Where product pictures lie; with another folder all that is kept is forgotten.
    void setFolder(const QString& mediaFolder);
    /// The picture, or a null one: then it is asked for, unless there is none.
    QImage pictureOf(const Product& product);

Q_SIGNALS:
    void arrived(const cartwright::Gtin& gtin);

private:
    void take(const QString& folder, const Gtin& gtin, const QImage& picture);

    QThread m_thread;
    QObject* m_worker = nullptr;
    QString m_folder;
    QHash<Gtin, QImage> m_kept; ///< null: asked for, or not readable
};

} // namespace cartwright::ui
