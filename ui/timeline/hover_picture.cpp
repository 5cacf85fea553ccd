#include "ui/timeline/hover_picture.h"

#include "ui/widgets/texts.h"

#include <QPainter>

namespace cartwright::ui {

namespace {

constexpr int pictureWidth = 240;
constexpr int pictureHeight = 135;

} // namespace

HoverPicture::HoverPicture(QWidget* parent) : QWidget(parent, Qt::ToolTip | Qt::WindowTransparentForInput)
{
    setObjectName(QStringLiteral("hoverPicture"));
    setAttribute(Qt::WA_ShowWithoutActivating);
    setFocusPolicy(Qt::NoFocus);
    setLayoutDirection(Qt::LeftToRight);
    connect(&m_service, &StillsService::made, this, [this](quint64 request, const QImage& image, const QImage&) {
        if (request != m_request || image.isNull())
            return;
        m_image = image.scaled(pictureWidth, pictureHeight, Qt::KeepAspectRatio, Qt::FastTransformation);
        place(m_where);
        show();
        update();
    });
    connect(&m_service, &StillsService::failed, this, [this](quint64 request) {
        if (request == m_request)
            leave();
    });
}

void HoverPicture::ask(const CameraTrack& camera, UtcMicroseconds moment, QPoint where)
{
    if (!camera.isPlayable() || moment < camera.from || moment >= camera.until)
        return leave();
    m_where = where;
    m_text = QStringLiteral("%1  %2").arg(camera.name, texts::timeOfDay(moment, texts::Precision::Milliseconds));
    StillsRequest request;
    request.clip = camera.clip;
    request.index = camera.index;
    request.clipWidth = camera.width;
    request.before = request.after = camera.toClip(moment);
    m_request = m_service.make(request);
    if (isVisible())
        place(where);
}

void HoverPicture::leave()
{
    m_request = 0;
    m_image = QImage();
    hide();
}

void HoverPicture::place(QPoint where)
{
    constexpr int above = 14;
    resize(m_image.width() + 4, m_image.height() + fontMetrics().height() + 8);
    move(where - QPoint(width() / 2, height() + above));
}

void HoverPicture::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), Qt::black);
    painter.drawImage(2, 2, m_image);
    painter.setPen(QColor(0xee, 0xf1, 0xf5));
    painter.drawText(rect().adjusted(4, m_image.height() + 2, -4, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(m_text, Qt::ElideRight, width() - 8));
}

} // namespace cartwright::ui
