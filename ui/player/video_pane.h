#pragma once

#include "ui/bridge/detail_service.h"
#include "ui/bridge/player_bridge.h"
#include "ui/player/pane_box.h"
#include "ui/player/pane_tool.h"

#include <QPolygonF>
#include <QTimer>
#include <QWidget>

namespace cartwright::ui {

/// What is drawn over a camera's picture; all in pixels of its clip.
struct PaneOverlay
{
    QPolygonF bin;               ///< of the current event, in this camera
    QString binName;
    std::optional<Box> eventBox; ///< where the event's source saw hand or product
    std::optional<Box> focus;    ///< what zooming goes to
};

/// One camera: its picture, always black around it, with the name, the clock and the frame's number as text.
class VideoPane : public QWidget
{
    Q_OBJECT

public:
    VideoPane(int number, CameraTrack track, QWidget* parent = nullptr);

    /// The size at which a pane of this size wants the whole picture, zoomed to the part where one is given.
    static QSize pictureSizeFor(const CameraTrack& track, QSize pane, const std::optional<Box>& zoomTo, double pixelRatio);

    const CameraTrack& track() const { return m_track; }
    /// The same camera with other pictures; zoom and overlay stay.
    void setTrack(CameraTrack track);
    const PaneImage& shown() const { return m_shown; }
    /// What the pane says below the picture: "10:16:03.120 · frame 37 of 450", or why there is no picture.
    QString caption() const;
    /// Whether the answer for the asked moment has been painted.
    bool hasPainted() const { return m_painted; }

    /// Says at which size the picture is wanted, also where that has not changed.
    void announceSizeAgain();
    /// Whether a frame has come since the pane was made.
    bool hasFrame() const { return m_answered; }
    void setFrame(const PaneImage& frame);
    /// What `detailWanted` asked for. It is painted where it shows the frame that is on the screen.
    void setDetail(const PaneDetail& detail);
    bool showsDetail() const;
    void setMoment(UtcMicroseconds moment);
    void setOverlay(const PaneOverlay& overlay);
    /// The labels on the shown frame.
    void setBoxes(std::vector<PaneBox> boxes);
    const std::vector<PaneBox>& boxes() const { return m_boxes; }
    void setActive(bool active);
    void setZoomed(bool zoomed);
    bool isZoomed() const { return m_zoomed; }
    /// The part of the clip that wheel and drag have chosen; it stays across frames and events.
    std::optional<QRectF> chosenPart() const { return m_part; }

    /// While people are revealed to somebody, that person's name and the time stand across the picture.
    void setWatermark(const QString& who);
    /// The same frame with people unmasked; it is painted while it is the one that is shown.
    void setRevealed(const PaneImage& frame);
    void endReveal();
    bool isRevealed() const { return !m_watermark.isEmpty(); }
    /// Whether the revealed picture is the one on the screen.
    bool showsRevealed() const;
    const QString& watermark() const { return m_watermark; }

    /// Hands keys and mouse over to this tool, which must outlive that; null takes them back.
    void setTool(PaneTool* tool);
    bool isDrawing() const { return m_tool != nullptr; }
    const PaneOverlay& overlay() const { return m_overlay; }

Q_SIGNALS:
    void activated();
    /// The size at which the whole clip's picture is wanted, in device pixels.
    void pictureSizeChanged(int width, int height);
    /// The pane has rested on a frame and shows it larger than the copy has pixels for: this part of the original's picture
    /// is wanted in so many device pixels.
    void detailWanted(cartwright::Microseconds timestamp, const QRectF& part, QSize pixels);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    PictureFit fit() const;
    void announceSize();
    void waitForRest();
    void askForDetail();
    void showPart(const std::optional<QRectF>& part);
    void paintPicture(QPainter& painter, const PictureFit& fit) const;
    void paintOverlay(QPainter& painter, const PictureFit& fit) const;
    void paintTexts(QPainter& painter) const;
    void paintWatermark(QPainter& painter) const;
    QString stateText() const;

    int m_number = 1;
    CameraTrack m_track;
    PaneImage m_shown;
    UtcMicroseconds m_moment = 0;
    PaneOverlay m_overlay;
    std::vector<PaneBox> m_boxes;
    bool m_active = false;
    bool m_zoomed = false;
    std::optional<QRectF> m_part;      ///< zoomed by hand; in the clip's pixels
    std::optional<QPointF> m_panFrom;  ///< where the picture is held, in the pane
    QSize m_announced;
    PaneDetail m_detail;
    QTimer m_rest; ///< runs while frame or view may still change
    PaneImage m_revealed;
    QString m_watermark; ///< empty where people are masked
    bool m_answered = false;
    bool m_painted = false;
    PaneTool* m_tool = nullptr;
};

} // namespace cartwright::ui
