#pragma once

#include "ui/bridge/stills_service.h"

#include <QWidget>

namespace cartwright::ui {

/// A small picture of what a camera shows at the moment under the pointer, beside it. It comes from the masked copy and is decoded
/// on a thread of its own; while the pointer moves on, only the newest is made.
class HoverPicture : public QWidget
{
    Q_OBJECT

public:
    explicit HoverPicture(QWidget* parent = nullptr);

    /// `where` is on the screen. Nothing is shown where the camera has no frame then.
    void ask(const CameraTrack& camera, UtcMicroseconds moment, QPoint where);
    void leave();
    const QImage& image() const { return m_image; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void place(QPoint where);

    StillsService m_service;
    quint64 m_request = 0;
    QImage m_image;
    QString m_text;
    QPoint m_where;
};

} // namespace cartwright::ui
