#include "ui/player/video_pane.h"

#include "ui/widgets/colours.h"
#include "ui/widgets/texts.h"

#include <QDateTime>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <cmath>

namespace cartwright::ui {

namespace {

constexpr int restMilliseconds = 150; ///< longer than a frame of any usual rate, so that nothing is asked while playing

QSize scaledSize(const CameraTrack& track, double scale)
{
    const double atMost = std::min(1.0, scale);
    return {qCeil(track.width * atMost), qCeil(track.height * atMost)};
}

} // namespace

QSize VideoPane::pictureSizeFor(const CameraTrack& track, QSize pane, const std::optional<Box>& zoomTo, double pixelRatio)
{
    const PictureFit fit = fitPicture(QSizeF(track.width, track.height), QRectF(QPointF(), pane), zoomTo);
    return fit.isEmpty() ? QSize() : scaledSize(track, fit.scale() * pixelRatio);
}

VideoPane::VideoPane(int number, CameraTrack track, QWidget* parent)
    : QWidget(parent), m_number(number), m_track(std::move(track))
{
    setObjectName(QStringLiteral("videoPane%1").arg(number));
    setAccessibleName(tr("Camera %1, %2").arg(number).arg(m_track.name));
    setFocusPolicy(Qt::StrongFocus);
    setLayoutDirection(Qt::LeftToRight); // a picture is never mirrored
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(80, 45); // beside an enlarged one eight cameras still have room
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMilliseconds);
    connect(&m_rest, &QTimer::timeout, this, &VideoPane::askForDetail);
    if (!m_track.isPlayable()) {
        m_shown.state = media::PaneFrame::State::Failed;
        m_shown.message = m_track.trouble;
        m_answered = true;
    }
}

PictureFit VideoPane::fit() const
{
    if (m_part)
        return fitPart(*m_part, QRectF(rect()));
    return fitPicture(QSizeF(m_track.width, m_track.height), QRectF(rect()),
                      m_zoomed ? m_overlay.focus : std::nullopt);
}

void VideoPane::setFrame(const PaneImage& frame)
{
    m_shown = frame;
    m_answered = true;
    m_painted = false;
    setAccessibleDescription(caption());
    waitForRest();
    update();
}

void VideoPane::setTrack(CameraTrack track)
{
    m_track = std::move(track);
    m_detail = {};
    m_shown = {};
    m_answered = !m_track.isPlayable();
    m_shown.state = m_answered ? media::PaneFrame::State::Failed : media::PaneFrame::State::NoFrame;
    m_shown.message = m_answered ? m_track.trouble : QString();
    announceSizeAgain();
    update();
}

void VideoPane::waitForRest()
{
    m_rest.start();
}

/// Only where the copy has fewer pixels than the pane could show, and the frame on the screen is the exact one.
void VideoPane::askForDetail()
{
    const PictureFit now = fit();
    if (!m_track.isPlayable() || m_track.isRevealed || m_shown.state != media::PaneFrame::State::Shown || now.isEmpty())
        return;
    const double wanted = now.scale() * devicePixelRatioF();
    const double ofCopy = m_track.index->info.width / double(std::max(1, m_track.width));
    if (ofCopy >= 1 || wanted <= ofCopy || showsDetail())
        return;
    Q_EMIT detailWanted(m_shown.timestamp, now.visible, (now.target.size() * devicePixelRatioF()).toSize());
}

void VideoPane::setDetail(const PaneDetail& detail)
{
    m_detail = detail;
    update();
}

/// Whether all that is visible is shown in the original's pixels.
bool VideoPane::showsDetail() const
{
    return !m_detail.image.isNull() && m_detail.timestamp == m_shown.timestamp &&
           m_shown.state == media::PaneFrame::State::Shown && m_detail.part.adjusted(-1, -1, 1, 1).contains(fit().visible) &&
           m_detail.image.width() >= std::min(m_detail.part.width(), m_detail.part.width() * fit().scale() * devicePixelRatioF()) - 1;
}

void VideoPane::setWatermark(const QString& who)
{
    m_watermark = who + QStringLiteral("  ") + texts::dayAndTime(QDateTime::currentMSecsSinceEpoch() * 1000);
    setAccessibleDescription(caption());
    update();
}

void VideoPane::setRevealed(const PaneImage& frame)
{
    m_revealed = frame;
    update();
}

bool VideoPane::showsRevealed() const
{
    return isRevealed() && !m_revealed.image.isNull() && m_revealed.timestamp == m_shown.timestamp;
}

void VideoPane::endReveal()
{
    m_watermark.clear();
    m_revealed = PaneImage();
    setAccessibleDescription(caption());
    update();
}

void VideoPane::setMoment(UtcMicroseconds moment)
{
    m_moment = moment;
}

void VideoPane::setOverlay(const PaneOverlay& overlay)
{
    m_overlay = overlay;
    announceSize();
    update();
}

void VideoPane::setBoxes(std::vector<PaneBox> boxes)
{
    if (boxes == m_boxes)
        return;
    m_boxes = std::move(boxes);
    update();
}

void VideoPane::setActive(bool active)
{
    m_active = active;
    update();
}

void VideoPane::setZoomed(bool zoomed)
{
    m_zoomed = zoomed;
    m_part.reset();
    announceSize();
    update();
}

void VideoPane::announceSize()
{
    const PictureFit now = fit();
    waitForRest();
    if (now.isEmpty())
        return;
    // While zoomed by hand the size stays the clip's own, so that not each turn of the wheel asks anew.
    const QSize size = scaledSize(m_track, m_part ? 1.0 : now.scale() * devicePixelRatioF());
    if (size == m_announced)
        return; // asking again would make the decoder answer again
    m_announced = size;
    Q_EMIT pictureSizeChanged(size.width(), size.height());
}

void VideoPane::announceSizeAgain()
{
    m_announced = QSize();
    announceSize();
}

QString VideoPane::stateText() const
{
    using State = media::PaneFrame::State;
    if (!m_answered)
        return tr("loading…");
    switch (m_shown.state) {
    case State::Shown:
    case State::Nearby: return {};
    case State::NoFrame:
        if (m_shown.moment < m_track.from)
            return tr("no frame at this time: the clip starts at %1")
                .arg(texts::timeOfDay(m_track.from, texts::Precision::Seconds, m_track.zone));
        if (m_shown.moment >= m_track.until)
            return tr("no frame at this time: the clip ended at %1")
                .arg(texts::timeOfDay(m_track.until, texts::Precision::Seconds, m_track.zone));
        return tr("no frame at this time: a gap in the clip");
    case State::Damaged: return tr("this frame is damaged");
    case State::Failed:
        return m_shown.message.isEmpty() ? tr("this clip cannot be shown") : m_shown.message;
    }
    return {};
}

QString VideoPane::caption() const
{
    using State = media::PaneFrame::State;
    if (!m_answered || (m_shown.state != State::Shown && m_shown.state != State::Damaged && m_shown.state != State::Nearby))
        return stateText();
    if (m_shown.state == State::Nearby)
        return tr("%1 · finding the frame…").arg(texts::timeOfDay(m_shown.moment, texts::Precision::Milliseconds, m_track.zone));
    const UtcMicroseconds at = m_track.isPlayable() ? m_track.toSale(m_shown.timestamp) : m_shown.moment;
    const std::size_t count = m_track.isPlayable() ? m_track.index->frames.size() : 0;
    return tr("%1 · frame %2 of %3")
        .arg(texts::timeOfDay(at, texts::Precision::Milliseconds, m_track.zone))
        .arg(m_shown.index + 1)
        .arg(count);
}

void VideoPane::setTool(PaneTool* tool)
{
    m_tool = tool;
    if (m_tool)
        setFocus(Qt::OtherFocusReason);
    update();
}

bool VideoPane::event(QEvent* event)
{
    // A tool's keys come here and not to the shortcuts of the place; Tab does not leave the pane then.
    const bool isOverride = event->type() == QEvent::ShortcutOverride;
    if (!m_tool || (!isOverride && event->type() != QEvent::KeyPress))
        return QWidget::event(event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (!m_tool->wants(*key))
        return QWidget::event(event);
    event->accept();
    if (!isOverride)
        m_tool->keyPressed(*key);
    update();
    return true;
}

void VideoPane::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    Q_EMIT activated();
}

void VideoPane::resizeEvent(QResizeEvent*)
{
    announceSize();
}

void VideoPane::mousePressEvent(QMouseEvent* event)
{
    Q_EMIT activated();
    if (event->button() != Qt::LeftButton)
        return;
    constexpr double reachInPane = 9;
    if (m_tool) {
        m_tool->mousePressed(fit().toClip(event->position()), reachInPane / std::max(fit().scale(), 1e-6));
        update();
    } else if (m_part) {
        m_panFrom = event->position();
    }
}

void VideoPane::showPart(const std::optional<QRectF>& part)
{
    m_part = part;
    announceSize();
    update();
}

void VideoPane::wheelEvent(QWheelEvent* event)
{
    constexpr double oneNotch = 1.25;
    const double notches = event->angleDelta().y() / 120.0;
    if (notches == 0 || fit().isEmpty())
        return QWidget::wheelEvent(event);
    showPart(zoomedAt(QSizeF(m_track.width, m_track.height), QRectF(rect()), fit(), event->position(),
                      std::pow(oneNotch, notches)));
    event->accept();
}

void VideoPane::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (m_part && !m_tool)
        showPart(std::nullopt);
    else
        mousePressEvent(event);
}

void VideoPane::mouseMoveEvent(QMouseEvent* event)
{
    if (m_panFrom && m_part && !m_tool) {
        const QPointF from = std::exchange(*m_panFrom, event->position());
        showPart(draggedBy(QSizeF(m_track.width, m_track.height), fit(), event->position() - from));
        return;
    }
    if (!m_tool || !(event->buttons() & Qt::LeftButton))
        return;
    m_tool->mouseMoved(fit().toClip(event->position()));
    update();
}

void VideoPane::mouseReleaseEvent(QMouseEvent*)
{
    m_panFrom.reset();
    if (m_tool)
        m_tool->mouseReleased();
    update();
}

} // namespace cartwright::ui
