#include "ui/player/picture_fit.h"

#include <algorithm>

namespace cartwright::ui {

namespace {

/// The part of the clip to show when zoomed: the asked box with half its size around it, in the pane's shape.
QRectF visiblePart(QSizeF clip, QSizeF pane, const Box& box)
{
    const double shape = pane.width() / pane.height();
    double width = std::max(box.width * 2, box.height * 2 * shape);
    double height = width / shape;
    const double shrink = std::min({1.0, clip.width() / width, clip.height() / height});
    width *= shrink;
    height *= shrink;
    const double left = std::clamp(box.x + box.width / 2 - width / 2, 0.0, clip.width() - width);
    const double top = std::clamp(box.y + box.height / 2 - height / 2, 0.0, clip.height() - height);
    return {left, top, width, height};
}

} // namespace

QPointF PictureFit::toPane(QPointF inClip) const
{
    return target.topLeft() + (inClip - visible.topLeft()) * scale();
}

QPointF PictureFit::toClip(QPointF inPane) const
{
    return visible.topLeft() + (inPane - target.topLeft()) / scale();
}

QRectF PictureFit::toPane(const Box& box) const
{
    return {toPane(QPointF(box.x, box.y)), QSizeF(box.width, box.height) * scale()};
}

PictureFit fitPicture(QSizeF clip, QRectF pane, const std::optional<Box>& zoomTo)
{
    if (clip.isEmpty() || pane.isEmpty())
        return {};
    return fitPart(zoomTo ? visiblePart(clip, pane.size(), *zoomTo) : QRectF(QPointF(), clip), pane);
}

PictureFit fitPart(QRectF visible, QRectF pane)
{
    PictureFit fit;
    fit.visible = visible;
    const QSizeF size = fit.visible.size().scaled(pane.size(), Qt::KeepAspectRatio);
    fit.target = QRectF(pane.x() + (pane.width() - size.width()) / 2, pane.y() + (pane.height() - size.height()) / 2,
                        size.width(), size.height());
    return fit;
}

std::optional<QRectF> zoomedAt(QSizeF clip, QRectF pane, const PictureFit& now, QPointF inPane, double factor)
{
    constexpr double largest = 16;
    if (now.isEmpty())
        return std::nullopt;
    const double whole = std::min(pane.width() / clip.width(), pane.height() / clip.height());
    const double scale = std::clamp(now.scale() * factor, whole, std::max(whole, largest));
    if (scale < whole * 1.001)
        return std::nullopt;
    const QSizeF size(std::min(clip.width(), pane.width() / scale), std::min(clip.height(), pane.height() / scale));
    const QPointF margin((pane.width() - size.width() * scale) / 2, (pane.height() - size.height() * scale) / 2);
    const QPointF corner = now.toClip(inPane) - (inPane - pane.topLeft() - margin) / scale;
    return QRectF(QPointF(std::clamp(corner.x(), 0.0, clip.width() - size.width()),
                          std::clamp(corner.y(), 0.0, clip.height() - size.height())),
                  size);
}

QRectF draggedBy(QSizeF clip, const PictureFit& now, QPointF inPane)
{
    const QPointF corner = now.visible.topLeft() - inPane / now.scale();
    return {QPointF(std::clamp(corner.x(), 0.0, std::max(0.0, clip.width() - now.visible.width())),
                    std::clamp(corner.y(), 0.0, std::max(0.0, clip.height() - now.visible.height()))),
            now.visible.size()};
}

} // namespace cartwright::ui
