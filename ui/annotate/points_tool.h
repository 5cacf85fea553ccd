#pragma once

#include "core/review/box_geometry.h"
#include "ui/player/pane_tool.h"

#include <functional>
#include <vector>

namespace cartwright::ui {

/// A box from four extreme points, topmost, leftmost, lowest and rightmost in any order. A cross is moved with the arrow keys
/// (Shift: ten pixels) and Enter sets a point, or the mouse does; Backspace takes the last one back, Escape gives up. The
/// fourth point ends it.
class PointsTool final : public PaneTool
{
public:
    struct Answers
    {
        std::function<void(const Box&)> taken;
        std::function<void()> givenUp;
    };
    /// The last thing an answer may do is destroy the tool.
    PointsTool(QPointF cross, QSizeF picture, Answers answers);

    int pointsSet() const { return static_cast<int>(m_points.size()); }

    void paint(QPainter& painter, const PictureFit& fit) const override;
    QString hint() const override;
    bool wants(const QKeyEvent& key) const override;
    void keyPressed(const QKeyEvent& key) override;
    void mousePressed(QPointF at, double reach) override;
    void mouseMoved(QPointF at) override;
    void mouseReleased() override {}

private:
    void set(QPointF at);
    QPointF inside(QPointF at) const;

    QPointF m_cross;
    QSizeF m_picture;
    Answers m_answers;
    std::vector<Point> m_points;
};

} // namespace cartwright::ui
