#pragma once

#include "core/domain/store.h"

#include <QRectF>

#include <optional>

namespace cartwright::ui {

/// How a clip's picture lies in a pane: the visible part in the clip's pixels and where it is painted. Kept apart from
/// the pane so that every overlay and every mouse position goes through the same arithmetic.
struct PictureFit
{
    QRectF visible; ///< in pixels of the clip's picture
    QRectF target;  ///< in the pane's coordinates

    bool isEmpty() const { return visible.isEmpty() || target.isEmpty(); }
    double scale() const { return visible.isEmpty() ? 1 : target.width() / visible.width(); }
    QPointF toPane(QPointF inClip) const;
    QPointF toClip(QPointF inPane) const;
    QRectF toPane(const Box& box) const;
};

/// The whole picture centred in the pane, or, zoomed, that part with some surroundings, filling the pane.
PictureFit fitPicture(QSizeF clip, QRectF pane, const std::optional<Box>& zoomTo);

/// That part of the clip, as large as it fits into the pane.
PictureFit fitPart(QRectF visible, QRectF pane);

/// What is visible after zooming by `factor` with the point at `inPane` staying where it is; nothing where that is the
/// whole picture again. At most 16 pane pixels show one of the clip.
std::optional<QRectF> zoomedAt(QSizeF clip, QRectF pane, const PictureFit& now, QPointF inPane, double factor);

/// What is visible after the picture was dragged by so much; it stays inside the clip.
QRectF draggedBy(QSizeF clip, const PictureFit& now, QPointF inPane);

} // namespace cartwright::ui
