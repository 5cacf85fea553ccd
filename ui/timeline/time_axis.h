#pragma once

#include "ui/timeline/axis_content.h"
#include "ui/timeline/time_scale.h"

#include <QWidget>

namespace cartwright::ui {

/// One time axis for everything: ruler, cameras with their gaps, events, weights, scans. Click or drag seeks, the wheel
/// zooms. Painted in one pass; time always runs from left to right.
class TimeAxis : public QWidget
{
    Q_OBJECT

public:
    explicit TimeAxis(QWidget* parent = nullptr);

    void setContent(const AxisContent& content);
    void setMoment(UtcMicroseconds moment);
    void setCurrentEvent(std::optional<std::size_t> event);
    void setLoop(std::optional<UtcMicroseconds> from, std::optional<UtcMicroseconds> until);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void seekAsked(cartwright::UtcMicroseconds moment);
    void eventChosen(std::size_t event);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    struct Lanes
    {
        QRectF ruler, cameras, events, weights, scans;
        double row = 0;   ///< height of one camera's bar with its spacing
        double total = 0; ///< height of all
    };
    Lanes lanes() const;
    double labelWidth() const;
    void layOut();
    std::optional<std::size_t> eventAt(QPointF position) const;

    void paintRuler(QPainter& painter, const Lanes& lanes) const;
    void paintCameras(QPainter& painter, const Lanes& lanes) const;
    void paintEvents(QPainter& painter, const Lanes& lanes) const;
    void paintMark(QPainter& painter, const QRectF& lane, std::size_t index) const;
    void paintWeights(QPainter& painter, const Lanes& lanes) const;
    void paintScans(QPainter& painter, const Lanes& lanes) const;
    void paintLoopAndMoment(QPainter& painter, const Lanes& lanes) const;
    void paintLabel(QPainter& painter, const QRectF& lane, const QString& text) const;

    AxisContent m_content;
    TimeScale m_scale;
    UtcMicroseconds m_moment = 0;
    std::optional<std::size_t> m_current;
    std::optional<UtcMicroseconds> m_loopIn;
    std::optional<UtcMicroseconds> m_loopOut;
    UtcMicroseconds m_shownFrom = 0;  ///< the content's span when the scale was set
    UtcMicroseconds m_shownUntil = 0;
};

} // namespace cartwright::ui
