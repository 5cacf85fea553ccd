#include "ui/player/stills_strip.h"

#include "ui/widgets/colours.h"
#include "ui/widgets/texts.h"

#include <QPainter>

namespace cartwright::ui {

StillsStrip::StillsStrip(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("stillsStrip"));
    setAccessibleName(tr("The bin before and after the current event"));
    setLayoutDirection(Qt::LeftToRight);
    setMinimumSize(160, 90);
}

QSize StillsStrip::sizeHint() const
{
    return {260, 150};
}

void StillsStrip::setImages(const QImage& before, const QImage& after)
{
    m_before = before;
    m_after = after;
    m_text.clear();
    m_settled = true;
    update();
}

void StillsStrip::setText(const QString& text)
{
    m_before = m_after = QImage();
    m_text = text;
    m_settled = true;
    update();
}

void StillsStrip::setAwaiting()
{
    setText(tr("decoding…"));
    m_settled = false;
}

void StillsStrip::setTimes(UtcMicroseconds before, UtcMicroseconds after, const QTimeZone& zone)
{
    m_zone = zone;
    m_beforeAt = before;
    m_afterAt = after;
    update();
}

void StillsStrip::paintStill(QPainter& painter, QRect cell, const QImage& image, const QString& title,
                             UtcMicroseconds moment) const
{
    const int titleHeight = painter.fontMetrics().height() + 4;
    const QRect picture = cell.adjusted(0, titleHeight, 0, 0);
    painter.setPen(Colours::of(palette()).quiet);
    painter.drawText(QRect(cell.left(), cell.top(), cell.width(), titleHeight), Qt::AlignCenter,
                     painter.fontMetrics().elidedText(
                         QStringLiteral("%1  %2").arg(title, texts::timeOfDay(moment, texts::Precision::Seconds, m_zone)),
                         Qt::ElideRight, cell.width()));
    painter.fillRect(picture, Qt::black);
    if (image.isNull()) {
        painter.setPen(QColor(0xc4, 0xcb, 0xd4));
        painter.drawText(picture, Qt::AlignCenter | Qt::TextWordWrap, tr("no whole frame here"));
        return;
    }
    const QSize size = image.size().scaled(picture.size(), Qt::KeepAspectRatio);
    const QRect target(picture.center() - QPoint(size.width() / 2, size.height() / 2), size);
    painter.drawImage(target, image);
}

void StillsStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setLayoutDirection(Qt::LeftToRight);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    if (!m_text.isEmpty()) {
        painter.setPen(Colours::of(palette()).quiet);
        painter.drawText(rect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap, m_text);
        return;
    }
    const QRect inside = rect().adjusted(4, 2, -4, -4);
    const int half = (inside.width() - 4) / 2;
    paintStill(painter, QRect(inside.left(), inside.top(), half, inside.height()), m_before, tr("before"), m_beforeAt);
    paintStill(painter, QRect(inside.right() - half + 1, inside.top(), half, inside.height()), m_after, tr("after"),
               m_afterAt);
}

} // namespace cartwright::ui
