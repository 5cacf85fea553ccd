#pragma once

#include "core/base/time.h"

#include <QImage>
#include <QTimeZone>
#include <QWidget>

namespace cartwright::ui {

/// The bin of the current event just before and just after it, side by side; never mirrored.
class StillsStrip : public QWidget
{
    Q_OBJECT

public:
    explicit StillsStrip(QWidget* parent = nullptr);

    void setImages(const QImage& before, const QImage& after);
    /// A sentence instead of pictures.
    void setText(const QString& text);
    void setTimes(UtcMicroseconds before, UtcMicroseconds after, const QTimeZone& zone);
    bool hasImages() const { return !m_before.isNull() || !m_after.isNull(); }
    /// Whether nothing is awaited any more.
    bool isSettled() const { return m_settled; }
    void setAwaiting();

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintStill(QPainter& painter, QRect cell, const QImage& image, const QString& title,
                    UtcMicroseconds moment) const;

    QImage m_before;
    QImage m_after;
    QTimeZone m_zone;
    UtcMicroseconds m_beforeAt = 0;
    UtcMicroseconds m_afterAt = 0;
    QString m_text;
    bool m_settled = true;
};

} // namespace cartwright::ui
