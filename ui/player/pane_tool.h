#pragma once

#include "ui/player/picture_fit.h"

#include <QString>

class QKeyEvent;
class QPainter;

namespace cartwright::ui {

/// What has a pane's keys and mouse while something is drawn over its picture. Positions are in pixels of the clip.
/// A pane repaints after each call that may change something.
class PaneTool
{
public:
    virtual ~PaneTool() = default;

    virtual void paint(QPainter& painter, const PictureFit& fit) const = 0;
    virtual QString hint() const = 0; ///< which keys do what, in one line
    /// Whether this key is the tool's and not a shortcut's.
    virtual bool wants(const QKeyEvent& key) const = 0;
    virtual void keyPressed(const QKeyEvent& key) = 0;
    /// `reach` is how near counts as on something.
    virtual void mousePressed(QPointF at, double reach) = 0;
    virtual void mouseMoved(QPointF at) = 0;
    virtual void mouseReleased() = 0;
};

} // namespace cartwright::ui
