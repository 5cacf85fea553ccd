#pragma once

#include "core/review/box_geometry.h"
#include "ui/player/pane_tool.h"

#include <functional>
#include <optional>

namespace cartwright::ui {

/// Draws a box or adjusts one. Arrow keys move it by a pixel (Shift: ten), or the handle that Tab has chosen; Enter takes it,
/// Escape gives it up, Delete says that there is none. The mouse drags handles and box, and beside them a new box.
class BoxTool final : public PaneTool
{
public:
    struct Answers
    {
        std::function<void(const Box&)> taken;
        std::function<void()> removed; ///< none: Delete is not the tool's key
        std::function<void()> givenUp;
    };
    /// The last thing an answer may do is destroy the tool.
    BoxTool(const Box& start, QSizeF picture, Answers answers);

    const Box& box() const { return m_box; }
    review::Handle handle() const { return m_handle; }

    void paint(QPainter& painter, const PictureFit& fit) const override;
    QString hint() const override;
    bool wants(const QKeyEvent& key) const override;
    void keyPressed(const QKeyEvent& key) override;
    void mousePressed(QPointF at, double reach) override;
    void mouseMoved(QPointF at) override;
    void mouseReleased() override;

private:
    void chooseHandle(int by);
    void take();

    Box m_box;
    QSizeF m_picture;
    Answers m_answers;
    review::Handle m_handle = review::Handle::Whole;
    std::optional<QPointF> m_dragged;    ///< where the mouse holds the handle
    std::optional<QPointF> m_newCorner;  ///< where a new box began
};

} // namespace cartwright::ui
