#pragma once

#include "ui/timeline/axis_content.h"
#include "ui/timeline/time_scale.h"

#include <QPixmap>
#include <QWidget>

namespace cartwright::ui {

/// One time axis for everything: ruler, cameras with their gaps, events, weights, scans, changes of the cart, labels. Click or
/// drag seeks, the wheel zooms, Shift and the wheel scroll. All but the cursor is painted in one pass into a picture that is
/// kept until something of it changes; time always runs from left to right.
class TimeAxis : public QWidget
{
    Q_OBJECT

public:
    explicit TimeAxis(QWidget* parent = nullptr);

    void setContent(const AxisContent& content);
    void setMoment(UtcMicroseconds moment);
    void setCurrentEvent(std::optional<std::size_t> event);
    void setLoop(std::optional<UtcMicroseconds> from, std::optional<UtcMicroseconds> until);

    /// Around the cursor; above 1 shows less time.
    void zoom(double factor);
    /// By this share of what is shown, to later where positive.
    void scroll(double share);
    void showWhole();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void seekAsked(cartwright::UtcMicroseconds moment);
    void eventChosen(std::size_t event);
    /// The pointer rests over this moment, in the lane of a camera or of none; `where` is on the screen.
    void hovered(cartwright::UtcMicroseconds moment, std::optional<std::size_t> camera, QPoint where);
    void hoverEnded();

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    struct Lanes
    {
        QRectF ruler, cameras, events, weights, scans, changes, labels;
        double row = 0;   ///< height of one camera's bar with its spacing
        double total = 0; ///< height of all
    };
    Lanes lanes() const;
    double labelWidth() const { return m_labelWidth; }
    double measuredLabels() const;
    void layOut();
    void repaintAll();
    std::optional<std::size_t> eventAt(QPointF position) const;
    QString pointTextAt(QPointF position) const;
    void hover(QPointF position, QPoint where);

    void paintLanes(QPainter& painter, const Lanes& lanes) const;
    void paintRuler(QPainter& painter, const Lanes& lanes) const;
    void paintCameras(QPainter& painter, const Lanes& lanes) const;
    void paintSpans(QPainter& painter, const QRectF& bar, const std::vector<AxisContent::Span>& spans, Qt::BrushStyle style,
                    const QColor& colour) const;
    void paintEvents(QPainter& painter, const Lanes& lanes) const;
    void paintMark(QPainter& painter, const QRectF& lane, std::size_t index) const;
    void paintWeights(QPainter& painter, const Lanes& lanes) const;
    void paintSteps(QPainter& painter, const QRectF& lane) const;
    void paintTraces(QPainter& painter, const QRectF& lane) const;
    void paintPoints(QPainter& painter, const QRectF& lane, const QString& name, const std::vector<AxisContent::Point>& points) const;
    void paintLoopAndMoment(QPainter& painter, const Lanes& lanes) const;
    void paintLabel(QPainter& painter, const QRectF& lane, const QString& text) const;

    AxisContent m_content;
    TimeScale m_scale;
    double m_labelWidth = 0; ///< measured anew by layOut() only: it is asked for each sample
    QPixmap m_painted; ///< all but loop and cursor; null where it has to be painted again
    UtcMicroseconds m_moment = 0;
    std::optional<std::size_t> m_current;
    std::optional<UtcMicroseconds> m_loopIn;
    std::optional<UtcMicroseconds> m_loopOut;
    UtcMicroseconds m_shownFrom = 0;  ///< the content's span when the scale was set
    UtcMicroseconds m_shownUntil = 0;
};

} // namespace cartwright::ui
