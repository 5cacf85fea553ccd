#include "ui/player/video_pane.h"

#include "ui/widgets/colours.h"
#include "ui/widgets/texts.h"

#include <QPainter>

namespace cartwright::ui {

namespace {

/// Text on footage needs a ground of its own whatever the theme.
void paintTag(QPainter& painter, QRectF place, Qt::Alignment where, const QString& text, const QColor& colour)
{
    const QFontMetricsF metrics(painter.font());
    const QString fitted = metrics.elidedText(text, Qt::ElideRight, place.width() - 16);
    QRectF box = metrics.boundingRect(place, static_cast<int>(where), fitted).adjusted(-6, -2, 6, 2);
    box.moveLeft(std::max(box.left(), place.left()));
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 175));
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(colour);
    painter.drawText(box, Qt::AlignCenter, fitted);
}

QPen penOf(PaneBox::Kind kind)
{
    switch (kind) {
    case PaneBox::Kind::Decision: return {QColor(0xf0, 0xb4, 0x4c), 2, Qt::DotLine};
    case PaneBox::Kind::Set: return {QColor(0x7f, 0xcf, 0x9a), 2, Qt::SolidLine};
    case PaneBox::Kind::Interpolated: return {QColor(0x7f, 0xcf, 0x9a), 2, Qt::DashLine};
    case PaneBox::Kind::Proposed: return {QColor(0x8f, 0xd3, 0xff), 2, Qt::DashDotLine};
    case PaneBox::Kind::Unsure: break;
    }
    return {QColor(0xff, 0x9a, 0x9a), 3, Qt::DashDotLine};
}

/// The box with its name on a ground of its own, above it or, at the picture's edge, inside.
void paintBox(QPainter& painter, const PictureFit& fit, const PaneBox& box)
{
    const QRectF place = fit.toPane(box.box);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 150), 4));
    painter.drawRect(place);
    painter.setPen(penOf(box.kind));
    painter.drawRect(place);
    if (box.name.isEmpty())
        return;
    QRectF name = QFontMetricsF(painter.font()).boundingRect(box.name).adjusted(-4, -1, 4, 1);
    name.moveBottomLeft(place.topLeft());
    if (name.top() < fit.target.top())
        name.moveTopLeft(place.topLeft());
    painter.fillRect(name, QColor(0, 0, 0, 175));
    painter.setPen(penOf(box.kind).color());
    painter.drawText(name, Qt::AlignCenter, box.name);
}

} // namespace

void VideoPane::paintPicture(QPainter& painter, const PictureFit& fit) const
{
    const bool isUnmasked = showsRevealed();
    const QImage& image = isUnmasked ? m_revealed.image : m_shown.image;
    if (image.isNull() || fit.isEmpty())
        return;
    // The picture may be scaled already; the visible part is given in the clip's pixels.
    const double sx = image.width() / double(m_track.width);
    const double sy = image.height() / double(m_track.height);
    const QRectF source(fit.visible.x() * sx, fit.visible.y() * sy, fit.visible.width() * sx,
                        fit.visible.height() * sy);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(fit.target, image, source);
    if (isUnmasked || m_detail.image.isNull() || m_detail.timestamp != m_shown.timestamp || m_shown.state != media::PaneFrame::State::Shown)
        return;
    painter.save();
    painter.setClipRect(fit.target);
    painter.drawImage(QRectF(fit.toPane(m_detail.part.topLeft()), m_detail.part.size() * fit.scale()), m_detail.image);
    painter.restore();
}

void VideoPane::paintOverlay(QPainter& painter, const PictureFit& fit) const
{
    painter.save();
    painter.setClipRect(fit.target);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    const QColor accent(0x6c, 0xb6, 0xff); // on footage the theme does not matter
    if (!m_overlay.bin.isEmpty()) {
        QPolygonF polygon;
        for (const QPointF& corner : m_overlay.bin)
            polygon << fit.toPane(corner);
        painter.setPen(QPen(QColor(0, 0, 0, 160), 4));
        painter.drawPolygon(polygon);
        painter.setPen(QPen(accent, 2));
        painter.drawPolygon(polygon);
    }
    if (m_overlay.eventBox) {
        painter.setPen(QPen(QColor(0xf0, 0xb4, 0x4c), 1.5, Qt::DashLine));
        painter.drawRect(fit.toPane(*m_overlay.eventBox));
    }
    for (const PaneBox& box : m_boxes)
        paintBox(painter, fit, box);
    if (m_tool)
        m_tool->paint(painter, fit);
    painter.restore();
}

/// Across the whole picture, so that a photograph of the screen says whose it was.
void VideoPane::paintWatermark(QPainter& painter) const
{
    if (m_watermark.isEmpty())
        return;
    painter.save();
    painter.setClipRect(rect());
    painter.translate(rect().center());
    painter.rotate(-25);
    QFont large = font();
    large.setBold(true);
    painter.setFont(large);
    const QFontMetrics metrics(large);
    const int across = metrics.horizontalAdvance(m_watermark) + metrics.height() * 3;
    const int down = metrics.height() * 4;
    for (int y = -height(); y < height(); y += down)
        for (int x = -width(); x < width(); x += across) {
            painter.setPen(QColor(0, 0, 0, 130));
            painter.drawText(x + 1, y + 1, m_watermark);
            painter.setPen(QColor(255, 255, 255, 130));
            painter.drawText(x, y, m_watermark);
        }
    painter.restore();
}

void VideoPane::paintTexts(QPainter& painter) const
{
    const QColor text(0xee, 0xf1, 0xf5);
    const QRectF inside = QRectF(rect()).adjusted(12, 8, -12, -8);
    const QString state = m_answered ? stateText() : tr("loading…");
    if (!state.isEmpty()) {
        painter.setPen(QColor(0xc4, 0xcb, 0xd4));
        painter.drawText(inside.adjusted(8, 28, -8, -28), Qt::AlignCenter | Qt::TextWordWrap, state);
    }
    QString title = QStringLiteral("%1  %2").arg(m_number).arg(m_track.name);
    if (m_zoomed && m_overlay.focus)
        title += QStringLiteral(" · ") + tr("zoomed to %1").arg(m_overlay.binName);
    if (m_part)
        title += QStringLiteral(" · ") + tr("%1 times").arg(fit().scale(), 0, 'f', 1);
    if (showsDetail())
        title += QStringLiteral(" · ") + tr("full resolution");
    paintTag(painter, inside, Qt::AlignLeft | Qt::AlignTop, title, text);
    if (state.isEmpty() || m_shown.state == media::PaneFrame::State::Damaged)
        paintTag(painter, inside, Qt::AlignLeft | Qt::AlignBottom, caption(), text);
    if (!m_detail.trouble.isEmpty() && m_detail.timestamp == m_shown.timestamp && state.isEmpty())
        paintTag(painter, inside.adjusted(0, 0, 0, -26), Qt::AlignLeft | Qt::AlignBottom,
                 tr("not at full resolution: %1").arg(m_detail.trouble), text);
    if (m_tool)
        paintTag(painter, inside.adjusted(0, painter.fontMetrics().height() + 8, 0, 0), Qt::AlignLeft | Qt::AlignTop, m_tool->hint(), text);
}

void VideoPane::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setLayoutDirection(Qt::LeftToRight);
    painter.fillRect(rect(), Qt::black);
    const PictureFit now = fit();
    paintPicture(painter, now);
    if (!now.isEmpty() && (!m_shown.image.isNull() || m_tool))
        paintOverlay(painter, now); // an outline without the picture would say that something is seen there
    paintWatermark(painter);
    paintTexts(painter);
    if (m_active || hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(Colours::of(palette()).accent, hasFocus() ? 3 : 2));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
    m_painted = m_answered && m_shown.state != media::PaneFrame::State::Nearby;
}

} // namespace cartwright::ui
